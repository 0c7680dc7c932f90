// How attempts are remembered and told; the texts every failure must have (R-STAT, R-REG-3).
#include "agent/registration.hpp"

#include <algorithm>

#include "agent/draw.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

std::string remedy_of(const Refused& refused) {
  switch (refused.kind) {
    case RefusalKind::token_invalid: return "copy the token again from SSM, whole, and register with it";
    case RefusalKind::token_expired: return "make a new token at SSM and register with it";
    case RefusalKind::already_registered: return "use --force to register this product instance anew";
    case RefusalKind::instance_unknown:
      return "SSM no longer knows this product instance; register it again with --force";
    case RefusalKind::clone_suspected:
      return "another copy of this machine talks to SSM under the same identity; reregister here or there with --force";
    case RefusalKind::certificate: return "register again with --force";
    case RefusalKind::other: return "read SSM's words above; the account's administrator can see more at SSM";
  }
  return {};
}

// R-REG-3: not trusted = 8, clock = 8, network = 6.
ErrorCode code_of(FailureCause cause) {
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

FailureCause cause_of(RefusalKind kind) {
  const bool token = kind == RefusalKind::token_invalid || kind == RefusalKind::token_expired;
  return token ? FailureCause::token : FailureCause::account;
}

}  // namespace

void note_failure(Turn& turn, Retry& retry, const Setback& setback) {
  ++retry.failures;
  if (!retry.first_failed_at) retry.first_failed_at = turn.trusted;
  const Millis drawn = draw_around(turn.dice, setback.purpose, setback.delay, turn.policy.retry_jitter_percent);
  retry.next_attempt_at = turn.trusted + std::max(drawn, setback.after.value_or(Millis{0}));
}

AttemptRecord attempt_succeeded(const Turn& turn, std::string text) {
  return {turn.trusted, AttemptRecord::Outcome::succeeded, std::nullopt, std::move(text), {}};
}

AttemptRecord attempt_failed(const Turn& turn, const ExchangeFailed& failed) {
  return {turn.trusted, AttemptRecord::Outcome::failed, failed.cause, failed.text, failed.remedy};
}

AttemptRecord attempt_refused(const Turn& turn, const Refused& refused) {
  return {turn.trusted, AttemptRecord::Outcome::refused, cause_of(refused.kind), refused.text, remedy_of(refused)};
}

Error error_of(const Turn& turn, const ExchangeFailed& failed, std::optional<TrustedTime> next_attempt) {
  Error error{code_of(failed.cause), failed.text, failed.remedy};
  error.cause = failed.cause;
  if (next_attempt) error.next_attempt = to_wall(turn.state.sections.clock, *next_attempt);
  return error;
}

Error error_of(const Refused& refused) {
  Error error{ErrorCode::rejected_by_ssm, "SSM refused: " + refused.text, remedy_of(refused)};
  error.cause = cause_of(refused.kind);
  return error;
}

}  // namespace lic
