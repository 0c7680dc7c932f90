#pragma once
// What the core says to SSM and hears from it, free of JSON, keys and sockets. The codec turns these into wire.md.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/ids.hpp"
#include "agent/result.hpp"
#include "agent/time.hpp"

namespace lic {

enum class SsmRequestKind { registration, authorization, renewal, deregistration };

struct Certificate {
  std::string pem;
  std::string serial;  // decimal, as wire.md writes it
  WallTime not_before;
  WallTime not_after;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

// Who signs: everything after registration.
struct Signer {
  InstanceId instance;
  KeyRef key;
  Certificate certificate;
  friend bool operator==(const Signer&, const Signer&) = default;
};

struct RegistrationRequest {
  TokenRef token;
  KeyRef key;  // its CSR lies beside it in the key store
  bool force = false;
  friend bool operator==(const RegistrationRequest&, const RegistrationRequest&) = default;
};

struct EntitlementCount {
  EntitlementTag tag;
  std::int64_t count = 0;
  std::string version;
  friend bool operator==(const EntitlementCount&, const EntitlementCount&) = default;
};

// One outbox row on its way (wire P13).
struct UsageReport {
  std::int64_t id = 0;
  EntitlementTag tag;
  WallTime interval_start;
  WallTime interval_end;
  std::int64_t peak = 0;
  std::int64_t reported = 0;
  std::int64_t locked = 0;  // 0 = not locked
  friend bool operator==(const UsageReport&, const UsageReport&) = default;
};

struct AuthorizationRequest {
  std::int64_t version = 0;                    // R-AUTH-9
  std::vector<EntitlementCount> entitlements;  // the complete set of the license type (R-AUTH-1)
  std::vector<UsageReport> reports;
  friend bool operator==(const AuthorizationRequest&, const AuthorizationRequest&) = default;
};

struct RenewalRequest {
  KeyRef new_key;  // its CSR lies beside it in the key store
  friend bool operator==(const RenewalRequest&, const RenewalRequest&) = default;
};

struct DeregistrationRequest {
  friend bool operator==(const DeregistrationRequest&, const DeregistrationRequest&) = default;
};

// Asks for the delayed answer to an earlier request of kind `of`.
struct PollRequest {
  std::string poll_id;
  SsmRequestKind of = SsmRequestKind::authorization;
  KeyRef registration_key;  // the key to be certified, of a registration (which it signs) or a renewal
  friend bool operator==(const PollRequest&, const PollRequest&) = default;
};

using SsmRequestBody =
    std::variant<RegistrationRequest, AuthorizationRequest, RenewalRequest, DeregistrationRequest, PollRequest>;

struct SsmRequest {
  ExchangeId id;
  std::int64_t sequence = 0;     // R-ID-1; 0 before registration
  std::optional<Signer> signer;  // none for registration
  SsmRequestBody body;
  friend bool operator==(const SsmRequest&, const SsmRequest&) = default;
};

// R-STAT.
enum class EntitlementStatus {
  init,
  waiting,
  evaluation,
  evaluation_expired,
  in_compliance,
  out_of_compliance,
  overage,
  authorization_expired,
  not_authorized,
  reserved_in_compliance,
  not_in_use,
  invalid_tag,
  not_applicable,
  disabled,
  invalid,
};

struct IdentityGranted {
  InstanceId instance;
  std::string instance_name;
  std::string smart_account;
  std::string virtual_account;
  std::optional<bool> export_controlled_allowed;
  Certificate certificate;
  std::optional<Millis> renew_interval;
  friend bool operator==(const IdentityGranted&, const IdentityGranted&) = default;
};

struct EntitlementAnswer {
  EntitlementTag tag;
  std::int64_t count = 0;
  EntitlementStatus status = EntitlementStatus::invalid;
  std::string status_text;  // as SSM wrote it; kept when the status is unknown to us
  std::string display_name;
  std::optional<std::int64_t> purchased;
  friend bool operator==(const EntitlementAnswer&, const EntitlementAnswer&) = default;
};

struct AuthorizationGranted {
  std::int64_t version = 0;
  bool overall_in_compliance = true;
  std::vector<EntitlementAnswer> entitlements;
  std::optional<std::vector<std::int64_t>> accepted_reports;  // none: this SSM knows no reports (wire P13)
  std::optional<WallTime> expires;                            // SSM's clock
  std::optional<Millis> renew_interval;
  std::string smart_account;
  std::string virtual_account;
  friend bool operator==(const AuthorizationGranted&, const AuthorizationGranted&) = default;
};

struct Deregistered {
  friend bool operator==(const Deregistered&, const Deregistered&) = default;
};

struct PollLater {
  std::string poll_id;
  std::optional<Millis> after;
  friend bool operator==(const PollLater&, const PollLater&) = default;
};

struct TryAgainLater {
  std::string text;
  std::optional<Millis> after;
  friend bool operator==(const TryAgainLater&, const TryAgainLater&) = default;
};

// What a verified FAILED answer means to us; decided by the codec's table of texts (wire P6).
enum class RefusalKind {
  token_invalid,
  token_expired,
  already_registered,
  instance_unknown,  // unknown, removed or revoked (R-AUTH-7)
  clone_suspected,   // R-ID-2
  certificate,       // expired or not the instance's
  other,
};

struct Refused {
  RefusalKind kind = RefusalKind::other;
  std::string text;  // SSM's words, redacted, no control characters, at most 1 KiB (R-REG-2)
  std::optional<Millis> after;
  friend bool operator==(const Refused&, const Refused&) = default;
};

// No answer, or one that is not to be trusted.
struct ExchangeFailed {
  FailureCause cause = FailureCause::no_answer;
  std::string text;
  std::string remedy;
  std::optional<Millis> after;  // Retry-After
  friend bool operator==(const ExchangeFailed&, const ExchangeFailed&) = default;
};

using SsmAnswer = std::variant<IdentityGranted, AuthorizationGranted, Deregistered, PollLater, TryAgainLater, Refused,
                               ExchangeFailed>;

struct SsmReply {
  ExchangeId exchange;
  std::optional<WallTime> server_time;  // set whenever the signature was verified, whatever the answer (R-TIME-5)
  SsmAnswer answer;
  friend bool operator==(const SsmReply&, const SsmReply&) = default;
};

}  // namespace lic
