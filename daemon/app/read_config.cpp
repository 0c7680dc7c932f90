#include "daemon/app/read_config.hpp"

namespace lic {

ConfigOutcome read_config(const Options& options) {
  ConfigOutcome outcome = load_config(options.places);
  // In the lab all instants are exact: nothing is spread (R-USE-6).
  if (options.places.lab) outcome.config.policy.report_spread = Millis{0};
  return outcome;
}

}  // namespace lic
