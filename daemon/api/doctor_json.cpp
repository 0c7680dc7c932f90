#include "daemon/api/doctor_json.hpp"

#include "daemon/api/json_values.hpp"

namespace lic::api {
namespace {

Json step_json(const DiagnosisStep& step) {
  return {{"name", step.name},
          {"ok", step.ok},
          {"skipped", step.skipped},
          {"warning", step.warning},
          {"ms", step.took.count()},
          {"cause", text_or_null(std::string{step.cause})},
          {"code", step.code ? Json(failure_row(*step.code).name) : Json(nullptr)},
          {"text", step.text},
          {"remedy", text_or_null(step.remedy)}};
}

}  // namespace

Json diagnosis_json(const Diagnosis& diagnosis) {
  Json steps = Json::array();
  for (const DiagnosisStep& step : diagnosis.steps) steps.push_back(step_json(step));
  const DiagnosisStep* const failed = diagnosis.first_failure();
  return {{"steps", std::move(steps)}, {"first_failure", failed == nullptr ? Json(nullptr) : Json(failed->name)}};
}

}  // namespace lic::api
