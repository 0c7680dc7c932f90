#pragma once
// What R-USE-3, 4 and 6 make of a history, found the slow way: the list of everything that ever stood is cut at the
// borders, and each peak is looked for in its piece of the list. Shares no code with agent/usage.cpp.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/peaks/attendance.hpp"

namespace lic::peaks {

// What stood from this event on.
struct Instant {
  WallTime at;
  Standing standing;
};
// A part of the list of instants; the first one is what stood when the part began.
struct Part {
  WallTime began;
  std::size_t first = 0;
  std::size_t last = 0;
};
struct Piece {
  Millis length;
  std::size_t instant;
};
struct Interval {
  bool gap = false;  // nobody watched
  bool stepped = false;
  WallTime start;
  WallTime end;
  Part part;
  std::vector<Piece> pieces;  // how long each count stood
  Millis twice{0};            // calendar time that came twice when the clock was adjusted back
};
struct ReportTime {
  std::size_t happening = 0;  // during which it fell due
  WallTime start;
  WallTime end;
  Part part;
};
struct Truth {
  std::vector<Instant> instants;
  std::vector<Interval> intervals;
  std::vector<ReportTime> reports;
};

[[nodiscard]] Truth truth_of(const History& history, const std::vector<Verdict>& verdicts, Mistake mistake);

// The highest count of a part, and where it was reached first.
struct Highest {
  std::int64_t count = 0;
  std::size_t instant = 0;
};
[[nodiscard]] Highest highest(const Truth& truth, const Part& part, Meter meter, Mistake mistake);
[[nodiscard]] double average(const Truth& truth, const Interval& interval, Meter meter, Mistake mistake);

}  // namespace lic::peaks
