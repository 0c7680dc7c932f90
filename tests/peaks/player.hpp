#pragma once
// Plays a history on the real step(): commits in memory, an SSM that answers at once (or never), restarts that write
// and read back what a restart must survive.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/step.hpp"
#include "tests/peaks/attendance.hpp"

namespace lic::peaks {

// One step and what it left.
struct Played {
  std::size_t happening = 0;
  bool first = false;               // the happening itself; the others are what followed from it
  std::vector<std::int64_t> acked;  // rows that SSM's answer in this step acknowledged
  Changes changes;
  std::optional<std::map<std::int64_t, Report>> outbox;  // as it is now, if it changed
};

// Somebody in one class: seat changes [from, to) (R-USE-11).
struct Stretch {
  int person = 0;
  SeatClass seat_class = SeatClass::standard;
  std::int64_t from = 0;
  std::int64_t to = 0;
};

struct Recording {
  std::vector<Verdict> verdicts;  // one for each happening
  std::vector<Played> steps;
  std::vector<Stretch> stretches;
  std::int64_t count = 0;  // of steps
  std::string complaint;   // something that no history may show, whatever it is
};

[[nodiscard]] Recording play(const History& history);

}  // namespace lic::peaks
