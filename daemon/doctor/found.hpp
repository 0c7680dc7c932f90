#pragma once
// Steps of this room in one shape, and the causes that no exchange with SSM has.

#include <string>
#include <string_view>

#include "transport/diagnosis.hpp"

namespace lic::doctor {

inline constexpr std::string_view kCauseConfiguration = "configuration";
inline constexpr std::string_view kCauseStorage = "storage";
inline constexpr std::string_view kCauseSocket = "socket";

struct Advice {
  std::string text;
  std::string remedy;
};

[[nodiscard]] inline DiagnosisStep good(std::string_view name, std::string text) {
  DiagnosisStep step;
  step.name = name;
  step.ok = true;
  step.text = std::move(text);
  return step;
}
[[nodiscard]] inline DiagnosisStep warned(std::string_view name, Advice advice) {
  DiagnosisStep step = good(name, std::move(advice.text));
  step.warning = true;
  step.remedy = std::move(advice.remedy);
  return step;
}
[[nodiscard]] inline DiagnosisStep skipped(std::string_view name, std::string text) {
  DiagnosisStep step;
  step.name = name;
  step.skipped = true;
  step.text = std::move(text);
  return step;
}
[[nodiscard]] inline DiagnosisStep failed(std::string_view name, std::string_view cause, Advice advice) {
  DiagnosisStep step;
  step.name = name;
  step.cause = cause;
  step.text = std::move(advice.text);
  step.remedy = std::move(advice.remedy);
  return step;
}

}  // namespace lic::doctor
