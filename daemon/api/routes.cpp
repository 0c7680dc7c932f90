#include "daemon/api/router.hpp"

#include <array>

#include "daemon/api/handlers.hpp"

namespace lic::api {
namespace {

constexpr std::array kRoutes = {
    ApiRoute{Method::get, "/v1/status", Permission::read, Patience::none, get_status},
    ApiRoute{Method::get, "/v1/entitlements", Permission::read, Patience::none, get_entitlements},
    ApiRoute{Method::get, "/v1/alarms", Permission::read, Patience::none, get_alarms},
    ApiRoute{Method::get, "/v1/events", Permission::read, Patience::none, get_events},
    ApiRoute{Method::get, "/v1/events/stream", Permission::read, Patience::none, stream_events},
    ApiRoute{Method::get, "/v1/history", Permission::read, Patience::none, get_history},
    ApiRoute{Method::get, "/v1/transport", Permission::read, Patience::none, get_transport},
    ApiRoute{Method::get, "/v1/license-type", Permission::read, Patience::none, get_license_type},
    ApiRoute{Method::get, "/v1/config", Permission::read, Patience::none, get_config},
    ApiRoute{Method::post, "/v1/registration", Permission::write, Patience::one_exchange, post_registration},
    ApiRoute{Method::del, "/v1/registration", Permission::write, Patience::two_exchanges, delete_registration},
    ApiRoute{Method::post, "/v1/registration/renew", Permission::write, Patience::one_exchange, renew_registration},
    ApiRoute{Method::post, "/v1/authorization/renew", Permission::write, Patience::one_exchange, renew_authorization},
    ApiRoute{Method::get, "/v1/seats", Permission::read_usage, Patience::none, get_seats},
    ApiRoute{Method::post, "/v1/seats", Permission::use, Patience::none, post_seat},
    ApiRoute{Method::put, "/v1/seats", Permission::use, Patience::none, put_seats},
    ApiRoute{Method::patch, "/v1/seats/{id}", Permission::use, Patience::none, patch_seat},
    ApiRoute{Method::del, "/v1/seats/{id}", Permission::use, Patience::none, delete_seat},
    ApiRoute{Method::get, "/v1/seats/{id}/explain", Permission::read_usage, Patience::none, explain_seat},
    ApiRoute{Method::put, "/v1/ports", Permission::use, Patience::none, put_ports},
    ApiRoute{Method::get, "/v1/provisioning", Permission::read_usage, Patience::none, get_provisioning},
    ApiRoute{Method::get, "/healthz", Permission::open, Patience::none, get_health},
    ApiRoute{Method::get, "/readyz", Permission::open, Patience::none, get_readiness},
};

constexpr std::array kLabRoutes = {
    ApiRoute{Method::get, "/v1/lab/clock", Permission::read, Patience::none, get_lab_clock},
    ApiRoute{Method::post, "/v1/lab/clock", Permission::write, Patience::unlimited, move_lab_clock},
};

}  // namespace

std::span<const ApiRoute> routes() { return kRoutes; }
std::span<const ApiRoute> lab_routes() { return kLabRoutes; }

}  // namespace lic::api
