#include "tests/simulation/oracle_standing.hpp"

#include <algorithm>
#include <string>

#include "agent/names.hpp"

namespace lic::sim {
namespace {
// The certificate's end is SSM's calendar, the machine's may differ by less than an hour before SSM refuses to talk.
constexpr Millis kCalendarSlack = 2 * kHour;
}  // namespace

void StandingOracle::pass(const OracleContext& context, TrustedTime now) {
  if (!begun_) {
    begun_ = true;
    counted_to_ = now;
  }
  if (evaluates() && now > counted_to_) used_ = std::min(context.policy.evaluation_period, used_ + (now - counted_to_));
  counted_to_ = now;
}

void StandingOracle::on_event(const OracleContext& context, const Envelope& envelope) {
  static_cast<void>(context);
  if (std::holds_alternative<DeregisterCommand>(envelope.event)) leaving_ = true;
}

void StandingOracle::on_answer(const OracleContext& context, const AnsweredExchange& answered, TrustedTime now) {
  const SsmAnswer& answer = answered.reply->answer;
  if (const auto* granted = std::get_if<IdentityGranted>(&answer)) {
    const bool renewal = std::holds_alternative<RenewalRequest>(answered.request.body);
    if (!renewal) {
      granted_now_ = true;
      new_registration_ = true;
      registered_at_ = now;
      begin_waiting(context, now);
      leaving_ = false;
      instance_ = granted->instance;
      not_after_ = granted->certificate.not_after;
      issued_at_ = now;
      recovered_ = false;
    }
    return;
  }
  if (const auto* refused = std::get_if<Refused>(&answer)) {
    // What SSM says to the goodbye of an earlier instance is no word about this one (R-REG-9).
    const bool ours = answered.request.signer && answered.request.signer->instance == instance_;
    if (refused->kind == RefusalKind::instance_unknown && ours) on_removal(context, now);
    return;
  }
  const auto* good = std::get_if<AuthorizationGranted>(&answer);
  if (good == nullptr) return;
  last_good_ = now;
  first_told_.reset();
  deadline_ = now + context.policy.authorization_validity;
  deadline_slack_ = kSecond;
  if (good->expires) {  // a repeated answer carries the date of its first time
    deadline_ = std::min(*deadline_, TrustedTime{good->expires->time_since_epoch()});
    deadline_slack_ = 70 * kMinute;  // SSM's clock back-dated by 5 minutes; clocks differ by up to an hour
  }
  // R-REG-5: the new certificate takes over with the first good exchange that it signed.
  const Certificate& signer = answered.request.signer->certificate;
  if (signer.not_after > not_after_) {
    not_after_ = signer.not_after;
    issued_at_ = now;
    recovered_ = false;
  }
}

// Nothing is known yet; the 90 days of silence count from here.
void StandingOracle::begin_waiting(const OracleContext& context, TrustedTime now) {
  last_good_.reset();
  deadline_ = now + context.policy.authorization_validity;
  deadline_slack_ = kSecond;
  first_told_.reset();
  confirmed_.reset();
}

// R-AUTH-7: told twice, at least an hour apart.
void StandingOracle::on_removal(const OracleContext& context, TrustedTime now) {
  if (confirmed_ || leaving_ || standing_ == Standing::unregistered) return;
  if (!first_told_) {
    first_told_ = now;
  } else if (now - *first_told_ >= context.policy.removal_confirmation) {
    confirmed_ = now;
  }
}

void StandingOracle::follow_axis(const OracleContext& context, const AgentState& after,
                                 const ComplianceOracle& compliance, TrustedTime now) {
  const auto& standing = after.sections.registration.standing;
  const auto* registered = std::get_if<Registered>(&standing);
  const auto* expired = std::get_if<RegistrationExpired>(&standing);
  const TrustedTime end{not_after_.time_since_epoch()};
  if (granted_now_ && registered == nullptr) {
    context.journal.violated("R-REG-1", "SSM granted an identity and the agent is not registered");
  }
  if (registered != nullptr) {
    if ((standing_ == Standing::unregistered || standing_ == Standing::reserved) && !granted_now_) {
      context.journal.violated("R-REG-1", "registered without SSM's grant");
    }
    const TrustedTime theirs{registered->identity.certificate.not_after.time_since_epoch()};
    if (theirs > end) {  // a renewal
      not_after_ = registered->identity.certificate.not_after;
      issued_at_ = now;
    } else if (now > end + kCalendarSlack) {
      context.journal.violated("R-REG-7", "still registered after the certificate's end");
    }
    if (standing_ == Standing::expired_free && !granted_now_) begin_waiting(context, now);
    if (standing_ == Standing::expired_free || standing_ == Standing::expired_kept) recovered_ = true;
    standing_ = Standing::registered;
  } else if (expired != nullptr) {
    if (standing_ == Standing::registered) {
      if (now < end - kCalendarSlack) context.journal.violated("R-REG-7", "the registration expired before its time");
      const bool enforcing = !clocks(context, compliance, now).empty();
      standing_ = enforcing ? Standing::expired_kept : Standing::expired_free;
      if (expired->enforcement_kept != enforcing) {
        context.journal.violated(
            "R-REG-7", enforcing ? "expiry lifted an enforcement" : "expiry keeps an enforcement that was none");
      }
    } else if (standing_ == Standing::unregistered) {
      context.journal.violated("R-REG-7", "an unregistered instance became expired");
    }
  } else {
    const auto* reserved = std::get_if<Reserved>(&standing);
    lacking_since_ = reserved == nullptr ? std::nullopt : reserved->lacking_since;
    const bool was_registered = standing_ != Standing::unregistered && standing_ != Standing::reserved;
    if (was_registered && !leaving_) {
      context.journal.violated("R-REG-3", "the registration was forgotten without a deregister");
    }
    standing_ = reserved == nullptr ? Standing::unregistered : Standing::reserved;
    leaving_ = false;
    last_good_.reset();
    deadline_.reset();
    first_told_.reset();
    confirmed_.reset();
  }
  granted_now_ = false;
}

void StandingOracle::compare(const OracleContext& context, const AgentState& after, const ComplianceOracle& compliance,
                             TrustedTime now) {
  follow_axis(context, after, compliance, now);
  compare_evaluation(context, after, now);
  compare_clocks(context, after, compliance, now);
  compare_authorization(context, after, compliance, now);
}

void StandingOracle::compare_evaluation(const OracleContext& context, const AgentState& after, TrustedTime now) {
  const EvaluationState& core = after.sections.evaluation;
  Millis theirs = core.used;
  if (core.running_since) theirs += now - *core.running_since;
  theirs = std::min(theirs, context.policy.evaluation_period);
  if (!within(theirs - used_, kSecond)) {
    context.journal.violated("R-EVAL-1", "evaluation used is " + std::to_string(theirs / kSecond) + " s instead of " +
                                             std::to_string(used_ / kSecond) + " s");
  }
  const bool may_run = evaluates() && used_ < context.policy.evaluation_period;
  if (core.running_since && !evaluates()) context.journal.violated("R-EVAL-2", "the evaluation runs while registered");
  if (!core.running_since && may_run)
    context.journal.violated("R-EVAL-1", "the evaluation stands still while unregistered");
}

void StandingOracle::given_back(const OracleContext& context, const AgentState& after, Millis amount, TrustedTime now) {
  const EvaluationState& core = after.sections.evaluation;
  Millis theirs = core.used;
  if (core.running_since) theirs += now - *core.running_since;
  theirs = std::min(theirs, context.policy.evaluation_period);
  if (theirs > used_ + kSecond || theirs < used_ - amount - kSecond || theirs < Millis{0}) {
    context.journal.violated("R-TIME-2", "evaluation used is " + std::to_string(theirs / kSecond) + " s after " +
                                             std::to_string(amount / kSecond) + " s were given back; it was " +
                                             std::to_string(used_ / kSecond) + " s");
  }
  used_ = theirs;
  counted_to_ = now;
}

}  // namespace lic::sim
