#pragma once
// Deliberate mistakes of the reference. A comparison that does not notice them proves nothing.

#include <array>
#include <cstdint>
#include <string_view>

namespace lic::peaks {

enum class Mistake : std::uint8_t {
  none,
  samples_the_millisecond,  // of several events in one millisecond only the last one's count is seen
  closed_intervals,         // what happens on a border belongs to the interval before
  empty_start,              // an interval's peak begins with its first event, not with the count that stands
  forgets_at_restart,       // the peak of an interval does not survive a restart within it
  ignores_steps,            // a clock step does not close the interval
  ignores_borders_at_step,  // borders that passed before a late clock step was seen are forgotten
  watches_asleep,           // time asleep counts as watched
  sync_one_by_one,          // a sync is many instants instead of one
  class_falls,              // a seat may fall to a lower class in mid-session
  latest_peak,              // of equal peaks the last one is taken for the first
  mean_of_counts,           // the average forgets how long each count stood
  window_runs_on,           // a report carries the peaks of the report before
  reports_evaluation,       // peaks of before the registration are reported
  merges_to_newer,          // a full outbox keeps the newer peak instead of the larger
  misses_one_session,       // one of those who made a peak is not named
};

struct MistakeName {
  Mistake mistake;
  std::string_view name;
};
inline constexpr std::array kMistakes = {
    MistakeName{Mistake::samples_the_millisecond, "samples_the_millisecond"},
    MistakeName{Mistake::closed_intervals, "closed_intervals"},
    MistakeName{Mistake::empty_start, "empty_start"},
    MistakeName{Mistake::forgets_at_restart, "forgets_at_restart"},
    MistakeName{Mistake::ignores_steps, "ignores_steps"},
    MistakeName{Mistake::ignores_borders_at_step, "ignores_borders_at_step"},
    MistakeName{Mistake::watches_asleep, "watches_asleep"},
    MistakeName{Mistake::sync_one_by_one, "sync_one_by_one"},
    MistakeName{Mistake::class_falls, "class_falls"},
    MistakeName{Mistake::latest_peak, "latest_peak"},
    MistakeName{Mistake::mean_of_counts, "mean_of_counts"},
    MistakeName{Mistake::window_runs_on, "window_runs_on"},
    MistakeName{Mistake::reports_evaluation, "reports_evaluation"},
    MistakeName{Mistake::merges_to_newer, "merges_to_newer"},
    MistakeName{Mistake::misses_one_session, "misses_one_session"},
};

}  // namespace lic::peaks
