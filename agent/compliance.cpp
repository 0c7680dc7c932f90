#include "agent/compliance.hpp"

#include <algorithm>

#include "agent/status.hpp"

namespace lic {
namespace {

void raise_to(Quantities& highest, const Quantities& asked) {
  for (const auto& [name, count] : asked) {
    std::int64_t& kept = highest[name];
    kept = std::max(kept, count);
  }
}

bool covers(const Quantities& asked, const Quantities& locked) {
  return std::ranges::all_of(locked, [&asked](const auto& lock) {
    const auto found = asked.find(lock.first);
    // What the catalog no longer asks for cannot be covered and need not be.
    return lock.first == seats_name() || found == asked.end() || found->second >= lock.second;
  });
}

bool tolerance_is_over(const Tolerated& tolerated, const Policy& policy) {
  // A calendar that NTP slews by milliseconds must not cost an interval; what is no clock step is no difference.
  return tolerated.last_report_end - tolerated.first_report_end + policy.clock_jump >= policy.tolerance;
}

// Tolerance over: every counted entitlement locks at the highest quantity reported since the episode began (R-OOC-3).
void lock(Turn& turn, const Tolerated& tolerated) {
  const Locked locked{turn.trusted, tolerated.highest};
  turn.state.sections.compliance.phase = locked;
  turn.record("OUT_OF_COMPLIANCE",
              "Tolerance is over; reports are locked at the highest quantities until licenses are bought.", 1);
}

void leave(Turn& turn) {
  turn.state.sections.compliance.phase = InCompliance{};
  turn.record("IN_COMPLIANCE", "SSM answers in compliance again.", 5);
}

void judge_scheduled_ooc(Turn& turn, const Verdict& verdict) {
  auto& phase = turn.state.sections.compliance.phase;
  if (auto* tolerated = std::get_if<Tolerated>(&phase)) {
    ++tolerated->count;
    tolerated->last_report_end = std::max(tolerated->last_report_end, *verdict.report_end);
    raise_to(tolerated->highest, verdict.asked);
  } else {
    phase = Tolerated{1, turn.trusted, *verdict.report_end, *verdict.report_end, verdict.asked};
  }
  const Tolerated tolerated = std::get<Tolerated>(phase);
  if (tolerance_is_over(tolerated, turn.policy)) lock(turn, tolerated);
}

void judge_tolerant(Turn& turn, const Verdict& verdict) {
  auto& phase = turn.state.sections.compliance.phase;
  if (auto* locked = std::get_if<Locked>(&phase)) {
    if (verdict.out_of_compliance)
      raise_to(locked->locked, verdict.asked);
    else if (covers(verdict.asked, locked->locked))
      leave(turn);
    return;
  }
  if (!verdict.report_end) return;  // answers outside report times neither advance nor reset (R-OOC-1)
  if (verdict.out_of_compliance)
    judge_scheduled_ooc(turn, verdict);
  else if (!std::holds_alternative<InCompliance>(phase))
    leave(turn);
}

void judge_immediate(Turn& turn, const Verdict& verdict) {
  auto& phase = turn.state.sections.compliance.phase;
  const bool was_in = std::holds_alternative<InCompliance>(phase);
  if (verdict.out_of_compliance && was_in) {
    phase = Entered{turn.trusted};
    turn.record("OUT_OF_COMPLIANCE", "SSM answers out of compliance.", 1);
  } else if (!verdict.out_of_compliance && !was_in) {
    leave(turn);
  }
}

}  // namespace

const EntitlementName& seats_name() {
  static const EntitlementName name{"seats"};
  return name;
}

void judge(Turn& turn, const Verdict& verdict) {
  if (turn.policy.ooc_policy == OocPolicy::tolerant)
    judge_tolerant(turn, verdict);
  else
    judge_immediate(turn, verdict);
}

std::int64_t lock_of(const ComplianceState& compliance, const EntitlementName& entitlement) {
  const auto* locked = std::get_if<Locked>(&compliance.phase);
  if (locked == nullptr) return 0;
  const auto found = locked->locked.find(entitlement);
  return found == locked->locked.end() ? 0 : found->second;
}

std::optional<int> tolerance_minutes_left(const ComplianceState& compliance, const Policy& policy) {
  const auto* tolerated = std::get_if<Tolerated>(&compliance.phase);
  if (tolerated == nullptr) return std::nullopt;
  const Millis left = policy.tolerance - (tolerated->last_report_end - tolerated->first_report_end);
  return static_cast<int>(std::chrono::round<std::chrono::minutes>(left).count());
}

OocPhase ooc_phase(const ComplianceState& compliance) {
  struct Visitor {
    OocPhase operator()(const InCompliance&) const { return OocPhase::none; }
    OocPhase operator()(const Tolerated&) const { return OocPhase::tolerated; }
    OocPhase operator()(const Locked&) const { return OocPhase::locked; }
    OocPhase operator()(const Entered&) const { return OocPhase::entered; }
  };
  return std::visit(Visitor{}, compliance.phase);
}

namespace {

struct Side {
  std::int64_t reported = 0;
  std::int64_t purchased = 0;
  bool known = false;
};

Side side_of(const AgentState& state, const Entitlement& entitlement) {
  const auto& reported = state.sections.usage.last_reported;
  const auto& answers = state.sections.authorization.answers;
  const auto count = reported.find(entitlement.name);
  const auto answer = std::ranges::find(answers, entitlement.tag, &EntitlementAnswer::tag);
  if (answer == answers.end() || !answer->purchased) return {};
  return {count == reported.end() ? 0 : count->second, *answer->purchased, true};
}

}  // namespace

Quantities shortfall(const AgentState& state, const Policy& policy) {
  Quantities missing;
  Side premium, standard;
  const Entitlement* standard_entitlement = nullptr;
  for (const Entitlement& entitlement : current_type(state, policy).entitlements) {
    if (entitlement.mode != EntitlementMode::counted || !entitlement.meter) continue;
    const Side side = side_of(state, entitlement);
    if (*entitlement.meter == Meter::standard) {
      standard = side;
      standard_entitlement = &entitlement;
      continue;
    }
    if (*entitlement.meter == Meter::premium) premium = side;
    if (side.known && side.reported > side.purchased) missing[entitlement.name] = side.reported - side.purchased;
  }
  if (standard_entitlement != nullptr && standard.known) {
    const std::int64_t premium_short = std::max<std::int64_t>(0, premium.reported - premium.purchased);
    const std::int64_t all_short = premium.reported + standard.reported - premium.purchased - standard.purchased;
    const std::int64_t standard_short = std::max<std::int64_t>(0, all_short) - premium_short;
    if (standard_short > 0) missing[standard_entitlement->name] = standard_short;
  }
  return missing;
}

}  // namespace lic
