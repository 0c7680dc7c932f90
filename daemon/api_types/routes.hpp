#pragma once
// Paths of the local API (interfaces.md section 3), shared by the routes of the daemon and the requests of the CLI.

#include <string_view>

namespace lic::routes {

inline constexpr std::string_view kStatus = "/v1/status";
inline constexpr std::string_view kEntitlements = "/v1/entitlements";
inline constexpr std::string_view kAlarms = "/v1/alarms";
inline constexpr std::string_view kEvents = "/v1/events";
inline constexpr std::string_view kHistory = "/v1/history";
inline constexpr std::string_view kRegistration = "/v1/registration";
inline constexpr std::string_view kRegistrationRenew = "/v1/registration/renew";
inline constexpr std::string_view kAuthorizationRenew = "/v1/authorization/renew";
inline constexpr std::string_view kReservation = "/v1/reservation";
inline constexpr std::string_view kReservationEnable = "/v1/reservation/enable";
inline constexpr std::string_view kReservationRequest = "/v1/reservation/request";
inline constexpr std::string_view kReservationCancel = "/v1/reservation/cancel";
inline constexpr std::string_view kReservationInstall = "/v1/reservation/install";
inline constexpr std::string_view kReservationReturn = "/v1/reservation/return";
inline constexpr std::string_view kReservationReturnAuthorization = "/v1/reservation/return-authorization";
inline constexpr std::string_view kReservationDisable = "/v1/reservation/disable";
inline constexpr std::string_view kMigration = "/v1/migration";
inline constexpr std::string_view kFactoryReset = "/v1/factory-reset";
inline constexpr std::string_view kBackup = "/v1/backup";
inline constexpr std::string_view kTransport = "/v1/transport";
inline constexpr std::string_view kTransportReset = "/v1/transport/reset";
inline constexpr std::string_view kPrivacy = "/v1/privacy";
inline constexpr std::string_view kTrust = "/v1/trust";  // one imported file: kTrust + "/" + name
inline constexpr std::string_view kLicenseType = "/v1/license-type";
inline constexpr std::string_view kLicenseControl = "/v1/license-control";
inline constexpr std::string_view kConfig = "/v1/config";
inline constexpr std::string_view kSeats = "/v1/seats";  // one seat: kSeats + "/" + id
inline constexpr std::string_view kSeatsBatch = "/v1/seats/batch";
inline constexpr std::string_view kReports = "/v1/reports";  // one report: kReports + "/" + id
inline constexpr std::string_view kOpenApi = "/v1/openapi.json";
inline constexpr std::string_view kPorts = "/v1/ports";
inline constexpr std::string_view kProvisioning = "/v1/provisioning";
inline constexpr std::string_view kTransportTest = "/v1/transport/test";
inline constexpr std::string_view kDoctor = "/v1/doctor";
inline constexpr std::string_view kLabClock = "/v1/lab/clock";
inline constexpr std::string_view kHealth = "/healthz";
inline constexpr std::string_view kReady = "/readyz";

}  // namespace lic::routes
