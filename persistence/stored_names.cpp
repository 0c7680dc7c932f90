#include "persistence/stored_names.hpp"

namespace lic {

std::string_view stored_name(AttemptRecord::Outcome outcome) {
  switch (outcome) {
    case AttemptRecord::Outcome::succeeded: return "succeeded";
    case AttemptRecord::Outcome::failed: return "failed";
    case AttemptRecord::Outcome::refused: return "refused";
  }
  return {};
}

// The catalog's names are stable by contract.
std::string_view stored_name(FailureCode code) {
  const auto catalog = failure_catalog();
  const auto index = static_cast<std::size_t>(code);
  return index < catalog.size() ? catalog[index].name : std::string_view{};
}

std::string_view stored_name(SsmRequestKind kind) {
  switch (kind) {
    case SsmRequestKind::registration: return "registration";
    case SsmRequestKind::authorization: return "authorization";
    case SsmRequestKind::renewal: return "renewal";
    case SsmRequestKind::deregistration: return "deregistration";
  }
  return {};
}

std::string_view stored_name(EntitlementStatus status) {
  switch (status) {
    case EntitlementStatus::init: return "init";
    case EntitlementStatus::waiting: return "waiting";
    case EntitlementStatus::evaluation: return "evaluation";
    case EntitlementStatus::evaluation_expired: return "evaluation_expired";
    case EntitlementStatus::in_compliance: return "in_compliance";
    case EntitlementStatus::out_of_compliance: return "out_of_compliance";
    case EntitlementStatus::overage: return "overage";
    case EntitlementStatus::authorization_expired: return "authorization_expired";
    case EntitlementStatus::not_authorized: return "not_authorized";
    case EntitlementStatus::reserved_in_compliance: return "reserved_in_compliance";
    case EntitlementStatus::not_in_use: return "not_in_use";
    case EntitlementStatus::invalid_tag: return "invalid_tag";
    case EntitlementStatus::not_applicable: return "not_applicable";
    case EntitlementStatus::disabled: return "disabled";
    case EntitlementStatus::invalid: return "invalid";
  }
  return {};
}

std::string_view stored_name(AlarmCode code) {
  switch (code) {
    case AlarmCode::system_to_enter_ooc_state: return "system_to_enter_ooc_state";
    case AlarmCode::system_to_enter_ooc_state_shortly: return "system_to_enter_ooc_state_shortly";
    case AlarmCode::system_in_ooc_state: return "system_in_ooc_state";
    case AlarmCode::system_in_enforcement_state: return "system_in_enforcement_state";
    case AlarmCode::renew_authorization_failure: return "renew_authorization_failure";
    case AlarmCode::renew_registration_failure: return "renew_registration_failure";
    case AlarmCode::entitlement_reporting_failure: return "entitlement_reporting_failure";
    case AlarmCode::smart_agent_init_failure: return "smart_agent_init_failure";
    case AlarmCode::evaluation_expiring: return "evaluation_expiring";
    case AlarmCode::evaluation_expired: return "evaluation_expired";
    case AlarmCode::registration_expiring: return "registration_expiring";
    case AlarmCode::registration_expired: return "registration_expired";
    case AlarmCode::authorization_expiring: return "authorization_expiring";
    case AlarmCode::authorization_expired: return "authorization_expired";
    case AlarmCode::communication_failure: return "communication_failure";
    case AlarmCode::system_clock_changed: return "system_clock_changed";
    case AlarmCode::clock_skew: return "clock_skew";
    case AlarmCode::clone_suspected: return "clone_suspected";
    case AlarmCode::identity_mismatch: return "identity_mismatch";
    case AlarmCode::storage_failure: return "storage_failure";
    case AlarmCode::serial_missing: return "serial_missing";
    case AlarmCode::instance_removed: return "instance_removed";
    case AlarmCode::trust_anchor_expiring: return "trust_anchor_expiring";
    case AlarmCode::hostname_matches_udi: return "hostname_matches_udi";
    case AlarmCode::license_computation_failure: return "license_computation_failure";
    case AlarmCode::non_production_use: return "non_production_use";
    case AlarmCode::license_type_mismatch: return "license_type_mismatch";
    case AlarmCode::product_restart_required: return "product_restart_required";
    case AlarmCode::reservation_expiring: return "reservation_expiring";
    case AlarmCode::not_authorized_reserved: return "not_authorized_reserved";
    case AlarmCode::smart_agent_not_enabled: return "smart_agent_not_enabled";
    case AlarmCode::license_state_not_initialized: return "license_state_not_initialized";
    case AlarmCode::state_recovered: return "state_recovered";
  }
  return {};
}

std::string_view stored_name(TransportMode mode) {
  switch (mode) {
    case TransportMode::smart: return "smart";
    case TransportMode::call_home: return "call_home";
  }
  return {};
}

std::string_view stored_name(TransportRoute route) {
  switch (route) {
    case TransportRoute::direct: return "direct";
    case TransportRoute::gateway: return "gateway";
    case TransportRoute::proxy: return "proxy";
  }
  return {};
}

std::string_view stored_name(IpVersion version) {
  switch (version) {
    case IpVersion::any: return "any";
    case IpVersion::v4: return "v4";
    case IpVersion::v6: return "v6";
  }
  return {};
}

std::string_view stored_name(ProxyScheme scheme) {
  switch (scheme) {
    case ProxyScheme::http: return "http";
    case ProxyScheme::https: return "https";
  }
  return {};
}

std::string_view stored_name(CertificateRole role) {
  switch (role) {
    case CertificateRole::tls_server: return "tls_server";
    case CertificateRole::tls_authority: return "tls_authority";
    case CertificateRole::proxy_server: return "proxy_server";
    case CertificateRole::message_signer: return "message_signer";
    case CertificateRole::message_root: return "message_root";
  }
  return {};
}

std::string_view stored_name(UsageMode mode) {
  switch (mode) {
    case UsageMode::production: return "production";
    case UsageMode::non_production: return "non_production";
  }
  return {};
}

std::string_view stored_name(LicensingMode mode) {
  switch (mode) {
    case LicensingMode::classic: return "classic";
    case LicensingMode::smart: return "smart";
  }
  return {};
}

std::string_view stored_name(LimitField field) {
  switch (field) {
    case LimitField::standard: return "standard";
    case LimitField::premium: return "premium";
    case LimitField::seats: return "seats";
    case LimitField::outbound: return "outbound";
    case LimitField::ivr: return "ivr";
  }
  return {};
}

}  // namespace lic
