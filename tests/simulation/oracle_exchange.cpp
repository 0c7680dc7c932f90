#include "tests/simulation/oracle_exchange.hpp"

#include <algorithm>
#include <vector>

namespace lic::sim {
namespace {

constexpr std::size_t kSendsADayMax = 90;
constexpr std::size_t kExchangesRemembered = 400;

bool carries_reports(const SsmRequest& request) {
  const auto* body = std::get_if<AuthorizationRequest>(&request.body);
  return body != nullptr && !body->reports.empty();
}

// The wait after the given number of failures in a row.
Millis wait_after(const std::vector<RetryStep>& schedule, int failures) {
  int passed = 0;
  for (std::size_t index = 0; index < schedule.size(); ++index) {
    passed += schedule[index].times;
    if (failures <= passed || index + 1 == schedule.size()) return schedule[index].after;
  }
  return kHour;
}

bool near(Millis wait, Millis nominal) {  // +-20 %, and a second for rounding
  return wait * 10 >= nominal * 8 - kSecond && wait * 10 <= nominal * 12 + 10 * kSecond;
}

}  // namespace

std::optional<AnsweredExchange> ExchangeOracle::on_event(const OracleContext& context, const Envelope& envelope) {
  static_cast<void>(context);
  heard_.reset();
  if (std::holds_alternative<Started>(envelope.event)) open_.reset();
  if (std::holds_alternative<RegisterCommand>(envelope.event)) registration_failures_ = 0;
  const auto* replied = std::get_if<SsmReplied>(&envelope.event);
  if (replied == nullptr || !open_ || replied->reply.exchange != open_->id) return std::nullopt;
  AnsweredExchange answered{*open_, &replied->reply};
  if (std::holds_alternative<PollRequest>(open_->body) && original_) answered.request = *original_;
  open_.reset();
  heard_ = answered;
  if (std::holds_alternative<IdentityGranted>(replied->reply.answer) && !answered.request.signer) version_ = 0;
  const auto* granted = std::get_if<AuthorizationGranted>(&replied->reply.answer);
  if (const auto* asked = std::get_if<AuthorizationRequest>(&answered.request.body); asked && granted) {
    // R-AUTH-9: a lower version makes no answer; the agent asks once more with 0.
    if (granted->version < version_ && asked->version != 0) return std::nullopt;
    version_ = granted->version;
  }
  return answered;
}

void ExchangeOracle::on_effects(const OracleContext& context, const Seen& seen) {
  for (const Effect& effect : seen.step->effects) {
    if (const auto* cancel = std::get_if<CancelRequest>(&effect)) {
      if (open_ && open_->id == cancel->exchange) open_.reset();
    }
    if (const auto* send = std::get_if<SendRequest>(&effect)) on_send(context, send->request, seen.envelope->now.boot);
  }
}

void ExchangeOracle::on_send(const OracleContext& context, const SsmRequest& request, BootTime now) {
  if (open_) context.journal.violated("R-REG-1", "a second exchange was started while one was in flight");
  open_ = request;
  const bool poll = std::holds_alternative<PollRequest>(request.body);
  const auto found = known_.find(request.id.value);
  const bool repeated = found != known_.end();
  if (!poll) original_ = request;
  if (repeated) {
    Known& known = found->second;
    if (known.sequence != request.sequence) {
      context.journal.violated("R-ID-1", "a repeat carries another sequence number");
    }
    if (!poll && known.request && !(known.request->body == request.body)) {
      context.journal.violated("R-ID-1", "a repeat with the same exchange id says something else");
    }
    if (poll && ++known.polls > context.policy.polls_max + 1) {
      context.journal.violated("R-AUTH-8", "one exchange was polled for too often");
    }
  } else {
    Known known{request.sequence, std::nullopt, 0};
    if (!poll) known.request = request;
    known_.emplace(request.id.value, known);
    // A goodbye may wait for a year before it is repeated (R-REG-9).
    if (!std::holds_alternative<DeregistrationRequest>(request.body)) recent_.push_back(request.id.value);
    if (recent_.size() > kExchangesRemembered) {
      known_.erase(recent_.front());
      recent_.pop_front();
    }
    if (request.signer) {
      std::int64_t& highest = highest_[request.signer->instance.value];
      if (request.sequence <= highest) {
        context.journal.violated("R-ID-1", "the sequence number does not rise: " + std::to_string(request.sequence));
      }
      highest = request.sequence;
    }
  }
  if (poll || carries_reports(request)) return;
  if (!sends_.empty() && now < sends_.back()) sends_.clear();  // another boot
  while (!sends_.empty() && now - sends_.front() > kDay) sends_.pop_front();
  sends_.push_back(now);
  if (sends_.size() > kSendsADayMax) {
    context.journal.violated("R-TIME-3", "a storm: more than " + std::to_string(kSendsADayMax) + " requests in a day");
  }
}

void ExchangeOracle::about_to_send(const OracleContext& context, const SsmRequest& request, const VirtualDisk& disk) {
  const auto& pending = disk.sections.exchange.pending;
  if (disk.fresh || !pending || pending->request.id != request.id || pending->request.sequence != request.sequence) {
    context.journal.violated("architecture 4", "a request leaves before the disk knows of it");
  }
}

void ExchangeOracle::check_retry(const OracleContext& context, const AnsweredExchange& answered, const Sections& after,
                                 TrustedTime now) {
  const auto* failed = std::get_if<ExchangeFailed>(&answered.reply->answer);
  const bool registers = std::holds_alternative<RegistrationRequest>(answered.request.body);
  if (registers && std::holds_alternative<TryAgainLater>(answered.reply->answer)) ++registration_failures_;
  if (failed == nullptr || failed->after || after.registration.leaving) return;
  if (registers) {
    ++registration_failures_;
    if (!after.registration.attempt || !after.registration.attempt->retry.next_attempt_at) return;
    const Millis wait = *after.registration.attempt->retry.next_attempt_at - now;
    if (!near(wait, wait_after(context.policy.registration_retry, registration_failures_))) {
      context.journal.violated("R-REG-3", "registration is tried again after " + std::to_string(wait / kSecond) +
                                              " s, failure " + std::to_string(registration_failures_));
    }
  }
  for (const Goodbye& goodbye : after.drawer.goodbyes) {
    if (goodbye.request.id != answered.request.id || goodbye.retry.not_before) continue;
    const Millis wait = *goodbye.retry.next_attempt_at - now;
    if (wait > Millis{0} && wait <= 30 * kHour) continue;  // a try before a registration leaves the schedule as it was
    context.journal.violated("R-REG-9", "a goodbye is said again after " + std::to_string(wait / kSecond) + " s");
  }
  if (std::holds_alternative<AuthorizationRequest>(answered.request.body) &&
      after.authorization.retry.next_attempt_at && !after.authorization.retry.not_before) {
    const Millis wait = *after.authorization.retry.next_attempt_at - now;
    const bool known = std::any_of(context.policy.authorization_retry.begin(), context.policy.authorization_retry.end(),
                                   [wait](const RetryStep& step) { return near(wait, step.after); });
    if (!known) {
      context.journal.violated("R-AUTH-6",
                               "authorization is tried again after " + std::to_string(wait / kSecond) + " s");
    }
  }
}

}  // namespace lic::sim
