#include "agent/products.hpp"

#include <algorithm>

namespace lic {

void handle(Turn& turn, const ProductConnected&) {
  turn.answer(Error{ErrorCode::failed_precondition, "product processes are not known in this build", {}});
}

void handle(Turn& turn, const ProductGone&) { turn.answer(Unit{}); }

std::optional<std::uint16_t> version_number(Turn& turn, const std::string& version) {
  if (version.empty()) return 0;
  auto& versions = turn.state.sections.products.versions;
  auto place = std::ranges::find(versions, version);
  if (place == versions.end()) {
    turn.beyond_usage = true;
    if (versions.size() < kVersionsMax) {
      place = versions.insert(place, version);
    } else {
      place = versions.begin();
      while (place != versions.end() &&
             turn.state.seats.count_of_version(static_cast<std::uint16_t>(place - versions.begin() + 1)) > 0)
        ++place;
      if (place == versions.end()) return std::nullopt;
      *place = version;
    }
  }
  return static_cast<std::uint16_t>(place - versions.begin() + 1);
}

}  // namespace lic
