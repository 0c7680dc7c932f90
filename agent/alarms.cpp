// Which alarms hold now (interfaces.md section 4), derived from the state.
#include <algorithm>
#include <array>
#include <utility>

#include "agent/compliance.hpp"
#include "agent/entitlement_status.hpp"
#include "agent/evaluation.hpp"
#include "agent/license_type.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"
#include "agent/outbox.hpp"
#include "agent/provisioning.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/status.hpp"
#include "agent/time_text.hpp"
#include "agent/trust.hpp"
#include "agent/warning.hpp"

namespace lic {
namespace {

constexpr int kShortlyMinutes = 15;  // R-OOC-1: 15 minutes or fewer is "shortly"

class AlarmList {
public:
  AlarmList(const AgentState& state, TrustedTime now, const Policy& policy)
      : state_(state), now_(now), policy_(policy), enforcement_(enforcement(state, now, policy)) {}

  std::vector<Alarm> take() {
    add_compliance();
    add_enforcement();
    add_evaluation();
    add_registration();
    add_authorization();
    add_reporting();
    add_clock();
    add_trust();
    add_host_name();
    add_license_type();
    add_licensing_mode();
    add_recovery();
    for (Alarm& alarm : reservation_alarms(state_, now_, policy_)) alarms_.push_back(std::move(alarm));
    return std::move(alarms_);
  }

private:
  void add(AlarmCode code, TrustedTime since, std::string detail, int step = 0, std::optional<int> minutes = {}) {
    alarms_.push_back({code, since, minutes, step, std::move(detail)});
  }

  [[nodiscard]] const EnforcementClock* clock_of(EnforcementReason reason) const {
    const auto found = std::ranges::find(enforcement_.clocks, reason, &EnforcementClock::reason);
    return found == enforcement_.clocks.end() ? nullptr : &*found;
  }

  void add_overage(AlarmCode code, EnforcementReason reason) {
    const EnforcementClock* clock = clock_of(reason);
    if (clock == nullptr) return;
    const int days = days_left(clock->enforced_at, now_);
    const std::string detail = days > 0 ? std::to_string(days) + " days until enforcement" : "enforcement holds";
    add(code, clock->since, detail, warning_before(clock->enforced_at, now_, policy_, false).step);
  }

  void add_compliance() {
    if (!registration_governs(state_)) return;
    if (const auto* tolerated = std::get_if<Tolerated>(&state_.sections.compliance.phase)) {
      const int minutes = tolerance_minutes_left(state_.sections.compliance, policy_).value_or(0);
      const AlarmCode code = minutes > kShortlyMinutes ? AlarmCode::system_to_enter_ooc_state
                                                       : AlarmCode::system_to_enter_ooc_state_shortly;
      add(code, tolerated->since, std::to_string(minutes) + " minutes left", 0, minutes);
    }
    add_overage(AlarmCode::system_in_ooc_state, EnforcementReason::out_of_compliance);
  }

  void add_enforcement() {
    if (enforcement_.state != EnforcementAxis::enforced) return;
    add(AlarmCode::system_in_enforcement_state, enforcement_.clocks.front().enforced_at,
        blocked_and_why(enforcement_, now_, policy_));
  }

  void add_evaluation() {
    const auto end = evaluation_end(state_, policy_);
    if (!end) return;
    if (now_ >= *end) {
      add(AlarmCode::evaluation_expired, *end, "all evaluation days are used");
      return;
    }
    const int step = warning_before(*end, now_, policy_, true).step;
    if (step == 0) return;
    add(AlarmCode::evaluation_expiring, *end - policy_.warn_days.front() * kDay,
        std::to_string(days_left(*end, now_)) + " days left", step);
  }

  void add_registration() {
    const RenewalState& renewal = state_.sections.renewal;
    if (const auto* registered = std::get_if<Registered>(&state_.sections.registration.standing)) {
      const TrustedTime end = registered->identity.expires_at;
      const int step = weekly_warning_before(end, now_, policy_).step;
      if (step > 0)
        add(AlarmCode::registration_expiring, end - policy_.registration_warn_from_days * kDay,
            std::to_string(days_left(end, now_)) + " days left", step);
    }
    if (const auto* expired = std::get_if<RegistrationExpired>(&state_.sections.registration.standing))
      add(AlarmCode::registration_expired, expired->since, recovery_of(*expired));
    if (renewal.retry.failures > 0 && renewal.last_attempt)
      add(AlarmCode::renew_registration_failure, *renewal.retry.first_failed_at, told(*renewal.last_attempt));
    if (state_.sections.installation.mismatch)
      add(AlarmCode::identity_mismatch, now_,
          "the state belongs to serial " + state_.sections.installation.udi.serial + ", this machine is " +
              state_.sections.installation.seen.serial);
    if (!state_.sections.installation.seen.pid.empty() && state_.sections.installation.seen.serial.empty())
      add(AlarmCode::serial_missing, now_, "no serial is configured and the machine has no identity to make one from");
  }

  // R-REG-7: either it mends itself, or one step is left.
  [[nodiscard]] std::string recovery_of(const RegistrationExpired& expired) const {
    const auto& last = state_.sections.renewal.last_attempt;
    if (!last || last->outcome != AttemptRecord::Outcome::refused || last->at < expired.since)
      return "recovery is tried once a day; nothing is to be done unless SSM refuses it";
    return "SSM does not accept the expired certificate (" + last->text + "); " + last->remedy;
  }

  void add_authorization() {
    const AuthorizationState& authorization = state_.sections.authorization;
    add_overage(AlarmCode::authorization_expired, EnforcementReason::authorization_expired);
    add_overage(AlarmCode::instance_removed, EnforcementReason::not_authorized);
    if (authorization.clone_suspected && registration_governs(state_))
      add(AlarmCode::clone_suspected, now_, "reports stopped on this copy");
    add_communication();
    add_unjudged();
    if (!registration_governs(state_) || authorization.retry.failures == 0 || !authorization.last_attempt) return;
    if (authorization.last_attempt->outcome == AttemptRecord::Outcome::refused ||
        timed_out(*authorization.last_attempt))
      add(AlarmCode::renew_authorization_failure, *authorization.retry.first_failed_at,
          told(*authorization.last_attempt));
    if (!authorization.deadline_at || now_ >= *authorization.deadline_at) return;
    const int step = warning_before(*authorization.deadline_at, now_, policy_, false).step;
    if (step > 0)
      add(AlarmCode::authorization_expiring, *authorization.deadline_at - policy_.warn_days.front() * kDay,
          std::to_string(days_left(*authorization.deadline_at, now_)) + " days left", step);
  }

  [[nodiscard]] static bool timed_out(const AttemptRecord& attempt) {
    return attempt.code && failure_row(*attempt.code).name.ends_with("_timeout");
  }

  // R-STAT `init`: a license that SSM has never judged, though it was asked about others; or it has judged none yet.
  void add_unjudged() {
    if (!registration_governs(state_)) return;
    const AuthorizationState& authorization = state_.sections.authorization;
    if (!authorization.last_good_at) {
      if (authorization.retry.failures > 0 && authorization.last_attempt)
        add(AlarmCode::license_state_not_initialized, *authorization.retry.first_failed_at,
            "SSM has not answered yet: " + told(*authorization.last_attempt));
      return;
    }
    for (const Entitlement& entitlement : current_type(state_, policy_).entitlements) {
      const EntitlementView view = entitlement_view(state_, entitlement, now_, policy_);
      if (view.status != EntitlementStatus::init) continue;
      add(AlarmCode::license_state_not_initialized, *authorization.last_good_at,
          "SSM has not answered yet for " + entitlement.display_name);
      return;
    }
  }

  // The reason and what to do, so that the line in the journal is enough.
  [[nodiscard]] static std::string told(const AttemptRecord& attempt) { return attempt.text + "; " + attempt.remedy; }

  // One edge alarm for the way to SSM, whatever was to be said (R-AUTH-6).
  void add_communication() {
    const auto& attempt = state_.sections.registration.attempt;
    const auto failing = [](const Retry& retry, const std::optional<AttemptRecord>& last) {
      return retry.first_failed_at && last && last->outcome == AttemptRecord::Outcome::failed && last->code;
    };
    const AuthorizationState& authorization = state_.sections.authorization;
    if (registration_governs(state_) && failing(authorization.retry, authorization.last_attempt))
      add(AlarmCode::communication_failure, *authorization.retry.first_failed_at, told(*authorization.last_attempt));
    else if (attempt && failing(attempt->retry, state_.sections.registration.last_attempt))
      add(AlarmCode::communication_failure, *attempt->retry.first_failed_at,
          told(*state_.sections.registration.last_attempt));
  }

  void add_reporting() {
    if (std::string why = why_type_is_missing(state_, policy_); !why.empty())
      return add(AlarmCode::entitlement_reporting_failure, now_, std::move(why));
    if (!registration_governs(state_)) return;
    const auto& answers = state_.sections.authorization.answers;
    for (const EntitlementAnswer& answer : answers) {
      if (answer.status != EntitlementStatus::invalid_tag && answer.status != EntitlementStatus::invalid) continue;
      add(AlarmCode::entitlement_reporting_failure, state_.sections.authorization.last_good_at.value_or(now_),
          "SSM answers \"" + answer.status_text + "\" for " + answer.tag.value);
      return;
    }
    const auto at_most = state_.outbox.size() * current_type(state_, policy_).entitlements.size();
    if (static_cast<std::int64_t>(at_most) < policy_.outbox_rows_max) return;  // far from full: no need to count
    const std::int64_t rows = outbox_rows(state_);
    if (rows < policy_.outbox_rows_max) return;
    add(AlarmCode::entitlement_reporting_failure, state_.outbox.begin()->second.end_trusted,
        "the outbox is full with " + std::to_string(rows) + " reports; old neighbours are merged, nothing is lost");
  }

  void add_clock() {
    const auto& offset = state_.sections.clock.ssm_offset;
    if (!offset || std::chrono::abs(*offset) <= policy_.clock_skew_warning) return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*offset).count();
    add(AlarmCode::clock_skew, now_,
        "SSM's clock is " + std::to_string(std::abs(seconds)) + " seconds " +
            (seconds > 0 ? "ahead of ours" : "behind ours"));
  }

  void add_trust() {
    const auto ending = soonest_ending(state_);
    if (!ending) return;
    const int step = trust_warning_before(ending->end, now_, policy_).step;
    if (step == 0) return;
    const int days = days_left(ending->end, now_);
    const SeenCertificate& certificate = ending->certificate;
    const std::string when =
        days > 0 ? "ends in " + std::to_string(days) + (days == 1 ? " day" : " days") : "has ended";
    add(AlarmCode::trust_anchor_expiring, ending->end - policy_.trust_warn_days * kDay,
        "the certificate of " + std::string(shown_as(certificate.role)) + ", " + certificate.subject + ", " + when +
            ", at " + to_rfc3339(certificate.not_after),
        step);
  }

  // R-LIFE-2, 3, 5.
  void add_license_type() {
    const LicenseType& type = current_type(state_, policy_);
    if (current_usage_mode(state_, policy_) == UsageMode::non_production && consumes_licenses(state_, policy_))
      add(AlarmCode::non_production_use, now_, "licenses of " + type.title + " are in use");
    if (registration_governs(state_) && nothing_purchased(state_, policy_))
      add(AlarmCode::license_type_mismatch, state_.sections.authorization.last_good_at.value_or(now_),
          "the account has nothing of " + type.title + " (" + type.id + ")");
    const ProductState& products = state_.sections.products;
    if (products.awaits_restart.empty()) return;
    std::string names;
    for (const std::string& name : products.awaits_restart) names += (names.empty() ? "" : ", ") + name;
    add(AlarmCode::product_restart_required, products.restart_since.value_or(now_), "to be restarted: " + names);
  }

  void add_licensing_mode() {
    if (licensing_mode(state_) == LicensingMode::classic)
      add(AlarmCode::smart_agent_not_enabled, now_, "the licensing mode is classic: use is measured, not reported");
  }

  // SSM's answer puts the older copy right. Without a registration of before there is nothing that SSM would judge.
  void add_recovery() {
    if (!state_.recovery) return;
    const TrustedTime at = state_.recovery->at;
    const auto* registered = std::get_if<Registered>(&state_.sections.registration.standing);
    if (registered == nullptr || registered->identity.registered_at > at) return;
    if (state_.sections.authorization.last_good_at.value_or(at) > at) return;
    add(AlarmCode::state_recovered, at, state_.recovery->reason);
  }

  // Compared without case, as host names are.
  void add_host_name() {
    const Installation& installation = state_.sections.installation;
    if (installation.host_name.empty()) return;
    const Udi& udi = installation.seen;
    const std::array<std::pair<const char*, const std::string*>, 3> fields = {
        {{"product id", &udi.pid}, {"serial", &udi.serial}, {"UUID", &udi.uuid}}};
    const auto same = [&name = installation.host_name](const auto& field) {
      return std::ranges::equal(name, *field.second, {}, lower, lower);
    };
    const auto found = std::ranges::find_if(fields, same);
    if (found == fields.end()) return;
    add(AlarmCode::hostname_matches_udi, now_,
        "the host name " + installation.host_name + " is the " + found->first + " of this machine");
  }

  [[nodiscard]] static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }

  const AgentState& state_;
  TrustedTime now_;
  const Policy& policy_;
  EnforcementView enforcement_;
  std::vector<Alarm> alarms_;
};

}  // namespace

std::vector<Alarm> alarms(const AgentState& state, TrustedTime now, const Policy& policy) {
  std::vector<Alarm> list = AlarmList(state, now, policy).take();
  // What was told keeps the moment it was told at.
  for (Alarm& alarm : list)
    if (const auto told = state.sections.alarms.told.find(alarm.code); told != state.sections.alarms.told.end())
      alarm.since = std::min(alarm.since, told->second.raised_at);
  return list;
}

}  // namespace lic
