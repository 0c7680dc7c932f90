// The reservation oracle's reading of the verbs: who is to be refused, and what the others leave.

#include <algorithm>
#include <string>

#include "tests/simulation/oracle_reservation.hpp"

namespace lic::sim {
namespace {

constexpr std::size_t kReturnedRemembered = 8;

// Nothing but time may differ after a refusal.
bool same_but_time(const Sections& before, const Sections& after) {
  const auto lacking_apart = [](RegistrationState registration) {
    if (auto* reserved = std::get_if<Reserved>(&registration.standing)) reserved->lacking_since.reset();
    return registration;
  };
  return before.reservation == after.reservation && before.settings == after.settings &&
         before.installation == after.installation && before.drawer == after.drawer &&
         before.usage.last_reported == after.usage.last_reported &&
         (lacking_apart(before.registration) == lacking_apart(after.registration) ||
          std::holds_alternative<Registered>(before.registration.standing));  // a certificate may just have ended
}

const Answered* answer_to(const Seen& seen) {
  for (const Effect& effect : seen.step->effects) {
    const auto* answer = std::get_if<Answer>(&effect);
    if (answer != nullptr && seen.envelope->request && answer->to == *seen.envelope->request) return &answer->answer;
  }
  return nullptr;
}

bool at_rest(const Sections& before) {
  return std::holds_alternative<Unregistered>(before.registration.standing) && !before.registration.attempt &&
         !before.registration.leaving;
}

}  // namespace

bool ReservationOracle::fits_machine(const Udi& udi) const {
  return udi.pid == machine_.pid && udi.serial == machine_.serial &&
         (udi.uuid.empty() || machine_.uuid.empty() || udi.uuid == machine_.uuid);
}

// R-SLR-2.
ReservationOracle::Verdict ReservationOracle::judge_install(const OracleContext& context, const AuthorizationCode& code,
                                                            TrustedTime now) const {
  if (!enabled_ || !fits_machine(code.udi)) return Verdict::refuse;
  if (installed_) {
    if (code.instance != installed_->instance || code.made_at <= installed_->made_at) return Verdict::refuse;
  } else if (request_.empty() || code.instance != instance_named_by(request_) || used_.count(code.instance.value) > 0) {
    return Verdict::refuse;
  }
  return judge_licenses(context, code, now);
}

ReservationOracle::Verdict ReservationOracle::judge_licenses(const OracleContext& context,
                                                             const AuthorizationCode& code, TrustedTime now) const {
  const LicenseType& type = context.policy.license_type;
  const auto ended = [now](const ReservedLicense& license) {
    return license.ends && license.ends->time_since_epoch() <= now.time_since_epoch();
  };
  if (std::ranges::any_of(code.licenses, [&type](const auto& one) { return find_by_tag(type, one.tag) == nullptr; }))
    return Verdict::refuse;
  for (const Entitlement& entitlement : type.entitlements) {
    const auto covers = [&](const ReservedLicense& one) { return one.tag == entitlement.tag && !ended(one); };
    if (is_mandatory(entitlement) && std::ranges::none_of(code.licenses, covers)) return Verdict::refuse;
  }
  // Of several licenses some have ended: the rules do not say whether the rest is worth installing.
  return std::ranges::any_of(code.licenses, ended) ? Verdict::either : Verdict::accept;
}

ReservationOracle::Verdict ReservationOracle::judge_return_of(const AuthorizationCode& code) const {
  if (installed_ && installed_->text == code.text) return Verdict::refuse;
  // It is for codes never installed (R-SLR-5).
  if (!classic_ && std::ranges::find(returned_, code.instance.value) != returned_.end()) return Verdict::refuse;
  const bool strange = installed_ || !enabled_ || !fits_machine(code.udi) || used_.count(code.instance.value) > 0;
  return strange ? Verdict::either : Verdict::accept;
}

struct ReservationOracle::Judge {
  const ReservationOracle& oracle;
  const OracleContext& context;
  const Sections& before;
  TrustedTime now;

  using V = Verdict;
  [[nodiscard]] V smart_exchange() const { return oracle.enabled_ || oracle.classic_ ? V::refuse : V::either; }
  [[nodiscard]] V way_to_ssm() const { return oracle.enabled_ ? V::refuse : V::either; }

  V operator()(const EnableReservation&) const {
    if (oracle.classic_ || !at_rest(before)) return oracle.enabled_ ? V::either : V::refuse;
    return oracle.enabled_ ? V::either : V::accept;
  }
  V operator()(const RequestReservation&) const {
    return oracle.enabled_ && !oracle.installed_ ? V::accept : V::refuse;
  }
  V operator()(const CancelReservation&) const { return oracle.request_.empty() ? V::refuse : V::accept; }
  V operator()(const InstallReservation& event) const { return oracle.judge_install(context, event.code, now); }
  V operator()(const ReturnReservation&) const { return oracle.installed_ ? V::accept : V::refuse; }
  V operator()(const ReturnAuthorization& event) const { return oracle.judge_return_of(event.code); }
  V operator()(const DisableReservation&) const {
    if (oracle.installed_) return V::refuse;
    return oracle.enabled_ && oracle.request_.empty() ? V::accept : V::either;
  }
  V operator()(const MigrateToSmart&) const {
    return oracle.classic_ && !context.policy.workforce_optimization ? V::accept : V::refuse;
  }
  V operator()(const FactoryReset&) const { return at_rest(before) && !oracle.enabled_ ? V::accept : V::either; }
  V operator()(const RegisterCommand&) const { return smart_exchange(); }
  V operator()(const RenewAuthorizationCommand&) const { return smart_exchange(); }
  V operator()(const RenewRegistrationCommand&) const { return smart_exchange(); }
  V operator()(const SetTransport&) const { return way_to_ssm(); }
  V operator()(const ResetTransport&) const { return way_to_ssm(); }
  V operator()(const SetLicenseType&) const { return oracle.installed_ ? V::refuse : V::either; }
  V operator()(const SetLicenseControl&) const {
    return std::holds_alternative<Registered>(before.registration.standing) ? V::either : V::refuse;
  }
  template <class Other>
  V operator()(const Other&) const {
    return V::either;
  }
};

void ReservationOracle::on_step(const OracleContext& context, const Seen& seen, const Sections& before,
                                const AgentState& after, TrustedTime now) {
  factory_reset_ = false;
  if (const auto* started = std::get_if<Started>(&seen.envelope->event)) {
    machine_ = started->udi;
    if (!begun_) classic_ = context.policy.knows_classic_mode && context.policy.first_mode == LicensingMode::classic;
    begun_ = true;
    // A request of another machine is of no use here (R-ID-3); the rules leave open when it goes.
    if (!(requested_for_ == machine_) && !after.sections.reservation.request) request_.clear();
  }
  if (seen.envelope->request) judge(context, seen, before, after, now);
  for (const Effect& effect : seen.step->effects) {
    if (std::holds_alternative<SendRequest>(effect) && (enabled_ || classic_))
      context.journal.violated(enabled_ ? "R-SLR-6" : "R-LIFE-1", "a request goes to SSM in this mode");
  }
}

void ReservationOracle::judge(const OracleContext& context, const Seen& seen, const Sections& before,
                              const AgentState& after, TrustedTime now) {
  const Answered* answer = answer_to(seen);
  const Verdict verdict = std::visit(Judge{*this, context, before, now}, seen.envelope->event);
  const bool refused = answer != nullptr && std::holds_alternative<Error>(*answer);
  if (verdict == Verdict::refuse && !refused)
    return context.journal.violated("R-SLR-6", "a verb was not refused that is to be refused here");
  if (verdict == Verdict::accept && refused)
    return context.journal.violated("R-SLR-1", "a verb was refused: " + std::get<Error>(*answer).what);
  if (refused && !same_but_time(before, after.sections))
    return context.journal.violated("R-SLR-2", "a refused verb changed something");
  if (!refused && answer != nullptr) accepted(context, seen, std::get_if<ReservationDone>(answer), after);
}

void ReservationOracle::accepted(const OracleContext& context, const Seen& seen, const ReservationDone* done,
                                 const AgentState& after) {
  const Event& event = seen.envelope->event;
  static const ReservationDone kNothing{};
  const ReservationDone& told = done == nullptr ? kNothing : *done;
  const ReservationState& state = after.sections.reservation;
  bool verb = true;
  if (std::holds_alternative<EnableReservation>(event)) {
    enabled_ = true;
  } else if (std::holds_alternative<RequestReservation>(event)) {
    requested(context, told);
  } else if (std::holds_alternative<CancelReservation>(event)) {
    request_.clear();
  } else if (const auto* install = std::get_if<InstallReservation>(&event)) {
    if (install->dry_run) return;
    took(context, *install, told);
  } else if (std::holds_alternative<ReturnReservation>(event)) {
    return_ = installed_->return_code;
    if (told.return_code != return_) context.journal.violated("R-SLR-5", "the answer tells another return code");
    returned_.push_back(installed_->instance.value);
    if (returned_.size() > kReturnedRemembered) returned_.pop_front();
    installed_.reset();
  } else if (const auto* given = std::get_if<ReturnAuthorization>(&event)) {
    return_ = given->code.return_code;
    if (told.return_code != return_) context.journal.violated("R-SLR-5", "the answer tells another return code");
    if (!installed_ || installed_->instance != given->code.instance) used_.insert(given->code.instance.value);
    if (!state.request && !request_.empty() && given->code.instance == instance_named_by(request_)) request_.clear();
  } else if (std::holds_alternative<DisableReservation>(event)) {
    enabled_ = false;
    request_.clear();
  } else if (std::holds_alternative<MigrateToSmart>(event)) {
    classic_ = false;
  } else if (std::holds_alternative<FactoryReset>(event)) {
    reset();
  } else {
    verb = false;
  }
  // A verb may begin a new story; nothing else makes a code that was told forgotten.
  const bool returned =
      std::holds_alternative<ReturnReservation>(event) || std::holds_alternative<ReturnAuthorization>(event);
  if (verb && state.confirmation_code.empty() && told.confirmation_code.empty()) confirmation_.clear();
  if (verb && state.return_code.empty() && !returned) return_.clear();
}

void ReservationOracle::requested(const OracleContext& context, const ReservationDone& done) {
  const bool again = !request_.empty() && requested_for_ == machine_;
  if (again && done.request_code != request_)
    context.journal.violated("R-SLR-1", "the open request was given another code");
  if (done.request_code == request_) return;
  if (!requests_ever_.insert(done.request_code).second)
    context.journal.violated("R-SLR-1", "a request code was given twice: " + done.request_code);
  request_ = done.request_code;
  requested_for_ = machine_;
  ++requests_made_;
  for (const Entitlement& entitlement : context.policy.license_type.entitlements) {
    const auto listed = std::ranges::find(done.licenses, entitlement.name, &LicenseToReserve::name);
    const bool marked = listed != done.licenses.end() && listed->mandatory;
    if (is_mandatory(entitlement) && !marked)
      context.journal.violated("R-SLR-1", entitlement.name.value + " is not marked as mandatory");
  }
}

void ReservationOracle::took(const OracleContext& context, const InstallReservation& event,
                             const ReservationDone& done) {
  if (installed_) {
    confirmation_ = event.code.confirmation_code;
    if (done.confirmation_code != confirmation_)
      context.journal.violated("R-SLR-4", "the answer tells another confirmation code");
  }
  used_.insert(event.code.instance.value);
  installed_ = event.code;
  request_.clear();
}

// R-LIFE-6: what stays is the number of requests.
void ReservationOracle::reset() {
  enabled_ = false;
  request_.clear();
  installed_.reset();  // what was returned stays known: no backup brings it back (R-SLR-5)
  confirmation_.clear();
  return_.clear();
  factory_reset_ = true;
}

}  // namespace lic::sim
