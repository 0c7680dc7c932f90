#pragma once
// R-USE: who was signed in when, and what the peak of each interval was, from an event log of our own.

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/state.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

using Counts = std::array<std::int64_t, kMeterCount>;

// Intervals in a row, each `width` long, in which the peaks were the same.
struct ClosedRun {
  WallTime start;
  WallTime end;
  Counts peaks{};
};
// A report period (15 minutes or 8 hours) that ended.
struct ClosedPeriod {
  WallTime start;
  WallTime end;
  Counts peaks{};
};

// What an installed reservation allows at most (R-SLR-3).
struct ReservedLimits {
  std::int64_t standard = 0;
  std::int64_t premium = 0;
  std::int64_t inbound = 0;
  std::int64_t outbound = 0;
};

class UsageOracle {
public:
  // Reads one committed step: closes intervals that its time has passed, applies the event, compares the history rows.
  // Returns the report periods that ended undisturbed. `breaks`: a command that ends the interval where it stands.
  [[nodiscard]] std::vector<ClosedPeriod> on_event(const OracleContext& context, const Seen& seen, bool breaks);
  void compare(const OracleContext& context, const AgentState& after) const;

  // The peak between two moments, or nothing when a clock step or a start lies too near to be sure.
  [[nodiscard]] std::optional<Counts> peak_between(WallTime from, WallTime to) const;
  // A clock step or a start since `from`, so that interval ends tell no lengths.
  [[nodiscard]] bool disturbed_since(WallTime from) const;
  void disturb(WallTime at) { disturbed_.push_back(at); }
  // The first report begins here, in the middle of its window.
  void begin_reporting(WallTime at) {
    window_peak_ = current_;
    disturb(at);
  }
  // What License Control hangs on, of the whole batch that comes; none = it changes within the batch.
  void begin_batch(std::optional<bool> registered) { registered_ = registered; }
  // The installed code's limits at the next step; none = nothing is reserved.
  void reserve(std::optional<ReservedLimits> limits) { reserved_ = limits; }
  // What seats are, and where the open interval begins, after a command that may have changed the yardstick: the rules
  // leave it to the core.
  void follow(const AgentState& after, Now now);
  void forget_control() { control_ = {}; }
  [[nodiscard]] const Counts& in_use() const { return current_; }
  [[nodiscard]] bool idle() const { return seats_.empty() && current_ == Counts{}; }

private:
  struct SeatKnown {
    SeatClass seat_class = SeatClass::standard;
    CapabilitySet configured;
    CapabilitySet used;
  };
  [[nodiscard]] std::vector<ClosedRun> roll(const OracleContext& context, WallTime wall,
                                            std::vector<ClosedPeriod>& periods);
  void reopen(const OracleContext& context, WallTime wall);
  void apply(const OracleContext& context, const Seen& seen);
  // R-CTL-2, 3, 6: whether this seat may be as it would be then; none = it cannot be known.
  [[nodiscard]] std::optional<bool> may_be(const OracleContext& context, const std::string& id,
                                           const SeatKnown& seat) const;
  void judge(const OracleContext& context, const SeatKnown& wanted, const std::string& id, bool refused) const;
  void set_control(const SetLicenseControl& event) { control_ = event; }
  void sign_in(const OracleContext& context, const SignIn& event);
  void update(const OracleContext& context, const SeatUpdate& event);
  [[nodiscard]] SeatClass class_of(const OracleContext& context, const SeatKnown& seat) const;
  void classify(const OracleContext& context, SeatKnown& seat);
  [[nodiscard]] bool may_use(const PortsInUse& event) const;
  void add(SeatClass seat_class, std::int64_t by);
  void set_ports(const PortsInUse& event);
  void raise_peaks();
  static void compare_rows(const OracleContext& context, const std::vector<ClosedRun>& expected,
                           const std::vector<HistoryAppend>& written);
  void compare_disturbed_rows(const OracleContext& context, const std::vector<HistoryAppend>& written) const;

  bool begun_ = false;
  Now last_{};
  WallTime interval_start_;  // the aligned border
  WallTime opened_at_;       // later than the border after a start or a clock step
  WallTime window_start_;
  Counts current_{};
  Counts peak_{};
  Counts window_peak_{};
  std::map<std::string, SeatKnown> seats_;
  SetLicenseControl control_;
  std::optional<bool> registered_;
  std::optional<ReservedLimits> reserved_;
  std::deque<ClosedRun> closed_;  // with any peak above zero, the last weeks
  std::deque<WallTime> disturbed_;
};

}  // namespace lic::sim
