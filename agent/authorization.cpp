#include "agent/authorization.hpp"

#include <algorithm>
#include <utility>

#include "agent/compliance.hpp"
#include "agent/draw.hpp"
#include "agent/identity.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/outbox.hpp"
#include "agent/registration.hpp"
#include "agent/status.hpp"
#include "agent/usage.hpp"

namespace lic {
namespace {

void earliest(std::optional<TrustedTime>& due, const std::optional<TrustedTime>& other) {
  if (other && (!due || *other < *due)) due = other;
}

// invalid_tag alone never starts OOC (R-AUTH-2).
bool says_out_of_compliance(const AuthorizationGranted& granted) {
  bool explained = false;
  for (const EntitlementAnswer& answer : granted.entitlements) {
    if (answer.status == EntitlementStatus::out_of_compliance) return true;
    explained = explained || answer.status == EntitlementStatus::invalid_tag ||
                answer.status == EntitlementStatus::not_authorized;
  }
  return !granted.overall_in_compliance && !explained;
}

Quantities asked_of(const Turn& turn, const AuthorizationRequest& request) {
  Quantities asked;
  for (const EntitlementCount& count : request.entitlements) {
    const Entitlement* entitlement = find_by_tag(turn.license_type(), count.tag);
    if (entitlement == nullptr) continue;
    if (entitlement->mode == EntitlementMode::counted || entitlement->mode == EntitlementMode::version)
      asked[entitlement->name] = count.count;
  }
  return asked;
}

void set_due_times(Turn& turn, const AuthorizationGranted& granted) {
  AuthorizationState& authorization = turn.state.sections.authorization;
  const Policy& policy = turn.policy;
  Millis period = policy.authorization_renewal;
  if (granted.renew_interval && *granted.renew_interval > Millis{0})
    period = std::clamp(*granted.renew_interval, policy.renew_interval_min, period);
  const Millis window = std::min(policy.authorization_renewal_window, period / 10);
  authorization.renew_at = turn.trusted + draw_early(turn.dice, "authorization_renewal", period, window);
  Millis validity = policy.authorization_validity;
  if (granted.expires) {
    const Millis offset = turn.state.sections.clock.ssm_offset.value_or(Millis{0});
    validity = std::min(validity, *granted.expires - (turn.now.wall + offset));
  }
  authorization.deadline_at = turn.trusted + validity;
}

void note_removal(Turn& turn, bool entitlement_refused) {
  auto& removal = turn.state.sections.authorization.removal;
  if (!entitlement_refused)
    removal.reset();
  else if (!removal || !removal->confirmed_at)
    removal = Removal{turn.trusted, turn.trusted, false};
}

// While anything is out of compliance SSM is asked every 12 hours besides the reports (R-AUTH-5).
void set_compliance_poll(Turn& turn) {
  auto& poll = turn.state.sections.authorization.compliance_poll_at;
  poll.reset();
  if (!std::holds_alternative<InCompliance>(turn.state.sections.compliance.phase))
    poll = turn.trusted + draw_early(turn.dice, "compliance_poll", turn.policy.ooc_poll, turn.policy.ooc_poll / 10);
}

// An SSM that does not know reports has counted the quantities themselves.
std::vector<std::int64_t> accepted_rows(const AuthorizationRequest& request, const AuthorizationGranted& granted) {
  if (granted.accepted_reports) return *granted.accepted_reports;
  std::vector<std::int64_t> ids;
  for (const UsageReport& row : request.reports) ids.push_back(row.id);
  return ids;
}

bool has_unanswered(const AgentState& state) {
  return std::ranges::any_of(state.outbox, [](const auto& entry) { return !entry.second.answered; });
}

// Reports that SSM now has: judged in the order of their intervals, written to history, removed from the outbox.
void settle_reports(Turn& turn, const PendingExchange& exchange, const AuthorizationGranted& granted) {
  AgentState& state = turn.state;
  const auto& request = std::get<AuthorizationRequest>(exchange.request.body);
  std::vector<Report> carried;
  for (const auto& [key, report] : state.outbox)
    if (exchange.report && key <= *exchange.report && report.sent && !report.answered) carried.push_back(report);
  Verdict verdict{says_out_of_compliance(granted), std::nullopt, asked_of(turn, request)};
  if (!carried.empty()) {
    verdict.report_end = carried.back().end_trusted;
    verdict.asked[seats_name()] = carried.back().seats_reported;
  } else {
    const auto seats = state.sections.usage.last_reported.find(seats_name());
    if (seats != state.sections.usage.last_reported.end()) verdict.asked[seats_name()] = seats->second;
  }
  state.sections.usage.last_reported = verdict.asked;
  judge(turn, verdict);
  for (const Report& report : carried) complete_interval(turn, report);
  const bool progress = acknowledge(turn, accepted_rows(request, granted));
  if (exchange.report) mark_answered(turn, *exchange.report);
  const bool more = has_unanswered(state);
  if (auto& leaving = state.sections.registration.leaving) leaving->final_report_done = !(progress && more);
  auto& due = state.sections.authorization.report_due_at;
  due.reset();
  // More is waiting: go on at once. A repeated exchange may have carried no report at all.
  if (more) due = turn.trusted;
}

}  // namespace

void handle(Turn& turn, const RenewAuthorizationCommand& event) {
  if (auto refused = refused_by_mode(turn.state)) return turn.answer(std::move(*refused));
  AgentState& state = turn.state;
  if (!std::holds_alternative<Registered>(state.sections.registration.standing)) {
    turn.answer(Error{ErrorCode::failed_precondition, "this product instance is not registered", "register it first"});
    return;
  }
  if (state.sections.authorization.clone_suspected || state.sections.installation.mismatch) {
    turn.answer(Error{ErrorCode::failed_precondition, "this copy must not talk to SSM under its old identity",
                      "register it anew with --force"});
    return;
  }
  state.sections.authorization.asked_for = true;
  if (event.wait)
    turn.wait_in(state.waiters.authorization);
  else
    turn.answer(CommandDone{true, false, "Renewal of the authorization is in progress."});
}

std::optional<TrustedTime> authorization_due_at(const AgentState& state) {
  const AuthorizationState& authorization = state.sections.authorization;
  if (!std::holds_alternative<Registered>(state.sections.registration.standing) || authorization.clone_suspected ||
      state.sections.installation.mismatch || state.sections.registration.leaving)
    return std::nullopt;
  if (authorization.asked_for) return TrustedTime{};
  // Report times always try; otherwise a failure is followed by the retry schedule alone (R-AUTH-6).
  std::optional<TrustedTime> due = authorization.report_due_at;
  if (authorization.retry.failures > 0) {
    earliest(due, authorization.retry.next_attempt_at);
  } else {
    earliest(due, authorization.renew_at);
    earliest(due, authorization.compliance_poll_at);
  }
  if (due && authorization.retry.not_before) due = std::max(*due, *authorization.retry.not_before);
  return due;
}

AuthorizationPlan plan_authorization(Turn& turn, bool final) {
  AgentState& state = turn.state;
  AuthorizationState& authorization = state.sections.authorization;
  Batch batch = freeze_batch(turn, final);
  // Outside report times the last reported quantities are repeated, never less than a lock (R-AUTH-1, R-OOC-4).
  const Quantities& counts = batch.last ? batch.asked : state.sections.usage.last_reported;
  AuthorizationPlan plan;
  plan.request.version = authorization.resend_with_zero ? 0 : authorization.response_version;
  for (const Entitlement& entitlement : turn.license_type().entitlements) {
    if (entitlement.mode == EntitlementMode::stored) continue;
    const auto found = counts.find(entitlement.name);
    std::int64_t count = 0;
    if (entitlement.mode == EntitlementMode::version) count = 1;
    if (entitlement.mode == EntitlementMode::counted)
      count = std::max(found == counts.end() ? 0 : found->second, lock_of(state.sections.compliance, entitlement.name));
    plan.request.entitlements.push_back({entitlement.tag, count, entitlement.version});
  }
  plan.request.reports = std::move(batch.rows);
  plan.report = batch.last;
  authorization.asked_for = false;
  authorization.report_due_at.reset();
  return plan;
}

void authorization_granted(Turn& turn, const PendingExchange& exchange, const AuthorizationGranted& granted) {
  AgentState& state = turn.state;
  AuthorizationState& authorization = state.sections.authorization;
  const auto& request = std::get<AuthorizationRequest>(exchange.request.body);
  if (!std::holds_alternative<Registered>(state.sections.registration.standing)) {
    acknowledge(turn, accepted_rows(request, granted));  // the registration ended while SSM was thinking
    return;
  }
  if (granted.version < authorization.response_version && request.version != 0) {
    authorization.resend_with_zero = true;  // R-AUTH-9: once more with 0, then SSM's number is taken
    authorization.asked_for = true;
    return;
  }
  if (state.sections.renewal.granted && exchange.request.signer &&
      exchange.request.signer->key == state.sections.renewal.new_key)
    promote_renewed(turn);
  authorization.resend_with_zero = false;
  authorization.response_version = granted.version;
  authorization.last_good_at = turn.trusted;
  authorization.retry = {};
  authorization.answers = granted.entitlements;
  Identity& identity = std::get<Registered>(state.sections.registration.standing).identity;
  if (!granted.smart_account.empty()) identity.smart_account = granted.smart_account;
  if (!granted.virtual_account.empty()) identity.virtual_account = granted.virtual_account;
  set_due_times(turn, granted);
  const auto refused = [](const EntitlementAnswer& answer) {
    return answer.status == EntitlementStatus::not_authorized;
  };
  note_removal(turn, std::ranges::any_of(granted.entitlements, refused));
  settle_reports(turn, exchange, granted);
  set_compliance_poll(turn);
  const std::string text =
      says_out_of_compliance(granted) ? "SSM answered: out of compliance." : "SSM answered: in compliance.";
  authorization.last_attempt = attempt_succeeded(turn, text);
  turn.answer_all(state.waiters.authorization, CommandDone{false, false, text});
}

namespace {

void back_off(Turn& turn, std::optional<Millis> after) {
  Retry& retry = turn.state.sections.authorization.retry;
  const Millis delay = retry_delay(turn.policy.authorization_retry, retry.failures + 1);
  note_failure(turn, retry, {"authorization_retry", delay, after});
}

}  // namespace

void note_unknown_instance(Turn& turn) {
  auto& removal = turn.state.sections.authorization.removal;
  if (!removal) {
    removal = Removal{turn.trusted, std::nullopt, true};
  } else if (!removal->whole_instance) {
    removal = Removal{turn.trusted, std::nullopt, true};
  } else if (!removal->confirmed_at && turn.trusted - removal->first_told_at >= turn.policy.removal_confirmation) {
    removal->confirmed_at = turn.trusted;
    turn.record("INSTANCE_REMOVED", "SSM says twice that it does not know this product instance.", 1);
  }
}

void note_clone(Turn& turn) {
  turn.state.sections.authorization.clone_suspected = true;
  turn.record("CLONE_SUSPECTED", "SSM suspects that another copy of this machine uses the same identity.", 2);
}

void authorization_refused(Turn& turn, const PendingExchange& exchange, const Refused& refused) {
  AuthorizationState& authorization = turn.state.sections.authorization;
  const RenewalState& renewal = turn.state.sections.renewal;
  const bool signed_with_new =
      renewal.granted && exchange.request.signer && exchange.request.signer->key == renewal.new_key;
  if (refused.kind == RefusalKind::certificate && signed_with_new) {
    drop_renewed(turn, refused.text);
    authorization.asked_for = true;
  }
  if (refused.kind == RefusalKind::instance_unknown) note_unknown_instance(turn);
  if (refused.kind == RefusalKind::clone_suspected) note_clone(turn);
  const bool news = !authorization.last_attempt || authorization.last_attempt->text != refused.text;
  authorization.last_attempt = attempt_refused(turn, refused);
  back_off(turn, refused.after);
  if (news) turn.record("AUTHORIZATION_RENEWAL_FAILED", "SSM refused the authorization: " + refused.text, 3);
  turn.answer_all(turn.state.waiters.authorization, error_of(turn, refused, authorization.retry.next_attempt_at));
}

void authorization_failed(Turn& turn, const ExchangeFailed& failed) {
  AuthorizationState& authorization = turn.state.sections.authorization;
  const bool first = authorization.retry.failures == 0;
  authorization.last_attempt = attempt_failed(turn, failed);
  back_off(turn, failed.after);
  if (first) turn.record("COMMUNICATION_FAILED", failed.text, 3);
  turn.answer_all(turn.state.waiters.authorization, error_of(turn, failed, authorization.retry.next_attempt_at));
}

}  // namespace lic
