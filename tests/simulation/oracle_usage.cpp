#include "tests/simulation/oracle_usage.hpp"

#include <algorithm>

namespace lic::sim {
namespace {

constexpr std::size_t kRunsKept = 6000;
constexpr std::size_t kDisturbancesKept = 300;

WallTime floor_to(WallTime time, Millis width) {
  const auto ticks = time.time_since_epoch() / width;
  return WallTime{width * ticks};
}

bool any(const Counts& counts) {
  return std::any_of(counts.begin(), counts.end(), [](std::int64_t count) { return count != 0; });
}

Millis period_of(const Policy& policy) {
  return policy.reporting == Reporting::every_15_minutes ? policy.interval : policy.window;
}

}  // namespace

std::vector<ClosedPeriod> UsageOracle::on_event(const OracleContext& context, const Seen& seen, bool breaks) {
  const Now now = seen.envelope->now;
  std::vector<ClosedPeriod> periods;
  const auto* started = std::get_if<Started>(&seen.envelope->event);
  const bool stepped = begun_ && started == nullptr &&
                       !within((now.wall - last_.wall) - (now.boot - last_.boot), context.policy.clock_jump);
  // Somebody was signed in and nobody looked for more than an interval: the machine slept, which is as being off.
  const bool slept = begun_ && !idle() && now.wall >= interval_start_ + 2 * context.policy.interval;
  if (!begun_) {
    begun_ = true;
    reopen(context, now.wall);
    window_start_ = floor_to(now.wall, period_of(context.policy));
  } else if (started != nullptr || stepped || slept || breaks) {
    compare_disturbed_rows(context, seen.step->changes.history);
    disturb(last_.wall);
    disturb(now.wall);
    // What was logged under another calendar proves nothing.
    if (stepped || now.boot < last_.boot || now.wall < last_.wall) closed_.clear();
    // R-USE-3: the peak of an interval survives a restart that stays within it; a clock step opens a new one.
    const bool same = !stepped && !breaks && floor_to(now.wall, context.policy.interval) == interval_start_;
    if (!same) reopen(context, now.wall);
    if (floor_to(now.wall, period_of(context.policy)) != window_start_) {
      window_start_ = floor_to(now.wall, period_of(context.policy));
      window_peak_ = current_;
    }
  } else {
    compare_rows(context, roll(context, now.wall, periods), seen.step->changes.history);
  }
  last_ = now;
  apply(context, seen);
  raise_peaks();
  return periods;
}

void UsageOracle::reopen(const OracleContext& context, WallTime wall) {
  interval_start_ = floor_to(wall, context.policy.interval);
  opened_at_ = wall;
  peak_ = current_;
}

std::vector<ClosedRun> UsageOracle::roll(const OracleContext& context, WallTime wall,
                                         std::vector<ClosedPeriod>& periods) {
  std::vector<ClosedRun> runs;
  const Millis width = context.policy.interval;
  const WallTime border = interval_start_ + width;
  if (wall < border) return runs;
  runs.push_back(ClosedRun{opened_at_, border, peak_});
  const WallTime opened = floor_to(wall, width);
  if (opened > border) runs.push_back(ClosedRun{border, opened, current_});
  for (const ClosedRun& run : runs) {
    if (any(run.peaks)) closed_.push_back(run);
  }
  while (closed_.size() > kRunsKept) closed_.pop_front();
  while (disturbed_.size() > kDisturbancesKept) disturbed_.pop_front();
  interval_start_ = opened;
  opened_at_ = opened;
  peak_ = current_;

  const Millis period = period_of(context.policy);
  const WallTime window = floor_to(wall, period);
  if (window > window_start_) {
    periods.push_back(ClosedPeriod{window_start_, window_start_ + period, window_peak_});
    // Of the periods after it in one stretch the last stands for all: nothing changed in them.
    if (window > window_start_ + period) periods.push_back(ClosedPeriod{window - period, window, current_});
    window_start_ = window;
    window_peak_ = current_;
  }
  return runs;
}

void UsageOracle::apply(const OracleContext& context, const Seen& seen) {
  const Event& event = seen.envelope->event;
  const bool refused = std::any_of(seen.step->effects.begin(), seen.step->effects.end(), [&seen](const Effect& effect) {
    const auto* answer = std::get_if<Answer>(&effect);
    return answer != nullptr && seen.envelope->request && answer->to == *seen.envelope->request &&
           (std::holds_alternative<Error>(answer->answer) || std::holds_alternative<SeatRefused>(answer->answer));
  });
  if (const auto* arrived = std::get_if<SignIn>(&event)) {
    const auto found = seats_.find(arrived->seat.value);
    SeatKnown wanted = found == seats_.end() ? SeatKnown{} : found->second;
    wanted.configured = arrived->capabilities;
    judge(context, wanted, arrived->seat.value, refused);
    if (!refused) sign_in(context, *arrived);
  } else if (const auto* left = std::get_if<SignOut>(&event)) {
    const auto found = seats_.find(left->seat.value);
    if (found != seats_.end()) {
      add(found->second.seat_class, -1);
      seats_.erase(found);
    }
  } else if (const auto* changed = std::get_if<SeatUpdate>(&event)) {
    const auto found = seats_.find(changed->seat.value);
    if (found == seats_.end()) return;
    SeatKnown wanted = found->second;
    if (changed->capabilities) wanted.configured = *changed->capabilities;
    wanted.used |= changed->used;
    judge(context, wanted, changed->seat.value, refused);
    if (!refused) update(context, *changed);
  } else if (const auto* control = std::get_if<SetLicenseControl>(&event)) {
    if (!refused) set_control(*control);
  } else if (const auto* full_list = std::get_if<SeatSync>(&event)) {
    std::map<std::string, SeatKnown> kept;
    for (const SignIn& entry : full_list->seats) {
      const auto found = seats_.find(entry.seat.value);
      if (found != seats_.end()) kept.insert(*found);
    }
    for (const auto& [id, seat] : seats_) {
      if (!kept.count(id)) add(seat.seat_class, -1);
    }
    seats_ = kept;
    for (const SignIn& entry : full_list->seats) sign_in(context, entry);
  } else if (const auto* ports = std::get_if<PortsInUse>(&event)) {
    if (may_use(*ports) == refused) context.journal.violated("R-SLR-3", "the ports in use are judged wrongly");
    if (!refused) set_ports(*ports);
  }
}

// R-SLR-3: more than before is refused when it is more than reserved.
bool UsageOracle::may_use(const PortsInUse& event) const {
  if (!reserved_) return true;
  const auto fits = [this](Meter meter, const std::optional<std::int64_t>& asked, std::int64_t most) {
    return !asked || *asked <= current_[static_cast<std::size_t>(meter)] || *asked <= most;
  };
  return fits(Meter::inbound, event.inbound, reserved_->inbound) &&
         fits(Meter::outbound, event.outbound, reserved_->outbound);
}

void UsageOracle::follow(const AgentState& after, Now now) {
  const UsageState& usage = after.sections.usage;
  for (auto& [id, seat] : seats_) {
    const auto theirs = after.seats.find(id);
    if (!theirs) continue;
    add(seat.seat_class, -1);
    seat.seat_class = theirs->seat_class;
    add(seat.seat_class, 1);
  }
  interval_start_ = usage.interval_start;
  opened_at_ = usage.opened_at;
  for (std::size_t meter = 0; meter < kMeterCount; ++meter) {
    peak_[meter] = usage.meters[meter].interval_peak;
    window_peak_[meter] = usage.meters[meter].window_peak;
  }
  disturb(now.wall);
}

void UsageOracle::sign_in(const OracleContext& context, const SignIn& event) {
  const auto [found, created] = seats_.try_emplace(event.seat.value);
  found->second.configured = event.capabilities;
  if (created) add(SeatClass::standard, 1);
  classify(context, found->second);
}

void UsageOracle::update(const OracleContext& context, const SeatUpdate& event) {
  const auto found = seats_.find(event.seat.value);
  if (found == seats_.end()) return;
  if (event.capabilities) found->second.configured = *event.capabilities;
  found->second.used |= event.used;
  classify(context, found->second);
}

void UsageOracle::judge(const OracleContext& context, const SeatKnown& wanted, const std::string& id,
                        bool refused) const {
  const auto may = may_be(context, id, wanted);
  if (!may || *may != refused) return;
  context.journal.violated("R-CTL-3", "what seat " + id + " wants is judged wrongly: it may" + (*may ? "" : " not") +
                                          ", with " + std::to_string(seats_.size()) + " seats; License Control " +
                                          (control_.overage_allowed ? "off" : "on") + (reserved_ ? ", reserved" : ""));
}

std::optional<bool> UsageOracle::may_be(const OracleContext& context, const std::string& id,
                                        const SeatKnown& seat) const {
  const auto known = seats_.find(id);
  const auto all = static_cast<std::int64_t>(seats_.size());
  if (known == seats_.end() && context.policy.max_seats && all >= *context.policy.max_seats) return false;
  if (!reserved_ && control_.overage_allowed) return true;
  if (!reserved_ && !registered_) return std::nullopt;
  if (!reserved_ && !*registered_) return true;
  const std::int64_t premium = reserved_ ? reserved_->premium : control_.limits.at(LimitField::premium);
  const std::int64_t pool = premium + (reserved_ ? reserved_->standard : control_.limits.at(LimitField::standard));
  const auto is_premium = [](const auto& entry) { return entry.second.seat_class == SeatClass::premium; };
  const std::int64_t premium_now = std::count_if(seats_.begin(), seats_.end(), is_premium);
  const bool was_premium = known != seats_.end() && known->second.seat_class == SeatClass::premium;
  const bool rises = class_of(context, seat) == SeatClass::premium && !was_premium;
  return (!rises || premium_now < premium) && (known != seats_.end() || all < pool);
}

// R-USE-2: a class can rise in mid-session and falls only at the next sign-in.
SeatClass UsageOracle::class_of(const OracleContext& context, const SeatKnown& seat) const {
  if (seat.seat_class == SeatClass::premium) return SeatClass::premium;
  const CapabilitySet premium = context.policy.license_type.premium_capabilities;
  CapabilitySet judged = seat.configured;
  if (!reserved_ && context.policy.classification == Classification::used) {
    judged = seat.used | (seat.configured & with(Capability::supervisor));
  }
  return (judged & premium).none() ? SeatClass::standard : SeatClass::premium;
}

void UsageOracle::classify(const OracleContext& context, SeatKnown& seat) {
  const SeatClass now = class_of(context, seat);
  if (now == seat.seat_class) return;
  add(seat.seat_class, -1);
  seat.seat_class = now;
  add(seat.seat_class, 1);
}

void UsageOracle::add(SeatClass seat_class, std::int64_t by) {
  current_[static_cast<std::size_t>(meter_of(seat_class))] += by;
  current_[static_cast<std::size_t>(Meter::seats)] += by;
}

void UsageOracle::set_ports(const PortsInUse& event) {
  if (event.inbound) current_[static_cast<std::size_t>(Meter::inbound)] = *event.inbound;
  if (event.outbound) current_[static_cast<std::size_t>(Meter::outbound)] = *event.outbound;
  if (event.ivr) current_[static_cast<std::size_t>(Meter::ivr)] = *event.ivr;
  if (event.outbound_seats) current_[static_cast<std::size_t>(Meter::outbound_seats)] = *event.outbound_seats;
}

void UsageOracle::raise_peaks() {
  for (std::size_t meter = 0; meter < kMeterCount; ++meter) {
    peak_[meter] = std::max(peak_[meter], current_[meter]);
    window_peak_[meter] = std::max(window_peak_[meter], current_[meter]);
  }
}

std::optional<Counts> UsageOracle::peak_between(WallTime from, WallTime to) const {
  for (const WallTime at : disturbed_) {
    if (at > from - kDay && at < to + kDay) return std::nullopt;
  }
  if (closed_.empty() || closed_.front().start > from) return std::nullopt;  // too long ago
  if (disturbed_.size() >= kDisturbancesKept && disturbed_.front() > from - kDay) return std::nullopt;
  Counts peaks{};
  for (const ClosedRun& run : closed_) {
    if (run.end <= from || run.start >= to) continue;
    for (std::size_t meter = 0; meter < kMeterCount; ++meter) peaks[meter] = std::max(peaks[meter], run.peaks[meter]);
  }
  return peaks;
}

bool UsageOracle::disturbed_since(WallTime from) const {
  return std::any_of(disturbed_.begin(), disturbed_.end(), [from](WallTime at) { return at > from - kDay; });
}

void UsageOracle::compare(const OracleContext& context, const AgentState& after) const {
  if (after.sections.settings.control.overage_allowed != control_.overage_allowed)
    context.journal.violated("R-CTL-1", "License Control is not as it was set");
  if (after.seats.size() != seats_.size()) {
    context.journal.violated("R-USE-1", std::to_string(after.seats.size()) + " seats are signed in instead of " +
                                            std::to_string(seats_.size()));
  }
  for (std::size_t meter = 0; meter < kMeterCount; ++meter) {
    if (after.sections.usage.meters[meter].current != current_[meter]) {
      context.journal.violated("R-USE-3", "meter " + std::to_string(meter) + " shows " +
                                              std::to_string(after.sections.usage.meters[meter].current) +
                                              " instead of " + std::to_string(current_[meter]));
    }
  }
}

}  // namespace lic::sim
