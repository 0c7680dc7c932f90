#pragma once
// The one table of texts for enumerators that people and programs see: wire, status, API, alarms.

#include <optional>
#include <string_view>

#include "agent/catalog.hpp"
#include "agent/effect.hpp"
#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "agent/status.hpp"
#include "agent/transport_settings.hpp"

namespace lic {

[[nodiscard]] std::string_view name_of(ErrorCode code);         // "failed_precondition"
[[nodiscard]] std::string_view name_of(FailureCause cause);     // "dns"
[[nodiscard]] std::string_view name_of(Capability capability);  // "inbound_voice"
[[nodiscard]] std::optional<Capability> capability_named(std::string_view name);
[[nodiscard]] std::string_view name_of(SeatClass seat_class);    // "standard"
[[nodiscard]] std::string_view name_of(LicensingMode mode);      // "classic"
[[nodiscard]] std::string_view name_of(ExportControl control);   // "not_allowed"
[[nodiscard]] std::string_view name_of(UsageMode mode);          // "non-production"
[[nodiscard]] std::string_view name_of(LimitField field);        // "outbound"
[[nodiscard]] std::string_view name_of(LimitCode code);          // "license_limit"
[[nodiscard]] std::string_view name_of(Meter meter);             // "premium", "seats", "inbound"
[[nodiscard]] std::string_view name_of(RegistrationAxis state);  // "registration_expired" (rules.md section 1)
[[nodiscard]] std::string_view name_of(AuthorizationAxis state);
[[nodiscard]] std::string_view name_of(OocPhase phase);
[[nodiscard]] std::string_view name_of(EnforcementAxis state);
[[nodiscard]] std::string_view name_of(EnforcementReason reason);
[[nodiscard]] std::string_view name_of(EntitlementStatus status);   // R-STAT code
[[nodiscard]] std::string_view shown_as(EntitlementStatus status);  // R-STAT text
[[nodiscard]] std::string_view name_of(SsmRequestKind kind);        // "registration"
[[nodiscard]] std::string_view name_of(TransportMode mode);         // "call-home", as the configuration writes it
[[nodiscard]] std::string_view name_of(TransportRoute route);       // "gateway"
[[nodiscard]] std::string_view name_of(CertificateRole role);       // "tls_server"
[[nodiscard]] std::string_view shown_as(CertificateRole role);      // "the TLS server"

}  // namespace lic
