#include "tests/simulation/oracle_drawer.hpp"

#include <algorithm>

namespace lic::sim {
namespace {

// The certificate's end is SSM's calendar; the machine's may differ by less than an hour before SSM refuses to talk.
constexpr Millis kCalendarSlack = 2 * kHour;
constexpr Millis kPatience = 3 * kDay;  // the schedule ends in days, a fifth longer at most

bool is_silent(const Sections& sections) {
  return sections.installation.mismatch || sections.authorization.clone_suspected;
}

bool is_being_said(const Sections& sections, const std::string& instance) {
  const auto& pending = sections.exchange.pending;
  return pending && std::holds_alternative<DeregistrationRequest>(pending->request.body) &&
         pending->request.signer->instance.value == instance;
}

}  // namespace

void DrawerOracle::on_answer(const OracleContext& context, const AnsweredExchange& answered, const AgentState& after) {
  const auto* granted = std::get_if<IdentityGranted>(&answered.reply->answer);
  if (granted != nullptr) waiting_.erase(granted->instance.value);
  if (!std::holds_alternative<DeregistrationRequest>(answered.request.body)) return;
  const Signer& signer = *answered.request.signer;
  const std::string& instance = signer.instance.value;
  const SsmAnswer& answer = answered.reply->answer;
  if (std::holds_alternative<Deregistered>(answer) || std::holds_alternative<Refused>(answer)) {
    waiting_.erase(instance);
    over_.insert(instance);
    const SsmInstance* known = context.ssm.find(signer.instance);
    if (std::holds_alternative<Deregistered>(answer) && (known == nullptr || !known->removed))
      context.journal.violated("R-REG-9", "SSM has heard the goodbye of " + instance + " and keeps it");
    return;
  }
  // Whether a certificate about to end is still worth keeping is the core's to say; compare() knows the slack.
  const auto& kept = after.sections.drawer.goodbyes;
  const bool held = std::ranges::any_of(
      kept, [&instance](const Goodbye& goodbye) { return goodbye.request.signer->instance.value == instance; });
  const TrustedTime end{signer.certificate.not_after.time_since_epoch()};
  const bool ended = after.sections.clock.trusted > end - kCalendarSlack;
  if (held || !ended) waiting_[instance] = signer.certificate.not_after;
}

void DrawerOracle::on_effects(const OracleContext& context, const Seen& seen) const {
  for (const Effect& effect : seen.step->effects) {
    const auto* send = std::get_if<SendRequest>(&effect);
    if (send == nullptr || !std::holds_alternative<DeregistrationRequest>(send->request.body)) continue;
    const std::string& instance = send->request.signer->instance.value;
    if (over_.count(instance) > 0)
      context.journal.violated("R-REG-9", "a goodbye of " + instance + " is said although it is over");
  }
}

void DrawerOracle::compare(const OracleContext& context, const AgentState& after, TrustedTime now, Millis calm) {
  std::set<std::string> held;
  for (const Goodbye& goodbye : after.sections.drawer.goodbyes)
    if (!held.insert(goodbye.request.signer->instance.value).second)
      context.journal.violated("R-REG-9", "two goodbyes of one instance wait");
  for (const std::string& instance : held)
    if (waiting_.count(instance) == 0)
      context.journal.violated("R-REG-9", "the goodbye of " + instance + " waits without need");
  for (auto entry = waiting_.begin(); entry != waiting_.end();) {
    const auto& [instance, not_after] = *entry;
    const TrustedTime end{not_after.time_since_epoch()};
    if (held.count(instance) == 0) {
      const bool full = held.size() >= context.policy.goodbyes_max;
      if (now < end - kCalendarSlack && !full)
        context.journal.violated("R-REG-9", "the goodbye of " + instance + " was forgotten");
      over_.insert(instance);
      entry = waiting_.erase(entry);
      continue;
    }
    // Being said, it stays until the answer; on a disk that refuses it is not sent, so nothing answers.
    const bool unsent = calm < kCalendarSlack && is_being_said(after.sections, instance);
    if (now > end + kCalendarSlack && !unsent)
      context.journal.violated("R-REG-9", "a goodbye outlives its certificate");
    ++entry;
  }
  if (calm > kPatience && !waiting_.empty() && !is_silent(after.sections))
    context.journal.violated(
        "R-REG-9", "the goodbye of " + waiting_.begin()->first + " waits for days though nothing stands in the way");
}

// R-LIFE-6: everything goes, what was still to be said as well.
void DrawerOracle::on_factory_reset() {
  for (const auto& [instance, not_after] : waiting_) over_.insert(instance);
  waiting_.clear();
}

void DrawerOracle::check_shelf(const OracleContext& context, const Sections& sections, const KeyShelf& shelf) {
  for (const Goodbye& goodbye : sections.drawer.goodbyes)
    if (shelf.keys.count(goodbye.request.signer->key.value) == 0)
      context.journal.violated("R-REG-9", "the key of a goodbye that waits is gone");
}

}  // namespace lic::sim
