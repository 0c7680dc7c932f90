#include "agent/provisioning.hpp"

#include <string>
#include <utility>

#include "agent/names.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

constexpr int kBlockedSeverity = 4;

struct Block {
  int bits = 0;
  std::string reasons;
};

Block block_of(const EnforcementView& view, TrustedTime now) {
  Block block;
  for (const EnforcementClock& clock : view.clocks) {
    if (now < clock.enforced_at) continue;
    block.bits |= 1 << static_cast<int>(clock.reason);
    if (!block.reasons.empty()) block.reasons += ", ";
    block.reasons += name_of(clock.reason);
  }
  return block;
}

std::optional<Block> block_now(const Turn& turn) {
  const EnforcementView view = enforcement(turn.state, turn.trusted, turn.policy);
  if (view.state != EnforcementAxis::enforced) return std::nullopt;
  return block_of(view, turn.trusted);
}

std::string actions(const Policy& policy) {
  std::string list;
  for (const std::string& action : policy.blocked_when_enforced) list += (list.empty() ? "" : ", ") + action;
  return list.empty() ? "nothing, as the catalog says" : list;
}

}  // namespace

std::string blocked_and_why(const EnforcementView& view, TrustedTime now, const Policy& policy) {
  return actions(policy) + "; reasons: " + block_of(view, now).reasons;
}

std::optional<int> told_reasons(const AgentState& state) {
  const auto& told = state.sections.alarms.told;
  const auto found = told.find(AlarmCode::system_in_enforcement_state);
  return found == told.end() ? std::nullopt : std::optional(found->second.step);
}

void tell_provisioning(Turn& turn, std::optional<int> told_before) {
  const auto block = block_now(turn);
  if (!block) {
    if (told_before) turn.record("PROVISIONING_ALLOWED", "Provisioning is allowed again.");
    return;
  }
  if (told_before == block->bits) return;
  turn.state.sections.alarms.told[AlarmCode::system_in_enforcement_state].step = block->bits;
  turn.record("PROVISIONING_BLOCKED",
              "Provisioning is blocked: " + actions(turn.policy) + ". Reasons: " + block->reasons + ".",
              kBlockedSeverity);
}

}  // namespace lic
