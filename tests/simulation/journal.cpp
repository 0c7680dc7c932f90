#include "tests/simulation/journal.hpp"

#include <iostream>
#include <utility>

#include "agent/time_text.hpp"

namespace lic::sim {
namespace {
constexpr std::size_t kLinesKept = 30;
}

void Journal::note(std::string line) {
  std::string stamped = text_of(now_) + "  " + std::move(line);
  if (verbose_) std::cout << stamped << '\n';
  lines_.push_back(std::move(stamped));
  if (lines_.size() > kLinesKept) lines_.pop_front();
}

void Journal::violated(std::string rule, std::string text) {
  if (violation_) return;
  violation_ = Violation{std::move(rule), std::move(text), now_};
}

std::string text_of(MasterTime time) { return to_rfc3339(WallTime{time.time_since_epoch()}); }
std::string text_of(TrustedTime time) { return to_rfc3339(WallTime{time.time_since_epoch()}); }

}  // namespace lic::sim
