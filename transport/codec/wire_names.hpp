#pragma once
// Every literal of the wire profile in one place, so that a real capture corrects it here and nowhere else (wire P5,
// P12).

#include <array>
#include <string_view>

#include "agent/ssm_message.hpp"

namespace lic::wire {

inline constexpr std::string_view kVersion = "1.1";
inline constexpr std::string_view kLocale = "en_US.UTF-8";
inline constexpr std::string_view kSignatureType = "SHA-256";
inline constexpr std::string_view kSignatureTypeShort = "SHA256";

// Members, in the order of their first appearance on the wire.
inline constexpr const char* kSignature = "signature";
inline constexpr const char* kType = "type";
inline constexpr const char* kValue = "value";
inline constexpr const char* kCredential = "credential";
inline constexpr const char* kRequest = "request";
inline constexpr const char* kResponse = "response";
inline constexpr const char* kHeader = "header";
inline constexpr const char* kVersionMember = "version";
inline constexpr const char* kLocaleMember = "locale";
inline constexpr const char* kSudi = "sudi";
inline constexpr const char* kSuvi = "suvi";
inline constexpr const char* kUuid = "uuid";
inline constexpr const char* kHostIdentifier = "host_identifier";
inline constexpr const char* kMacAddress = "mac_address";
inline constexpr const char* kUdiPid = "udi_pid";
inline constexpr const char* kUdiSerialNumber = "udi_serial_number";
inline constexpr const char* kUdiVid = "udi_vid";
inline constexpr const char* kTimestamp = "timestamp";
inline constexpr const char* kNonce = "nonce";
inline constexpr const char* kRequestType = "request_type";
inline constexpr const char* kAgentActions = "agent_actions";
inline constexpr const char* kConnectInfo = "connect_info";
inline constexpr const char* kInstance = "product_instance_identifier";
inline constexpr const char* kIdCertSerial = "id_cert_serial_number";
inline constexpr const char* kSigningCertSerial = "signing_cert_serial_number";
inline constexpr const char* kRequestData = "request_data";
inline constexpr const char* kResponseData = "response_data";
inline constexpr const char* kStatusCode = "status_code";
inline constexpr const char* kStatusMessage = "status_message";
inline constexpr const char* kRetrySeconds = "retry_time_seconds";
inline constexpr const char* kSigningCert = "signing_cert";
inline constexpr const char* kSubCaCert = "sub_ca_cert";
inline constexpr const char* kIdCert = "id_cert";
inline constexpr const char* kSoftwareTag = "software_tag_identifier";
inline constexpr const char* kIdToken = "id_token";
inline constexpr const char* kForce = "force";
inline constexpr const char* kCsr = "csr";
inline constexpr const char* kHostname = "hostname";
inline constexpr const char* kInstanceName = "product_instance_name";
inline constexpr const char* kRenewInterval = "renew_interval_seconds";
inline constexpr const char* kSmartAccount = "smart_account_name";
inline constexpr const char* kVirtualAccount = "virtual_account_name";
inline constexpr const char* kExportAllowed = "export_controlled_allowed";
inline constexpr const char* kEntitlements = "entitlements";
inline constexpr const char* kTag = "tag";
inline constexpr const char* kCount = "count";
inline constexpr const char* kStatus = "status";
inline constexpr const char* kDisplayName = "display_name";
inline constexpr const char* kPurchased = "purchased";
inline constexpr const char* kOverallStatus = "overall_status";
inline constexpr const char* kAuthExpiry = "auth_expiry";
inline constexpr const char* kReports = "reports";
inline constexpr const char* kId = "id";
inline constexpr const char* kIntervalStart = "interval_start_ms";
inline constexpr const char* kIntervalEnd = "interval_end_ms";
inline constexpr const char* kPeak = "peak";
inline constexpr const char* kReported = "reported";
inline constexpr const char* kLocked = "locked";
inline constexpr const char* kAcceptedReports = "accepted_reports";
inline constexpr const char* kPollId = "poll_id";
inline constexpr const char* kProbePollId = "transport-test";  // a value, not a member
inline constexpr const char* kSequence = "sequence";
inline constexpr const char* kExchangeId = "exchange_id";
inline constexpr const char* kTrustBundle = "trust_bundle";
inline constexpr const char* kTrustBundleVersion = "trust_bundle_version";
inline constexpr const char* kRenewWindow = "renew_window";
inline constexpr const char* kStart = "start_ms";
inline constexpr const char* kEnd = "end_ms";

// Their strings may be as long as the body (limits of wire.md).
inline constexpr std::array<std::string_view, 4> kLongMembers{kRequest, kRequestData, kResponse, kResponseData};

// What we send first, then what a peer may call it (wire P5).
struct RequestName {
  std::string_view literal;
  std::array<std::string_view, 2> aliases;
};
inline constexpr RequestName kRegistration{"REGISTRATION", {"REGISTER", "ID_TOKEN_REGISTRATION"}};
inline constexpr RequestName kAuthorization{"AUTHORIZATION", {"AUTH", "ENTITLEMENT"}};
inline constexpr RequestName kRenewal{"RENEW", {"ID_CERT_RENEW", "CERT_RENEW"}};
inline constexpr RequestName kDeregistration{"DEREGISTRATION", {"DEACTIVATION", "DEREGISTER"}};
inline constexpr RequestName kPoll{"POLL_REQ", {"POLL", "POLL"}};

enum class StatusCode { ok, poll, try_again, failed, version_too_high };
struct StatusCodeName {
  std::string_view literal;
  StatusCode code;
};
inline constexpr std::array<StatusCodeName, 5> kStatusCodes{{
    {"OK", StatusCode::ok},
    {"OK_POLL", StatusCode::poll},
    {"OK_TRY_AGAIN", StatusCode::try_again},
    {"FAILED", StatusCode::failed},
    {"VERSION_TOO_HIGH", StatusCode::version_too_high},
}};

inline constexpr std::string_view kInComplianceOverall = "InCompliance";
inline constexpr std::string_view kOutOfComplianceOverall = "OutOfCompliance";
struct EntitlementStatusName {
  std::string_view literal;
  EntitlementStatus status;
};
inline constexpr std::array<EntitlementStatusName, 7> kEntitlementStatuses{{
    {"InCompliance", EntitlementStatus::in_compliance},
    {"OutOfCompliance", EntitlementStatus::out_of_compliance},
    {"InvalidTag", EntitlementStatus::invalid_tag},
    {"Overage", EntitlementStatus::overage},
    {"NotAuthorized", EntitlementStatus::not_authorized},
    {"NotApplicable", EntitlementStatus::not_applicable},
    {"Disabled", EntitlementStatus::disabled},
}};

// What the text of a FAILED answer means: the first row whose two parts both occur in it, whatever their case (wire
// P6).
enum class FailureMeaning {
  token_invalid,
  token_expired,
  already_registered,
  instance_unknown,
  clone_suspected,
  certificate,
  clock,
};
struct FailureText {
  std::string_view part;
  std::string_view other_part;
  FailureMeaning meaning;
};
inline constexpr std::array<FailureText, 8> kFailureTexts{{
    {"token", "has expired", FailureMeaning::token_expired},
    {"token", "is not valid", FailureMeaning::token_invalid},
    {"is already registered", "", FailureMeaning::already_registered},
    {"invalid productinstanceidentifier", "", FailureMeaning::instance_unknown},
    {"clone suspected", "", FailureMeaning::clone_suspected},
    {"certificate expired", "", FailureMeaning::certificate},
    {"signature verification failed", "", FailureMeaning::certificate},
    {"timestamp mismatch", "", FailureMeaning::clock},
}};

}  // namespace lic::wire
