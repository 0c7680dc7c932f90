// How attempts are remembered and told; the texts every failure must have (R-STAT, R-REG-3).
#include "agent/registration.hpp"

#include <algorithm>

#include "agent/draw.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

FailureCode code_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::token_invalid: return FailureCode::token_invalid;
    case RefusalKind::token_expired: return FailureCode::token_expired;
    case RefusalKind::already_registered: return FailureCode::account_already_registered;
    case RefusalKind::instance_unknown: return FailureCode::account_instance_unknown;
    case RefusalKind::clone_suspected: return FailureCode::account_clone_suspected;
    case RefusalKind::certificate: return FailureCode::account_certificate;
    case RefusalKind::other: return FailureCode::account_refused;
  }
  return FailureCode::account_refused;
}

// R-REG-3: not trusted = 8, clock = 8, network = 6.
ErrorCode error_code_of(FailureCause cause) {
  switch (cause) {
    case FailureCause::dns:
    case FailureCause::tcp:
    case FailureCause::proxy:
    case FailureCause::tls:
    case FailureCause::http:
    case FailureCause::no_answer: return ErrorCode::unavailable;
    case FailureCause::protocol:
    case FailureCause::signature:
    case FailureCause::clock: return ErrorCode::data_corrupt;
    case FailureCause::account:
    case FailureCause::token: return ErrorCode::rejected_by_ssm;
  }
  return ErrorCode::internal;
}

}  // namespace

void note_failure(Turn& turn, Retry& retry, const Setback& setback) {
  ++retry.failures;
  if (!retry.first_failed_at) retry.first_failed_at = turn.trusted;
  const Millis drawn = draw_around(turn.dice, setback.purpose, setback.delay, turn.policy.retry_jitter_percent);
  retry.next_attempt_at = turn.trusted + drawn;
  retry.not_before.reset();
  if (!setback.after) return;
  // SSM may have told a whole fleet the same moment: obeyed, and left one by one (R-AUTH-8, R-TIME-6).
  const Millis part = *setback.after * turn.policy.retry_jitter_percent / 100;
  const Millis spread = std::max(std::min(part, turn.policy.interval), turn.policy.report_spread);
  retry.not_before = turn.trusted + *setback.after + draw_up_to(turn.dice, "retry_after_spread", spread);
  retry.next_attempt_at = std::max(*retry.next_attempt_at, *retry.not_before);
}

AttemptRecord attempt_succeeded(const Turn& turn, std::string text) {
  return {turn.trusted, AttemptRecord::Outcome::succeeded, std::nullopt, std::move(text), {}};
}

AttemptRecord attempt_failed(const Turn& turn, const ExchangeFailed& failed) {
  return {turn.trusted, AttemptRecord::Outcome::failed, failed.code, failed.text, failed.remedy};
}

AttemptRecord attempt_refused(const Turn& turn, const Refused& refused) {
  return {turn.trusted, AttemptRecord::Outcome::refused, code_of(refused.kind), refused.text,
          remedy_of(code_of(refused.kind))};
}

Error error_of(const Turn& turn, const ExchangeFailed& failed, std::optional<TrustedTime> next_attempt) {
  Error error{error_code_of(failed.cause()), failed.text, failed.remedy};
  error.failure = failed.code;
  if (next_attempt) error.next_attempt = to_wall(turn.state.sections.clock, *next_attempt);
  return error;
}

Error error_of(const Turn& turn, const Refused& refused, std::optional<TrustedTime> next_attempt) {
  Error error{ErrorCode::rejected_by_ssm, "SSM refused: " + refused.text, remedy_of(code_of(refused.kind))};
  error.failure = code_of(refused.kind);
  if (next_attempt) error.next_attempt = to_wall(turn.state.sections.clock, *next_attempt);
  return error;
}

}  // namespace lic
