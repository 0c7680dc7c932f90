#pragma once
// The handlers behind the table of routes. Each answers `reply` once, now or after a commit.

#include "daemon/api/api_context.hpp"
#include "daemon/api/http_message.hpp"

namespace lic::api {

// status_handlers.cpp
void get_status(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_entitlements(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_alarms(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_provisioning(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_config(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_health(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_readiness(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// transport_handlers.cpp
void get_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void put_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void reset_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// license_type_handlers.cpp
void get_license_type(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void put_license_type(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// privacy_handlers.cpp
void get_privacy(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void put_privacy(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// license_control_handlers.cpp
void get_license_control(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void put_license_control(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// trust_handlers.cpp
void get_trust(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void post_trust(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void delete_trust(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// record_handlers.cpp
void get_events(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void stream_events(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void get_history(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// registration_handlers.cpp
void post_registration(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void delete_registration(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void renew_registration(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void renew_authorization(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// reservation_handlers.cpp
void get_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void enable_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void request_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void cancel_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void install_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void return_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void return_authorization(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void disable_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// lifecycle_handlers.cpp
void post_migration(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void post_factory_reset(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// backup_handlers.cpp
void post_backup(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// report_handlers.cpp
void get_reports(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void explain_report(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// openapi_handler.cpp
void get_openapi(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// seat_list_handlers.cpp
void get_seats(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void explain_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// seat_handlers.cpp
void post_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void patch_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void delete_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void put_seats(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void post_seat_batch(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void put_ports(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// doctor_handlers.cpp
void post_doctor(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void test_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply);

// lab_handlers.cpp
void get_lab_clock(const ApiContext& context, const ApiRequest& request, const Reply& reply);
void move_lab_clock(const ApiContext& context, const ApiRequest& request, const Reply& reply);

}  // namespace lic::api
