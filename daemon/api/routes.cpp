#include "daemon/api/router.hpp"

#include <array>

#include "daemon/api/handlers.hpp"
#include "daemon/api_types/routes.hpp"

namespace lic::api {
namespace {

constexpr std::array kRoutes = {
    ApiRoute{Method::get, routes::kStatus, Permission::read, Patience::none, get_status},
    ApiRoute{Method::get, routes::kEntitlements, Permission::read, Patience::none, get_entitlements},
    ApiRoute{Method::get, routes::kAlarms, Permission::read, Patience::none, get_alarms},
    ApiRoute{Method::get, routes::kEvents, Permission::read, Patience::none, get_events},
    ApiRoute{Method::get, "/v1/events/stream", Permission::read, Patience::none, stream_events},
    ApiRoute{Method::get, routes::kHistory, Permission::read, Patience::none, get_history},
    ApiRoute{Method::get, routes::kTransport, Permission::read, Patience::none, get_transport},
    ApiRoute{Method::put, routes::kTransport, Permission::write, Patience::trial, put_transport},
    ApiRoute{Method::post, routes::kTransportReset, Permission::write, Patience::trial, reset_transport},
    ApiRoute{Method::get, routes::kPrivacy, Permission::read, Patience::none, get_privacy},
    ApiRoute{Method::put, routes::kPrivacy, Permission::write, Patience::none, put_privacy},
    ApiRoute{Method::get, routes::kTrust, Permission::read, Patience::none, get_trust},
    ApiRoute{Method::post, routes::kTrust, Permission::write, Patience::none, post_trust},
    ApiRoute{Method::del, "/v1/trust/{id}", Permission::write, Patience::none, delete_trust},
    ApiRoute{Method::get, routes::kLicenseType, Permission::read, Patience::none, get_license_type},
    ApiRoute{Method::put, routes::kLicenseType, Permission::write, Patience::none, put_license_type},
    ApiRoute{Method::get, routes::kLicenseControl, Permission::read, Patience::none, get_license_control},
    ApiRoute{Method::put, routes::kLicenseControl, Permission::write, Patience::none, put_license_control},
    ApiRoute{Method::get, routes::kConfig, Permission::read, Patience::none, get_config},
    ApiRoute{Method::post, routes::kRegistration, Permission::write, Patience::one_exchange, post_registration},
    ApiRoute{Method::del, routes::kRegistration, Permission::write, Patience::two_exchanges, delete_registration},
    ApiRoute{Method::post, routes::kRegistrationRenew, Permission::write, Patience::one_exchange, renew_registration},
    ApiRoute{Method::post, routes::kAuthorizationRenew, Permission::write, Patience::one_exchange, renew_authorization},
    ApiRoute{Method::get, routes::kReservation, Permission::read, Patience::none, get_reservation},
    ApiRoute{Method::post, routes::kReservationEnable, Permission::write, Patience::trial, enable_reservation},
    ApiRoute{Method::post, routes::kReservationRequest, Permission::write, Patience::none, request_reservation},
    ApiRoute{Method::post, routes::kReservationCancel, Permission::write, Patience::none, cancel_reservation},
    ApiRoute{Method::post, routes::kReservationInstall, Permission::write, Patience::none, install_reservation},
    ApiRoute{Method::post, routes::kReservationReturn, Permission::write, Patience::none, return_reservation},
    ApiRoute{Method::post, routes::kReservationReturnAuthorization, Permission::write, Patience::none,
             return_authorization},
    ApiRoute{Method::post, routes::kReservationDisable, Permission::write, Patience::none, disable_reservation},
    ApiRoute{Method::post, routes::kMigration, Permission::write, Patience::none, post_migration},
    ApiRoute{Method::post, routes::kFactoryReset, Permission::write, Patience::none, post_factory_reset},
    ApiRoute{Method::post, routes::kBackup, Permission::write, Patience::unlimited, post_backup},
    ApiRoute{Method::get, routes::kSeats, Permission::read_usage, Patience::none, get_seats},
    ApiRoute{Method::post, routes::kSeats, Permission::use, Patience::none, post_seat},
    ApiRoute{Method::put, routes::kSeats, Permission::use, Patience::none, put_seats},
    ApiRoute{Method::post, routes::kSeatsBatch, Permission::use, Patience::none, post_seat_batch},
    ApiRoute{Method::patch, "/v1/seats/{id}", Permission::use, Patience::none, patch_seat},
    ApiRoute{Method::del, "/v1/seats/{id}", Permission::use, Patience::none, delete_seat},
    ApiRoute{Method::get, "/v1/seats/{id}/explain", Permission::read_usage, Patience::none, explain_seat},
    ApiRoute{Method::get, routes::kReports, Permission::read, Patience::none, get_reports},
    ApiRoute{Method::get, "/v1/reports/{id}/explain", Permission::read, Patience::none, explain_report},
    ApiRoute{Method::get, routes::kOpenApi, Permission::read_usage, Patience::none, get_openapi},
    ApiRoute{Method::put, routes::kPorts, Permission::use, Patience::none, put_ports},
    ApiRoute{Method::get, routes::kProvisioning, Permission::read_usage, Patience::none, get_provisioning},
    ApiRoute{Method::post, routes::kTransportTest, Permission::write, Patience::none, test_transport},
    ApiRoute{Method::post, routes::kDoctor, Permission::write, Patience::none, post_doctor},
    ApiRoute{Method::get, routes::kHealth, Permission::open, Patience::none, get_health},
    ApiRoute{Method::get, routes::kReady, Permission::open, Patience::none, get_readiness},
};

constexpr std::array kLabRoutes = {
    ApiRoute{Method::get, routes::kLabClock, Permission::read, Patience::none, get_lab_clock},
    ApiRoute{Method::post, routes::kLabClock, Permission::write, Patience::unlimited, move_lab_clock},
};

}  // namespace

std::span<const ApiRoute> plain_routes() { return kRoutes; }
std::span<const ApiRoute> lab_routes() { return kLabRoutes; }

}  // namespace lic::api
