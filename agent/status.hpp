#pragma once
// What operators and programs see, derived from the state at a given moment and never stored (rules.md section 1).

#include <optional>
#include <string>
#include <vector>

#include "agent/alarm.hpp"
#include "agent/effect.hpp"
#include "agent/policy.hpp"
#include "agent/reservation_view.hpp"
#include "agent/state.hpp"

namespace lic {

enum class RegistrationAxis : std::uint8_t {
  unregistered,
  registering,
  registered,
  registration_expired,
  reservation_in_progress,
  registered_reserved,
};
enum class AuthorizationAxis : std::uint8_t {
  no_licenses_in_use,
  evaluation,
  evaluation_expired,
  waiting,
  authorized,
  out_of_compliance,
  authorization_expired,
  not_authorized,
  authorized_reserved,
  not_authorized_reserved,
};
enum class OocPhase : std::uint8_t { none, tolerated, locked, entered };
enum class EnforcementAxis : std::uint8_t { none, overage, enforced };
enum class EnforcementReason : std::uint8_t {
  evaluation_expired,
  out_of_compliance,
  authorization_expired,
  not_authorized,
  not_authorized_reserved,
};
enum class ExportControl : std::uint8_t { allowed, not_allowed, not_applicable };  // R-REG-11

// One running or ended clock of R-ENF; the earliest `enforced_at` governs.
struct EnforcementClock {
  EnforcementReason reason = EnforcementReason::out_of_compliance;
  TrustedTime since;        // when the overage began
  TrustedTime enforced_at;  // when provisioning is or was blocked
  friend bool operator==(const EnforcementClock&, const EnforcementClock&) = default;
};
struct EnforcementView {
  EnforcementAxis state = EnforcementAxis::none;
  std::vector<EnforcementClock> clocks;
  friend bool operator==(const EnforcementView&, const EnforcementView&) = default;
};

struct EntitlementView {
  EntitlementName name;
  EntitlementTag tag;
  std::string display_name;
  std::string version;
  EntitlementMode mode = EntitlementMode::counted;
  std::int64_t current = 0;
  std::optional<std::int64_t> reported;
  std::optional<std::int64_t> locked;
  std::optional<std::int64_t> purchased;
  std::optional<std::int64_t> reserved;  // by the installed code, as of now; none = no reservation
  EntitlementStatus status = EntitlementStatus::init;
  std::string status_text;  // SSM's own word when the status is `invalid`
};

// Wall-clock view of an attempt.
struct AttemptView {
  WallTime at;
  AttemptRecord record;
};

// A goodbye that SSM has not heard (R-REG-9).
struct GoodbyeView {
  InstanceId instance;
  std::optional<WallTime> next_attempt_at;  // none while this copy must not say it
  WallTime expires_at;
  std::optional<AttemptView> last_attempt;
};

struct OocView {
  OocPhase phase = OocPhase::none;
  int count = 0;
  int count_limit = 0;
  std::optional<int> minutes_left;
  std::optional<WallTime> since;
  std::optional<WallTime> enforcement_at;
  std::vector<std::pair<EntitlementName, std::int64_t>> shortfall;  // R-OOC-8; empty = nothing short
};

// R-CTL as it stands.
struct LicenseControlView {
  bool applies = false;   // to the license type
  bool editable = false;  // only while registered (R-CTL-4)
  bool overage_allowed = true;
  std::vector<std::pair<LimitField, std::int64_t>> limits;  // every field of the type, in the catalog's order
  bool ha_confirmation_needed = false;
  bool ha_license_purchased = false;
};
// R-LIFE-5.
enum class BannerLevel : std::uint8_t { none, non_production, evaluation, out_of_compliance, enforcement };
struct BannerView {
  BannerLevel level = BannerLevel::none;
  std::string text;
};
struct AlarmView {
  Alarm alarm;
  WallTime since;
};
struct UpcomingView {
  std::string kind;
  WallTime at;
};

struct StatusView {
  WallTime now;
  Udi udi;
  LicensingMode licensing_mode = LicensingMode::smart;
  RegistrationAxis registration = RegistrationAxis::unregistered;
  std::optional<Identity> identity;
  std::optional<WallTime> registered_at, renew_at, expires_at;
  std::optional<std::string> token_fingerprint;  // while registering
  std::optional<AttemptView> registration_attempt;
  std::optional<WallTime> registration_next_attempt_at;
  std::optional<AttemptView> renewal_attempt;
  ReservationView reservation;
  ExportControl export_control = ExportControl::not_allowed;
  std::vector<GoodbyeView> goodbyes;  // of earlier registrations, oldest first

  AuthorizationAxis authorization = AuthorizationAxis::evaluation;
  std::optional<WallTime> authorized_at, authorization_renew_at, deadline_at;
  std::optional<AttemptView> authorization_attempt;
  std::optional<WallTime> authorization_next_attempt_at;

  bool evaluation_in_use = false;
  Millis evaluation_left{0};

  OocView ooc;
  EnforcementAxis enforcement = EnforcementAxis::none;
  std::vector<EnforcementReason> enforcement_reasons;
  std::optional<WallTime> enforcement_since;  // in overage: when it began; enforced: since when
  std::optional<int> enforcement_days_left;   // in overage only
  bool provisioning_allowed = true;
  std::vector<std::string> blocked;

  std::vector<EntitlementView> entitlements;
  std::string license_type;  // id of what holds
  std::string license_type_title;
  UsageMode usage_mode = UsageMode::production;
  bool license_type_set_by_command = false;
  LicenseControlView license_control;
  BannerView banner;
  std::vector<std::string> awaits_restart;  // processes of the product; empty = none needed (R-LIFE-2)
  std::vector<std::pair<std::string, std::int64_t>> seats_by_version;  // R-USE-10; "" = not told
  std::int64_t standard_seats = 0, premium_seats = 0, regular_seats = 0;
  std::int64_t ports_inbound = 0, ports_outbound = 0, ports_ivr = 0, outbound_seats = 0;
  std::int64_t outbox_rows = 0;
  std::optional<Millis> ssm_clock_offset;
  bool clone_suspected = false, identity_mismatch = false;
  // Set by command; none = as the configuration says.
  std::optional<TransportSettings> transport_set_by_command;
  std::optional<bool> privacy_set_by_command;
  std::optional<std::int64_t> trust_bundle_version;
  std::vector<SeenCertificate> certificates;  // that the last good exchange stood on
  std::vector<AlarmView> alarms;
  std::vector<UpcomingView> upcoming;
};

[[nodiscard]] StatusView status(const AgentState& state, Now now, const Policy& policy);

[[nodiscard]] RegistrationAxis registration_axis(const AgentState& state);
[[nodiscard]] AuthorizationAxis authorization_axis(const AgentState& state, TrustedTime now, const Policy& policy);
[[nodiscard]] OocPhase ooc_phase(const ComplianceState& compliance);
[[nodiscard]] EnforcementView enforcement(const AgentState& state, TrustedTime now, const Policy& policy);
[[nodiscard]] std::vector<Alarm> alarms(const AgentState& state, TrustedTime now, const Policy& policy);

// Export-controlled functionality is allowed only if SSM said so to the registration that stands (R-REG-11).
[[nodiscard]] ExportControl export_control(const AgentState& state, const Policy& policy);

// The moment `now` in trusted time, and a trusted moment on the wall clock as it stands now.
[[nodiscard]] TrustedTime trusted_now(const ClockState& clock, Now now);
[[nodiscard]] WallTime to_wall(const ClockState& clock, TrustedTime time);

}  // namespace lic
