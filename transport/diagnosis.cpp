#include "transport/diagnosis.hpp"

#include <algorithm>

namespace lic {

const DiagnosisStep* Diagnosis::first_failure() const& {
  const auto place =
      std::find_if(steps.begin(), steps.end(), [](const auto& step) { return !step.ok && !step.skipped; });
  return place == steps.end() ? nullptr : &*place;
}

}  // namespace lic
