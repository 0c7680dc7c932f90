#include "tests/simulation/oracle.hpp"

#include <algorithm>

namespace lic::sim {
namespace {

constexpr std::int64_t kBatchesPerStatus = 16;

// Reports are owed only by an instance that may report.
bool may_report(const OracleMemory& memory, const AgentState& after) {
  const Sections& sections = after.sections;
  return memory.standing.registered() && !sections.authorization.clone_suspected && !sections.installation.mismatch &&
         !sections.registration.leaving && !memory.standing.removal_confirmed();
}

bool is_refused(const Seen& seen) {
  return std::ranges::any_of(seen.step->effects, [&seen](const Effect& effect) {
    const auto* answer = std::get_if<Answer>(&effect);
    return answer != nullptr && seen.envelope->request && answer->to == *seen.envelope->request &&
           std::holds_alternative<Error>(answer->answer);
  });
}

// The yardstick of what is counted changes, so the interval ends here.
bool breaks_interval(const Seen& seen) {
  const Event& event = seen.envelope->event;
  if (is_refused(seen)) return false;
  if (const auto* install = std::get_if<InstallReservation>(&event)) return !install->dry_run;
  return std::holds_alternative<ReturnReservation>(event) || std::holds_alternative<FactoryReset>(event) ||
         std::holds_alternative<SetLicenseType>(event);
}

}  // namespace

void Oracle::see(const std::vector<Seen>& batch, const Around& around, bool committed, Millis calm) {
  if (batch.empty()) return;
  const AgentState& after = around.after;
  const bool registered = std::holds_alternative<Registered>(after.sections.registration.standing);
  memory_.usage.begin_batch(registered == memory_.standing.registered() ? std::optional(registered) : std::nullopt);
  for (const Seen& seen : batch) see_step(seen, around);
  const Now now = batch.back().envelope->now;
  static_cast<void>(memory_.time.compare(context_, after.sections.clock, now));
  const TrustedTime trusted = memory_.time.at(now);
  if (committed) memory_.time.on_commit(now);
  for (const AnsweredExchange& answered : retried_) {
    memory_.exchange.check_retry(context_, answered, after.sections, trusted);
  }
  retried_.clear();

  if (memory_.standing.registration_is_new()) {
    // Rules are silent on what a new registration does to a running OOC episode: the core decides, the oracle follows.
    if (std::holds_alternative<InCompliance>(after.sections.compliance.phase)) memory_.compliance.reset();
    memory_.reports.forget();
    memory_.standing.registration_seen();
  }
  const Standing& standing = after.sections.registration.standing;
  if (std::holds_alternative<Unregistered>(standing) || std::holds_alternative<Reserved>(standing)) {
    memory_.compliance.reset();
    memory_.reports.forget();
  }
  memory_.reservation.compare(context_, after);
  const bool evaluated = memory_.standing.evaluates();
  memory_.standing.follow_mode(memory_.reservation.classic(), memory_.reservation.lacks());
  memory_.standing.compare(context_, after, memory_.compliance, trusted);
  // What was used under evaluation is not reported (R-EVAL-3).
  if (evaluated && !memory_.standing.evaluates()) memory_.usage.begin_reporting(now.wall);
  // The fallback to the evaluation forgets the episode, which had come to no enforcement (R-REG-7).
  if (memory_.standing.standing() == StandingOracle::Standing::expired_free) memory_.compliance.reset();
  memory_.compliance.compare(context_, after.sections.compliance);
  memory_.usage.compare(context_, after);
  if (++batches_ % kBatchesPerStatus == 0) {
    memory_.standing.compare_status(context_, after, memory_.compliance, now, trusted);
  }
  memory_.schedule.compare(context_, after, memory_.standing, trusted, calm);
  memory_.settings.compare(context_, after, trusted, calm);
  memory_.drawer.compare(context_, after, trusted, calm);
  memory_.grants.compare(context_, after);
  if (committed) memory_.reports.after_commit(context_, batch, around.disk, memory_.standing.instance());
}

// SSM's signed time may move trusted time before its answer is looked at (R-TIME-2, R-TIME-5). Replies come alone in
// their batch, so that `after` is the state right behind this step.
void Oracle::adopt_time(const Seen& seen, const AgentState& after) {
  if (!std::holds_alternative<SsmReplied>(seen.envelope->event)) return;
  const Millis back = memory_.time.compare(context_, after.sections.clock, seen.envelope->now);
  if (back < Millis{0}) memory_.schedule.caught_up(memory_.time.at(seen.envelope->now));
  if (back > Millis{0}) memory_.standing.given_back(context_, after, back, memory_.time.at(seen.envelope->now));
}

// R-LIFE-6.
void Oracle::begin_anew() {
  memory_.exchange.forget_open();
  memory_.reports.on_factory_reset();
  memory_.compliance.reset();
  memory_.standing.on_factory_reset();
  memory_.schedule = {};
  memory_.settings = {};
  memory_.drawer.on_factory_reset();
  memory_.grants = {};
  memory_.usage.forget_control();
}

// Commands come alone in their batch, so that `before` and `after` are those of the step.
void Oracle::see_command(const Seen& seen, const Around& around, TrustedTime now) {
  const bool was_classic = memory_.reservation.classic();
  memory_.reservation.on_step(context_, seen, around.before, around.after, now);
  if (memory_.reservation.classic() != was_classic)
    memory_.standing.follow_mode(memory_.reservation.classic(), memory_.reservation.lacks());
  const Event& event = seen.envelope->event;
  if (memory_.reservation.was_factory_reset()) {
    check_nothing_left(context_, around.before, around.after, *seen.step);
    begin_anew();
  }
  if (!breaks_interval(seen)) return;
  memory_.usage.follow(around.after, seen.envelope->now);
  // The type that holds already changes nothing, and the limits are those of its fields.
  const bool another_type = around.before.settings.license != around.after.sections.settings.license;
  if (std::holds_alternative<SetLicenseType>(event) && another_type) memory_.usage.forget_control();
}

void Oracle::see_step(const Seen& seen, const Around& around) {
  const Envelope& envelope = *seen.envelope;
  const AgentState& after = around.after;
  memory_.time.on_event(envelope);
  memory_.standing.pass(context_, memory_.time.at(envelope.now));
  adopt_time(seen, after);
  const TrustedTime now = memory_.time.at(envelope.now);
  memory_.standing.pass(context_, now);
  memory_.standing.on_event(context_, envelope);
  memory_.schedule.on_event(envelope, now);
  const auto* replied = std::get_if<SsmReplied>(&envelope.event);
  const bool awaited = replied != nullptr && memory_.exchange.awaits(replied->reply.exchange);
  memory_.settings.on_event(envelope, awaited, is_refused(seen));
  if (awaited) memory_.grants.on_reply(*replied);
  memory_.usage.reserve(memory_.reservation.limits(context_, now));
  const std::vector<ClosedPeriod> periods = memory_.usage.on_event(context_, seen, breaks_interval(seen));
  if (may_report(memory_, after)) memory_.reports.ended(context_, periods);
  see_command(seen, around, now);
  memory_.reservation.observe(context_, memory_.usage.in_use(), now);

  if (const auto answered = memory_.exchange.on_event(context_, envelope)) {
    memory_.compliance.on_answer(context_, *answered, now);
    if (memory_.usage.disturbed_since(memory_.compliance.first_end())) {
      memory_.compliance.follow(after.sections.compliance, now);
    }
    memory_.standing.on_answer(context_, *answered, now);
    memory_.drawer.on_answer(context_, *answered, after);
    retried_.push_back(*answered);
  }
  if (memory_.exchange.heard()) memory_.schedule.on_reply(*memory_.exchange.heard(), now);
  memory_.exchange.on_effects(context_, seen);
  memory_.drawer.on_effects(context_, seen);
  memory_.schedule.on_effects(context_, seen, memory_.standing, now);
  for (const Effect& effect : seen.step->effects) {
    const auto* send = std::get_if<SendRequest>(&effect);
    const auto* body = send == nullptr ? nullptr : std::get_if<AuthorizationRequest>(&send->request.body);
    if (body == nullptr) continue;
    memory_.reports.check_sent(context_, *body, memory_.usage, after.sections.registration.leaving.has_value());
    memory_.compliance.check_sent(context_, *body);
  }
}

void Oracle::check_invariants_of(const AgentState& state) {
  const std::vector<std::string> broken = check_invariants(state);
  if (!broken.empty()) context_.journal.violated("invariant", broken.front());
}

// R-REG-2, R-REG-5: what no state names any more is destroyed.
void Oracle::check_shelf(const AgentState& state, const KeyShelf& shelf) {
  const std::set<std::string> keys = named_keys(state.sections);
  for (const std::string& key : shelf.keys) {
    if (!keys.count(key)) context_.journal.violated("R-REG-5", "key " + key + " is named by nothing and still there");
  }
  DrawerOracle::check_shelf(context_, state.sections, shelf);
  const std::set<std::string> tokens = named_tokens(state.sections);
  for (const std::string& token : shelf.tokens) {
    if (!tokens.count(token)) context_.journal.violated("R-REG-2", "token " + token + " outlives its registration");
  }
}

}  // namespace lic::sim
