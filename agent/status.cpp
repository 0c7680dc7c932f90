#include "agent/status.hpp"

#include <algorithm>

#include "agent/authorization.hpp"
#include "agent/banner.hpp"
#include "agent/compliance.hpp"
#include "agent/drawer.hpp"
#include "agent/entitlement_status.hpp"
#include "agent/evaluation.hpp"
#include "agent/license_control.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"
#include "agent/outbox.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/step.hpp"
#include "agent/warning.hpp"

namespace lic {

RegistrationAxis registration_axis(const AgentState& state) {
  const RegistrationState& registration = state.sections.registration;
  if (registration.attempt) return RegistrationAxis::registering;
  if (state.sections.reservation.request) return RegistrationAxis::reservation_in_progress;
  struct Visitor {
    RegistrationAxis operator()(const Unregistered&) const { return RegistrationAxis::unregistered; }
    RegistrationAxis operator()(const Registered&) const { return RegistrationAxis::registered; }
    RegistrationAxis operator()(const RegistrationExpired&) const { return RegistrationAxis::registration_expired; }
    RegistrationAxis operator()(const Reserved&) const { return RegistrationAxis::registered_reserved; }
  };
  return std::visit(Visitor{}, registration.standing);
}

namespace {

// Of what is counted; the version entitlement is always 1 and says nothing (R-AUTH-4).
bool anything_reported(const AgentState& state, const Policy& policy) {
  const Quantities& reported = state.sections.usage.last_reported;
  return std::ranges::any_of(current_type(state, policy).entitlements, [&reported](const Entitlement& entitlement) {
    const auto found = reported.find(entitlement.name);
    return entitlement.mode == EntitlementMode::counted && found != reported.end() && found->second > 0;
  });
}

}  // namespace

AuthorizationAxis authorization_axis(const AgentState& state, TrustedTime now, const Policy& policy) {
  if (const Reserved* reserved = reserved_of(state))
    return reserved->lacking_since ? AuthorizationAxis::not_authorized_reserved
                                   : AuthorizationAxis::authorized_reserved;
  if (licensing_mode(state) == LicensingMode::classic) return AuthorizationAxis::no_licenses_in_use;
  if (evaluation_governs(state))
    return evaluation_left(state, now, policy) > Millis{0} ? AuthorizationAxis::evaluation
                                                           : AuthorizationAxis::evaluation_expired;
  const AuthorizationState& authorization = state.sections.authorization;
  const bool refused = authorization.removal && authorization.removal->confirmed_at;
  if (refused && authorization.removal->whole_instance) return AuthorizationAxis::not_authorized;
  if (authorization.deadline_at && now >= *authorization.deadline_at) return AuthorizationAxis::authorization_expired;
  const OocPhase phase = ooc_phase(state.sections.compliance);
  if (phase == OocPhase::locked || phase == OocPhase::entered) return AuthorizationAxis::out_of_compliance;
  if (refused) return AuthorizationAxis::not_authorized;  // out of compliance is the worse (R-AUTH-2)
  if (!authorization.last_good_at) return AuthorizationAxis::waiting;
  return anything_reported(state, policy) ? AuthorizationAxis::authorized : AuthorizationAxis::no_licenses_in_use;
}

namespace {

class StatusBuilder {
public:
  StatusBuilder(const AgentState& state, Now now, const Policy& policy)
      : state_(state),
        sections_(state.sections),
        policy_(policy),
        now_(now),
        trusted_(trusted_now(sections_.clock, now)) {}

  StatusView build() {
    view_.now = now_.wall;
    view_.udi = sections_.installation.seen;
    view_.licensing_mode = licensing_mode(state_);
    view_.reservation = reservation_view(state_, now_, policy_);
    view_.export_control = export_control(state_, policy_);
    add_registration();
    add_authorization();
    view_.evaluation_in_use = sections_.evaluation.running_since.has_value();
    view_.evaluation_left = evaluation_left(state_, trusted_, policy_);
    add_ooc();
    add_enforcement();
    add_license_type();
    add_usage();
    for (const Alarm& alarm : alarms(state_, trusted_, policy_)) view_.alarms.push_back({alarm, wall(alarm.since)});
    for (const Upcoming& next : upcoming(state_, policy_))
      view_.upcoming.push_back({std::string(next.name), now_.wall + (next.at - now_.boot)});
    view_.outbox_rows = outbox_rows(state_);
    view_.ssm_clock_offset = sections_.clock.ssm_offset;
    view_.clone_suspected = sections_.authorization.clone_suspected;
    view_.identity_mismatch = sections_.installation.mismatch;
    view_.transport_set_by_command = sections_.settings.transport;
    view_.privacy_set_by_command = sections_.settings.hostname_privacy;
    if (sections_.trust.bundle) view_.trust_bundle_version = sections_.trust.bundle->version;
    view_.certificates = sections_.trust.seen;
    return std::move(view_);
  }

private:
  [[nodiscard]] WallTime wall(TrustedTime time) const { return now_.wall + (time - trusted_); }
  [[nodiscard]] std::optional<WallTime> wall(const std::optional<TrustedTime>& time) const {
    return time ? std::optional{wall(*time)} : std::nullopt;
  }
  [[nodiscard]] std::optional<AttemptView> shown(const std::optional<AttemptRecord>& record) const {
    return record ? std::optional{AttemptView{wall(record->at), *record}} : std::nullopt;
  }

  void add_registration() {
    view_.registration = registration_axis(state_);
    if (const Identity* identity = identity_of(state_)) {
      view_.identity = *identity;
      view_.registered_at = wall(identity->registered_at);
      view_.renew_at = wall(sections_.renewal.retry.next_attempt_at.value_or(identity->renew_at));
      view_.expires_at = wall(identity->expires_at);
    }
    view_.registration_attempt = shown(sections_.registration.last_attempt);
    view_.renewal_attempt = shown(sections_.renewal.last_attempt);
    if (const auto& attempt = sections_.registration.attempt) {
      view_.token_fingerprint = attempt->token_fingerprint;
      view_.registration_next_attempt_at = wall(attempt->retry.next_attempt_at);
    } else if (identity_of(state_) != nullptr) {
      view_.registration_next_attempt_at = view_.renew_at;
    }
    for (const Goodbye& goodbye : sections_.drawer.goodbyes)
      view_.goodbyes.push_back({goodbye.request.signer->instance, wall(goodbye_due_at(state_, goodbye)),
                                wall(goodbye.expires_at), shown(goodbye.last_attempt)});
  }

  void add_authorization() {
    const AuthorizationState& authorization = sections_.authorization;
    view_.authorization = authorization_axis(state_, trusted_, policy_);
    if (!registration_governs(state_)) return;  // what SSM said once holds no more
    view_.authorized_at = wall(authorization.last_good_at);
    view_.authorization_renew_at = wall(authorization.renew_at);
    view_.deadline_at = wall(authorization.deadline_at);
    view_.authorization_attempt = shown(authorization.last_attempt);
    if (const auto due = authorization_due_at(state_))
      view_.authorization_next_attempt_at = wall(std::max(*due, trusted_));
  }

  void add_ooc() {
    OocView& ooc = view_.ooc;
    if (!registration_governs(state_)) return;
    ooc.phase = ooc_phase(sections_.compliance);
    if (policy_.ooc_policy == OocPolicy::tolerant)
      ooc.count_limit = static_cast<int>(policy_.tolerance / policy_.interval) + 1;
    if (const auto* tolerated = std::get_if<Tolerated>(&sections_.compliance.phase)) {
      ooc.count = tolerated->count;
      ooc.minutes_left = tolerance_minutes_left(sections_.compliance, policy_);
      ooc.since = wall(tolerated->since);
    }
    for (const EnforcementClock& clock : enforcement(state_, trusted_, policy_).clocks) {
      if (clock.reason != EnforcementReason::out_of_compliance) continue;
      ooc.since = wall(clock.since);
      ooc.enforcement_at = wall(clock.enforced_at);
    }
    if (ooc.phase == OocPhase::none) return;
    for (const auto& [name, count] : shortfall(state_, policy_)) ooc.shortfall.emplace_back(name, count);
  }

  void add_enforcement() {
    const EnforcementView enforced = enforcement(state_, trusted_, policy_);
    view_.enforcement = enforced.state;
    view_.provisioning_allowed = enforced.state != EnforcementAxis::enforced;
    if (!view_.provisioning_allowed) view_.blocked = policy_.blocked_when_enforced;
    for (const EnforcementClock& clock : enforced.clocks) view_.enforcement_reasons.push_back(clock.reason);
    if (enforced.clocks.empty()) return;
    const EnforcementClock& governing = enforced.clocks.front();
    if (enforced.state == EnforcementAxis::enforced) {
      view_.enforcement_since = wall(governing.enforced_at);
      return;
    }
    view_.enforcement_since = wall(governing.since);
    view_.enforcement_days_left = days_left(governing.enforced_at, trusted_);
  }

  [[nodiscard]] const MeterState& meter(Meter which) const {
    return sections_.usage.meters[static_cast<std::size_t>(which)];
  }

  void add_license_type() {
    const LicenseType& type = current_type(state_, policy_);
    view_.license_type = type.id;
    view_.license_type_title = type.title;
    view_.usage_mode = current_usage_mode(state_, policy_);
    view_.license_type_set_by_command = sections_.settings.license.has_value();
    view_.awaits_restart = sections_.products.awaits_restart;
    view_.banner = banner(state_, trusted_, policy_);
  }

  void add_usage() {
    for (const Entitlement& entitlement : current_type(state_, policy_).entitlements)
      view_.entitlements.push_back(entitlement_view(state_, entitlement, trusted_, policy_));
    view_.standard_seats = meter(Meter::standard).current;
    view_.premium_seats = meter(Meter::premium).current;
    view_.regular_seats = meter(Meter::regular).current;
    view_.license_control = license_control_view(state_, policy_);
    add_versions();
    view_.ports_inbound = meter(Meter::inbound).current;
    view_.ports_outbound = meter(Meter::outbound).current;
    view_.ports_ivr = meter(Meter::ivr).current;
    view_.outbound_seats = meter(Meter::outbound_seats).current;
  }

  void add_versions() {
    const auto& names = sections_.products.versions;
    for (std::size_t place = 0; place <= names.size(); ++place) {
      const std::int64_t seats = state_.seats.count_of_version(static_cast<std::uint16_t>(place));
      if (seats > 0) view_.seats_by_version.emplace_back(place == 0 ? std::string{} : names[place - 1], seats);
    }
  }

  const AgentState& state_;
  const Sections& sections_;
  const Policy& policy_;
  Now now_;
  TrustedTime trusted_;
  StatusView view_;
};

}  // namespace

StatusView status(const AgentState& state, Now now, const Policy& policy) {
  return StatusBuilder(state, now, policy).build();
}

}  // namespace lic
