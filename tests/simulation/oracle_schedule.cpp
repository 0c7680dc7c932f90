#include "tests/simulation/oracle_schedule.hpp"

#include <algorithm>

namespace lic::sim {
namespace {
constexpr Millis kPatience = 30 * kHour;  // of a caller; delayed answers and retries within the first attempt included
}

void ScheduleOracle::on_event(const Envelope& envelope, TrustedTime now) {
  if (std::holds_alternative<RenewRegistrationCommand>(envelope.event)) asked_for_ = now;
}

void ScheduleOracle::on_reply(const AnsweredExchange& heard, TrustedTime now) {
  const SsmReply& reply = *heard.reply;
  if (reply.server_time) ssm_ahead_ = reply.server_time->time_since_epoch() - now.time_since_epoch();
  if (const auto* granted = std::get_if<IdentityGranted>(&reply.answer)) {
    next_certificate_ = granted->certificate;
    next_told_.clear();
    if (reply.renew_window) next_told_.push_back(*reply.renew_window);
    return;
  }
  if (!std::holds_alternative<AuthorizationGranted>(reply.answer) || !reply.renew_window) return;
  const Certificate& signer = heard.request.signer->certificate;
  if (signer == next_certificate_ && !(signer == certificate_))
    next_told_.push_back(*reply.renew_window);
  else
    wish(certificate_, *reply.renew_window, now);
}

// R-REG-4: used when inside the certificate's life; the same one again is no news.
void ScheduleOracle::wish(const Certificate& certificate, const RenewWindow& window, TrustedTime now) {
  if (told_ == window) return;
  told_ = window;
  if (window.start < certificate.not_before || window.start >= certificate.not_after) return;
  const auto trusted = [this](WallTime time) { return TrustedTime{time.time_since_epoch() - ssm_ahead_}; };
  wish_ = Wish{window, trusted(window.start), std::max(trusted(window.end), now + 2 * kHour)};
}

void ScheduleOracle::follow_certificate(const Certificate& certificate, TrustedTime now) {
  if (certificate == certificate_) return;
  certificate_ = certificate;
  told_.reset();
  wish_.reset();
  begun_ = false;
  if (certificate == next_certificate_)
    for (const RenewWindow& window : next_told_) wish(certificate, window, now);
  next_told_.clear();
}

void ScheduleOracle::on_effects(const OracleContext& context, const Seen& seen, const StandingOracle& standing,
                                TrustedTime now) {
  const Millis window = context.policy.registration_renewal_window;
  const TrustedTime due = wish_ ? wish_->from : standing.issued_at() + context.policy.registration_renewal - window;
  const bool due_now = now >= due - kHour;
  for (const Effect& effect : seen.step->effects) {
    // One that was due has begun with its key, and is retried daily when that cannot be made; a later window does not
    // call it off.
    begun_ = begun_ || (std::holds_alternative<PrepareKey>(effect) && standing.registered() && due_now);
    const auto* send = std::get_if<SendRequest>(&effect);
    const auto* renewal = send == nullptr ? nullptr : std::get_if<RenewalRequest>(&send->request.body);
    if (renewal == nullptr || !renewal_keys_.insert(renewal->new_key.value).second) continue;
    // What the operator asked for is retried daily when it fails (R-REG-6), until there is a newer certificate.
    if (asked_for_ && standing.issued_at() > *asked_for_) asked_for_.reset();
    if (standing.registered() && !standing.recovered() && !asked_for_ && !begun_ && !due_now) {
      context.journal.violated("R-REG-4", "the certificate is renewed " +
                                              std::to_string((now - standing.issued_at()) / kHour) + " h after issue" +
                                              (wish_ ? ", before SSM's window" : ""));
    }
    begun_ = begun_ || due_now;
  }
}

void ScheduleOracle::compare(const OracleContext& context, const AgentState& after, const StandingOracle& standing,
                             TrustedTime now, Millis calm) {
  const Sections& sections = after.sections;
  if (const auto* registered = std::get_if<Registered>(&sections.registration.standing))
    follow_certificate(registered->identity.certificate, now);
  if (!standing.registered() || sections.authorization.clone_suspected || standing.removal_confirmed()) return;
  if (now - caught_up_ < kDay) return;
  const Millis renewal = context.policy.authorization_renewal + kDay;
  // A new certificate is used at once, also after a time in which nothing could be sent.
  const TrustedTime good = std::max(standing.last_good().value_or(standing.registered_at()), standing.issued_at());
  // Once SSM has said that the instance is gone, and until it has said so twice, no exchange is good (R-AUTH-7).
  const bool is_gone = sections.authorization.removal.has_value();
  if (calm > 3 * kDay && !is_gone && now - good > renewal) {
    context.journal.violated("R-AUTH-1", "no good exchange for " + std::to_string((now - good) / kHour) +
                                             " h though nothing stood in the way");
  }
  const TrustedTime due = wish_ ? wish_->until : standing.issued_at() + context.policy.registration_renewal;
  if (calm > 6 * kDay && now > due + 5 * kDay) {
    context.journal.violated("R-REG-4", "the certificate is " + std::to_string((now - standing.issued_at()) / kHour) +
                                            " h old though nothing stood in the way");
  }
}

void CallerOracle::answered(const OracleContext& context, const Answer& answer) {
  if (waiting_.erase(answer.to.value) == 0) {
    context.journal.violated("R-REG-1",
                             "caller " + std::to_string(answer.to.value) + " was answered and does not wait");
  }
}

void CallerOracle::machine_slept(Millis amount) {
  for (auto& [request, at] : waiting_) at += amount;
}

void CallerOracle::check_patience(const OracleContext& context, MasterTime now) const {
  for (const auto& [request, at] : waiting_) {
    if (now - at > kPatience) {
      context.journal.violated("R-REG-1", "caller " + std::to_string(request) + " was never answered");
    }
  }
}

}  // namespace lic::sim
