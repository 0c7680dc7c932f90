#pragma once
// The sections that concern SSM: registration, renewal of the identity, authorization, the exchange under way.
// All moments are trusted time unless the type says otherwise.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/event.hpp"
#include "agent/ssm_message.hpp"
#include "agent/time.hpp"

namespace lic {

// How the last attempt at something went; never without a text (R-STAT).
struct AttemptRecord {
  enum class Outcome { succeeded, failed, refused };
  TrustedTime at;
  Outcome outcome = Outcome::succeeded;
  std::optional<FailureCode> code;  // none when it succeeded, or failed before anything was sent
  std::string text;
  std::string remedy;
  friend bool operator==(const AttemptRecord&, const AttemptRecord&) = default;
};

// Failures in a row and when to try again; `not_before` is SSM's own wish (R-AUTH-8).
struct Retry {
  int failures = 0;
  std::optional<TrustedTime> first_failed_at;
  std::optional<TrustedTime> next_attempt_at;
  std::optional<TrustedTime> not_before;
  friend bool operator==(const Retry&, const Retry&) = default;
};

// ---- registration.cpp (R-REG) ----
struct Identity {
  InstanceId instance;
  std::string instance_name;
  std::string smart_account;
  std::string virtual_account;
  std::optional<bool> export_controlled_allowed;
  Certificate certificate;
  KeyRef key;
  std::string license_type;
  TrustedTime registered_at;
  TrustedTime issued_at;
  TrustedTime renew_at;  // drawn once per certificate (R-REG-4)
  TrustedTime expires_at;
  friend bool operator==(const Identity&, const Identity&) = default;
};
struct Unregistered {
  friend bool operator==(const Unregistered&, const Unregistered&) = default;
};
struct Registered {
  Identity identity;
  friend bool operator==(const Registered&, const Registered&) = default;
};
struct RegistrationExpired {
  Identity identity;
  TrustedTime since;
  bool enforcement_kept = false;  // the clocks of before run on; evaluation does not (R-REG-7)
  friend bool operator==(const RegistrationExpired&, const RegistrationExpired&) = default;
};
// A reservation is installed: no exchange with SSM until it is returned (R-SLR).
struct Reserved {
  AuthorizationCode code;                    // installed last
  std::string license_type;                  // id; holds until the reservation is returned
  TrustedTime installed_at;                  // the first one
  TrustedTime changed_at;                    // this one
  std::optional<TrustedTime> lacking_since;  // in use or mandatory, and not covered by the code (R-SLR-3)
  friend bool operator==(const Reserved&, const Reserved&) = default;
};
using Standing = std::variant<Unregistered, Registered, RegistrationExpired, Reserved>;

// A registration that runs or waits for its next attempt. The old registration, if any, stays in force meanwhile.
struct RegistrationAttempt {
  TokenRef token;
  std::string token_fingerprint;
  KeyRef key;
  bool key_ready = false;
  bool force = false;
  TrustedTime began_at;
  Retry retry;
  bool goodbyes_tried = false;  // the drawer is tried before each attempt, once (R-REG-9)
  friend bool operator==(const RegistrationAttempt&, const RegistrationAttempt&) = default;
};
struct Deregistration {
  bool final_report_done = false;
  friend bool operator==(const Deregistration&, const Deregistration&) = default;
};
struct RegistrationState {
  Standing standing;
  std::optional<RegistrationAttempt> attempt;
  std::optional<Deregistration> leaving;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const RegistrationState&, const RegistrationState&) = default;
};

// ---- reservation.cpp (R-SLR) ----
struct OpenRequest {
  std::string code;
  InstanceId instance;  // that SSM will make of it (docs/decisions/0017)
  TrustedTime made_at;
  friend bool operator==(const OpenRequest&, const OpenRequest&) = default;
};
struct ReservationState {
  bool enabled = false;
  std::optional<OpenRequest> request;  // none while a code is installed
  std::int64_t requests_made = 0;      // survives a factory reset (R-LIFE-6)
  std::string confirmation_code;       // the last ones, shown again; empty = none yet
  std::string return_code;
  std::vector<InstanceId> used;  // of codes that were returned or given back; newest last, bounded; survives, too
  friend bool operator==(const ReservationState&, const ReservationState&) = default;
};

// ---- identity.cpp: renewal of the certificate in two phases (R-REG-4..7) ----
struct RenewalState {
  KeyRef new_key;  // empty = no renewal under way
  bool key_ready = false;
  std::optional<IdentityGranted> granted;  // stored beside the old one until SSM has seen it used
  std::optional<RenewWindow> window;       // as SSM told it last; drawn from once (R-REG-4)
  bool asked_for = false;                  // by the operator
  Retry retry;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const RenewalState&, const RenewalState&) = default;
};

// ---- authorization.cpp (R-AUTH) ----
struct Removal {
  TrustedTime first_told_at;
  std::optional<TrustedTime> confirmed_at;
  bool whole_instance = true;  // false: SSM refuses an entitlement, not the instance
  friend bool operator==(const Removal&, const Removal&) = default;
};
struct AuthorizationState {
  std::int64_t response_version = 0;
  bool resend_with_zero = false;  // R-AUTH-9: SSM's version was lower than ours, ask once more
  std::optional<TrustedTime> last_good_at;
  std::optional<TrustedTime> deadline_at;         // communication deadline
  std::optional<TrustedTime> renew_at;            // drawn after each good exchange
  std::optional<TrustedTime> compliance_poll_at;  // R-AUTH-5
  std::optional<TrustedTime> report_due_at;       // R-USE-6
  bool asked_for = false;                         // by the operator, or due at once after registration or renewal
  std::vector<EntitlementAnswer> answers;
  std::optional<Removal> removal;
  bool clone_suspected = false;
  Retry retry;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const AuthorizationState&, const AuthorizationState&) = default;
};

// ---- drawer.cpp: goodbyes that SSM has not heard (R-REG-9) ----
struct Goodbye {
  SsmRequest request;      // as it is said next; its signer is the old instance with its key and certificate
  Udi udi;                 // of the machine that was registered; another one keeps silent (R-ID-3)
  TrustedTime expires_at;  // the certificate's end: nothing can be said after it
  Retry retry;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const Goodbye&, const Goodbye&) = default;
};
struct DrawerState {
  std::vector<Goodbye> goodbyes;  // oldest first
  friend bool operator==(const DrawerState&, const DrawerState&) = default;
};

// ---- exchange.cpp: one exchange at a time (R-REG-1, R-ID-1) ----
struct PendingExchange {
  SsmRequest request;
  SsmRequestKind kind = SsmRequestKind::authorization;  // of the request, or of what is polled for
  bool in_flight = true;               // false: the answer was lost; the next of its kind repeats it with the same id
  std::optional<std::int64_t> report;  // outbox key of the report it carries last
  // SSM put its answer off: polled for at `poll_at`; `original` is what the answer will belong to.
  std::optional<SsmRequestBody> original;
  std::optional<TrustedTime> poll_at;
  std::string poll_id;
  int polls = 0;
  friend bool operator==(const PendingExchange&, const PendingExchange&) = default;
};
struct ExchangeState {
  std::int64_t next_sequence = 1;
  std::optional<PendingExchange> pending;
  friend bool operator==(const ExchangeState&, const ExchangeState&) = default;
};

}  // namespace lic
