#include "agent/names.hpp"

#include <array>

namespace lic {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::permission_denied: return "permission_denied";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::already_exists: return "already_exists";
    case ErrorCode::failed_precondition: return "failed_precondition";
    case ErrorCode::resource_exhausted: return "resource_exhausted";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::deadline_exceeded: return "deadline_exceeded";
    case ErrorCode::rejected_by_ssm: return "rejected_by_ssm";
    case ErrorCode::data_corrupt: return "data_corrupt";
    case ErrorCode::storage: return "storage";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

std::string_view name_of(FailureCause cause) {
  switch (cause) {
    case FailureCause::dns: return "dns";
    case FailureCause::tcp: return "tcp";
    case FailureCause::proxy: return "proxy";
    case FailureCause::tls: return "tls";
    case FailureCause::http: return "http";
    case FailureCause::no_answer: return "no_answer";
    case FailureCause::protocol: return "protocol";
    case FailureCause::signature: return "signature";
    case FailureCause::clock: return "clock";
    case FailureCause::account: return "account";
    case FailureCause::token: return "token";
  }
  return "protocol";
}

namespace {
constexpr std::array<std::string_view, kCapabilityCount> kCapabilities = {
    "inbound_voice", "outbound_direct_preview", "outbound_progressive", "outbound_predictive", "chat", "email",
    "supervisor",    "digital_third_party"};
constexpr std::array<std::string_view, kMeterCount> kMeters = {"standard", "premium", "seats",          "inbound",
                                                               "outbound", "ivr",     "outbound_seats", "regular"};
}  // namespace

std::string_view name_of(Capability capability) { return kCapabilities[static_cast<std::size_t>(capability)]; }

std::optional<Capability> capability_named(std::string_view name) {
  for (std::size_t index = 0; index < kCapabilities.size(); ++index)
    if (kCapabilities[index] == name) return static_cast<Capability>(index);
  return std::nullopt;
}

std::string_view name_of(SeatClass seat_class) {
  switch (seat_class) {
    case SeatClass::standard: return "standard";
    case SeatClass::premium: return "premium";
    case SeatClass::regular: return "regular";
  }
  return "standard";
}

std::string_view name_of(UsageMode mode) {
  switch (mode) {
    case UsageMode::production: return "production";
    case UsageMode::non_production: return "non-production";
  }
  return "production";
}

std::string_view name_of(LicensingMode mode) {
  switch (mode) {
    case LicensingMode::classic: return "classic";
    case LicensingMode::smart: return "smart";
  }
  return "smart";
}

std::string_view name_of(ExportControl control) {
  switch (control) {
    case ExportControl::allowed: return "allowed";
    case ExportControl::not_allowed: return "not_allowed";
    case ExportControl::not_applicable: return "not_applicable";
  }
  return "not_allowed";
}

std::string_view name_of(LimitField field) {
  switch (field) {
    case LimitField::standard: return "standard";
    case LimitField::premium: return "premium";
    case LimitField::seats: return "seats";
    case LimitField::outbound: return "outbound";
    case LimitField::ivr: return "ivr";
  }
  return "seats";
}

std::string_view name_of(LimitCode code) {
  switch (code) {
    case LimitCode::license_limit: return "license_limit";
    case LimitCode::reservation_limit: return "reservation_limit";
    case LimitCode::ova_limit: return "ova_limit";
  }
  return "license_limit";
}

std::string_view name_of(Meter meter) { return kMeters[static_cast<std::size_t>(meter)]; }

std::string_view name_of(RegistrationAxis state) {
  switch (state) {
    case RegistrationAxis::unregistered: return "unregistered";
    case RegistrationAxis::registering: return "registering";
    case RegistrationAxis::registered: return "registered";
    case RegistrationAxis::registration_expired: return "registration_expired";
    case RegistrationAxis::reservation_in_progress: return "reservation_in_progress";
    case RegistrationAxis::registered_reserved: return "registered_reserved";
  }
  return "unregistered";
}

std::string_view name_of(AuthorizationAxis state) {
  switch (state) {
    case AuthorizationAxis::no_licenses_in_use: return "no_licenses_in_use";
    case AuthorizationAxis::evaluation: return "evaluation";
    case AuthorizationAxis::evaluation_expired: return "evaluation_expired";
    case AuthorizationAxis::waiting: return "waiting";
    case AuthorizationAxis::authorized: return "authorized";
    case AuthorizationAxis::out_of_compliance: return "out_of_compliance";
    case AuthorizationAxis::authorization_expired: return "authorization_expired";
    case AuthorizationAxis::not_authorized: return "not_authorized";
    case AuthorizationAxis::authorized_reserved: return "authorized_reserved";
    case AuthorizationAxis::not_authorized_reserved: return "not_authorized_reserved";
  }
  return "waiting";
}

std::string_view name_of(OocPhase phase) {
  switch (phase) {
    case OocPhase::none: return "none";
    case OocPhase::tolerated: return "tolerated";
    case OocPhase::locked: return "locked";
    case OocPhase::entered: return "entered";
  }
  return "none";
}

std::string_view name_of(EnforcementAxis state) {
  switch (state) {
    case EnforcementAxis::none: return "none";
    case EnforcementAxis::overage: return "overage";
    case EnforcementAxis::enforced: return "enforced";
  }
  return "none";
}

std::string_view name_of(EnforcementReason reason) {
  switch (reason) {
    case EnforcementReason::evaluation_expired: return "evaluation_expired";
    case EnforcementReason::out_of_compliance: return "out_of_compliance";
    case EnforcementReason::authorization_expired: return "authorization_expired";
    case EnforcementReason::not_authorized: return "not_authorized";
    case EnforcementReason::not_authorized_reserved: return "not_authorized_reserved";
  }
  return "not_authorized";
}

namespace {
// R-STAT: code and text side by side, in the order of the enumerators.
struct StatusText {
  std::string_view code;
  std::string_view text;
};
constexpr std::array<StatusText, 15> kStatuses = {{
    {"init", "Init"},
    {"waiting", "Waiting"},
    {"evaluation", "Evaluation State"},
    {"evaluation_expired", "Evaluation Expired"},
    {"in_compliance", "In Compliance"},
    {"out_of_compliance", "Out-of-Compliance"},
    {"overage", "Overage"},
    {"authorization_expired", "Authorization Expired"},
    {"not_authorized", "Not Authorized"},
    {"reserved_in_compliance", "ReservedInCompliance"},
    {"not_in_use", "No License in Use"},
    {"invalid_tag", "Invalid Tag"},
    {"not_applicable", "Not Applicable"},
    {"disabled", "Disabled"},
    {"invalid", "Invalid"},
}};
}  // namespace

std::string_view name_of(EntitlementStatus status) { return kStatuses[static_cast<std::size_t>(status)].code; }
std::string_view shown_as(EntitlementStatus status) { return kStatuses[static_cast<std::size_t>(status)].text; }

std::string_view name_of(SsmRequestKind kind) {
  switch (kind) {
    case SsmRequestKind::registration: return "registration";
    case SsmRequestKind::authorization: return "authorization";
    case SsmRequestKind::renewal: return "renewal";
    case SsmRequestKind::deregistration: return "deregistration";
  }
  return "authorization";
}

std::string_view name_of(TransportMode mode) {
  switch (mode) {
    case TransportMode::smart: return "smart";
    case TransportMode::call_home: return "call-home";
  }
  return "smart";
}

std::string_view name_of(TransportRoute route) {
  switch (route) {
    case TransportRoute::direct: return "direct";
    case TransportRoute::gateway: return "gateway";
    case TransportRoute::proxy: return "proxy";
  }
  return "direct";
}

std::string_view name_of(CertificateRole role) {
  switch (role) {
    case CertificateRole::tls_server: return "tls_server";
    case CertificateRole::tls_authority: return "tls_authority";
    case CertificateRole::proxy_server: return "proxy_server";
    case CertificateRole::message_signer: return "message_signer";
    case CertificateRole::message_root: return "message_root";
  }
  return "tls_server";
}

std::string_view shown_as(CertificateRole role) {
  switch (role) {
    case CertificateRole::tls_server: return "the TLS server";
    case CertificateRole::tls_authority: return "the TLS server's authority";
    case CertificateRole::proxy_server: return "the proxy";
    case CertificateRole::message_signer: return "SSM's message signer";
    case CertificateRole::message_root: return "SSM's message root";
  }
  return "the TLS server";
}

}  // namespace lic
