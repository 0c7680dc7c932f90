#pragma once
// What the core hears from SSM, free of JSON, keys and sockets. The codec makes it from wire.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "agent/failure.hpp"
#include "agent/ids.hpp"
#include "agent/ssm_request.hpp"
#include "agent/time.hpp"

namespace lic {

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
  FailureCode code = FailureCode::no_answer_timeout;
  std::string text;
  std::string remedy;
  std::optional<Millis> after;  // Retry-After
  [[nodiscard]] FailureCause cause() const { return cause_of(code); }
  friend bool operator==(const ExchangeFailed&, const ExchangeFailed&) = default;
};

[[nodiscard]] inline ExchangeFailed failed_with(FailureCode code, std::string text, std::string_view place = {}) {
  return {code, std::move(text), remedy_of(code, place), std::nullopt};
}

using SsmAnswer = std::variant<IdentityGranted, AuthorizationGranted, Deregistered, PollLater, TryAgainLater, Refused,
                               ExchangeFailed>;

// New trust anchors, told in band by an answer that the present ones vouch for (wire P13). A certificate authority with
// the extended key usage serverAuth vouches for TLS servers, one without extended key usage for message signers.
struct TrustBundle {
  std::int64_t version = 0;
  std::string pem;
  friend bool operator==(const TrustBundle&, const TrustBundle&) = default;
};

// When SSM would like the next renewal of the registration (wire P13), on its clock.
struct RenewWindow {
  WallTime start;
  WallTime end;
  friend bool operator==(const RenewWindow&, const RenewWindow&) = default;
};

// A certificate that the exchange stood on; its end is warned of (TRUST_ANCHOR_EXPIRING).
enum class CertificateRole : std::uint8_t { tls_server, tls_authority, proxy_server, message_signer, message_root };
struct SeenCertificate {
  CertificateRole role = CertificateRole::tls_server;
  std::string subject;
  WallTime not_after;
  friend bool operator==(const SeenCertificate&, const SeenCertificate&) = default;
};

struct SsmReply {
  ExchangeId exchange;
  std::optional<WallTime> server_time;  // set whenever the signature was verified, whatever the answer (R-TIME-5)
  SsmAnswer answer;
  // Only with a verified answer of status OK:
  std::optional<TrustBundle> trust_bundle = std::nullopt;
  std::optional<RenewWindow> renew_window = std::nullopt;
  // Whenever a connection's or a signer's chain was found good:
  std::vector<SeenCertificate> certificates = {};
  friend bool operator==(const SsmReply&, const SsmReply&) = default;
};

}  // namespace lic
