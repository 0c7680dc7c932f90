#include "tests/peaks/reference.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace lic::peaks {
namespace {

constexpr Millis kQuarter{900'000};
constexpr Millis kStepLimit{10'000};  // R-TIME-3: a jump of more than 10 s

WallTime border_at_or_before(WallTime time, Millis grid) {
  return WallTime{time.time_since_epoch() / grid * grid};  // histories lie after 1970
}

class Walk {
public:
  Walk(const History& history, Mistake mistake)
      : history_(history),
        mistake_(mistake),
        period_(history.policy.reporting == Reporting::every_15_minutes ? kQuarter : Millis{28'800'000}),
        attendance_(history.policy, mistake) {}

  Truth walk(const std::vector<Verdict>& verdicts) {
    for (number_ = 0; number_ < history_.happenings.size(); ++number_) {
      const Happening& happening = history_.happenings.at(number_);
      if (number_ == 0)
        begin(happening.now);
      else if (std::holds_alternative<Started>(happening.event))
        come_back(happening.now.wall);
      else
        reach(happening.now);
      seen_ = happening.now;
      apply(happening, verdicts.at(number_));
    }
    return std::move(truth_);
  }

private:
  void begin(Now now) {
    truth_.instants.push_back({now.wall, {}});
    open(now.wall);
    window_ = {now.wall, 0, 0};
  }

  void apply(const Happening& happening, const Verdict& verdict) {
    if (std::holds_alternative<RegisterCommand>(happening.event)) {
      registered_ = true;
      if (mistake_ != Mistake::reports_evaluation) restart_window(std::max(happening.now.wall, cursor_));
    }
    for (const Standing& standing : attendance_.apply(happening.event, verdict))
      truth_.instants.push_back({std::max(happening.now.wall, interval_.start), standing});
  }

  [[nodiscard]] std::size_t standing() const { return truth_.instants.size() - 1; }
  [[nodiscard]] WallTime next_border() const { return border_at_or_before(interval_.start, kQuarter) + kQuarter; }
  [[nodiscard]] bool anybody() const {
    const Standing& now = truth_.instants.back().standing;
    for (const std::int64_t ports : now.ports)
      if (ports != 0) return true;
    return who(now, Meter::seats) != 0;
  }

  void open(WallTime at) {
    interval_ = Interval{};
    interval_.start = at;
    interval_.part = {at, standing(), standing()};
    if (mistake_ == Mistake::empty_start && at == border_at_or_before(at, kQuarter)) ++interval_.part.first;
    cursor_ = at;
  }
  void restart_window(WallTime at) {
    if (mistake_ == Mistake::window_runs_on) return;
    window_ = {at, standing(), standing()};
  }

  // What stands has stood until then. An adjusted clock that goes back a little counts no time twice.
  void stand_until(WallTime until) {
    interval_.twice += std::max(cursor_ - until, Millis{0});
    if (until <= cursor_) return;
    interval_.pieces.push_back({until - cursor_, standing()});
    cursor_ = until;
  }
  void close(WallTime end) {
    interval_.end = end;
    interval_.part.last = standing();
    truth_.intervals.push_back(interval_);
  }
  // R-USE-3: flagged; the next one begins where the clock now stands.
  void close_stepped(WallTime end, WallTime next) {
    interval_.stepped = true;
    close(std::max(end, interval_.start));
    open(next);
  }
  void report(WallTime start, WallTime end) {
    window_.last = standing();
    if (registered_) truth_.reports.push_back({number_, start, end, window_});
    restart_window(end);
  }

  void reach(Now now) {
    const Millis jump = (now.wall - seen_.wall) - (now.boot - seen_.boot);
    if (std::abs(jump.count()) <= kStepLimit.count() || mistake_ == Mistake::ignores_steps) return pass_to(now.wall);
    // Until the step was seen the old clock ran on.
    const WallTime old_clock = seen_.wall + (now.boot - seen_.boot);
    if (mistake_ != Mistake::ignores_borders_at_step) pass_to(old_clock);
    stand_until(old_clock);
    close_stepped(old_clock, now.wall);
  }

  void pass_to(WallTime wall) {
    const WallTime first = next_border();
    if (wall < first || (mistake_ == Mistake::closed_intervals && wall == first)) return stand_until(wall);
    // R-USE-4: nobody looked for a whole interval though somebody was signed in: asleep, which is as being off.
    if (anybody() && wall >= first + kQuarter && mistake_ != Mistake::watches_asleep) return lose_sight(wall);
    stand_until(first);
    close(first);
    if (border_at_or_before(first, period_) == first) report(first - period_, first);
    open(first);
    // R-TIME-4: the borders of a stretch without anybody make one report, not one each.
    const WallTime last = border_at_or_before(wall, kQuarter);
    while (cursor_ < last) {
      const WallTime end = next_border();
      stand_until(end);
      close(end);
      open(end);
    }
    const WallTime last_report = border_at_or_before(last, period_);
    if (last_report > first) report(border_at_or_before(first, period_), last_report);
    stand_until(wall);
  }

  // Nobody watched until now: what was open ends at its border, the rest is a gap without a report.
  void lose_sight(WallTime wall) {
    const WallTime border = next_border();
    close(border);
    const WallTime report_time = border_at_or_before(border - kQuarter, period_) + period_;
    if (report_time <= wall) report(report_time - period_, report_time);
    gap(wall);
    open(wall);
  }
  void gap(WallTime wall) {
    if (wall - seen_.wall < Millis{1000}) return;
    Interval unwatched;
    unwatched.gap = true;
    unwatched.start = seen_.wall;
    unwatched.end = wall;
    truth_.intervals.push_back(unwatched);
  }

  // A start. Within the same interval it goes on: the sessions that are restored have stood all the time.
  void come_back(WallTime wall) {
    if (wall < border_at_or_before(interval_.start, kQuarter)) return close_stepped(seen_.wall, wall);
    if (wall >= next_border()) return lose_sight(wall);
    gap(wall);
    stand_until(wall);
    if (mistake_ == Mistake::forgets_at_restart) interval_.part.first = standing();
  }

  const History& history_;
  Mistake mistake_;
  Millis period_;
  Attendance attendance_;
  Truth truth_;
  std::size_t number_ = 0;
  Now seen_{};
  bool registered_ = false;
  Interval interval_;
  Part window_;
  WallTime cursor_{};
};

}  // namespace

Truth truth_of(const History& history, const std::vector<Verdict>& verdicts, Mistake mistake) {
  return Walk(history, mistake).walk(verdicts);
}

Highest highest(const Truth& truth, const Part& part, Meter meter, Mistake mistake) {
  Highest found{0, part.first};
  bool any = false;
  for (std::size_t index = part.first; index <= part.last; ++index) {
    const Instant& instant = truth.instants.at(index);
    const bool overtaken = index < part.last && truth.instants.at(index + 1).at == instant.at;
    if (mistake == Mistake::samples_the_millisecond && overtaken) continue;
    const std::int64_t counted = count(instant.standing, meter);
    const bool more = mistake == Mistake::latest_peak ? counted >= found.count : counted > found.count;
    if (any && !more) continue;
    found = {counted, index};
    any = true;
  }
  return found;
}

double average(const Truth& truth, const Interval& interval, Meter meter, Mistake mistake) {
  double sum = 0;
  double length = 0;
  for (const Piece& piece : interval.pieces) {
    const double weight = mistake == Mistake::mean_of_counts ? 1.0 : static_cast<double>(piece.length.count());
    sum += weight * static_cast<double>(count(truth.instants.at(piece.instant).standing, meter));
    length += weight;
  }
  if (length == 0) return static_cast<double>(count(truth.instants.at(interval.part.last).standing, meter));
  return sum / length;
}

}  // namespace lic::peaks
