#pragma once
// One function a verb; see verbs.hpp for the contract and verbs.cpp for who is who.

#include "daemon/cli/verbs.hpp"

namespace lic::cli {

// completion_command.cpp
[[nodiscard]] Outcome<int> run_completion(Session session, const Options& options);
// registration_commands.cpp
[[nodiscard]] Outcome<int> run_register(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_deregister(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_renew_authorization(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_renew_registration(Session session, const Options& options);
// status_commands.cpp
[[nodiscard]] Outcome<int> run_status(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_summary(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_usage(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_udi(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_next(Session session, const Options& options);
// record_commands.cpp
[[nodiscard]] Outcome<int> run_events(Session session, const Options& options);
// history_commands.cpp
[[nodiscard]] Outcome<int> run_history(Session session, const Options& options);
// report_commands.cpp
[[nodiscard]] Outcome<int> run_reports_list(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reports_explain(Session session, const Options& options);
// seat_commands.cpp
[[nodiscard]] Outcome<int> run_seats_list(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_seats_explain(Session session, const Options& options);
// transport_commands.cpp
[[nodiscard]] Outcome<int> run_transport_show(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_direct(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_gateway(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_on_prem(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_proxy(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_no_proxy(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_mode(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_reset(Session session, const Options& options);
// license_type_commands.cpp
[[nodiscard]] Outcome<int> run_license_type_show(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_license_type_set(Session session, const Options& options);
// privacy_commands.cpp
[[nodiscard]] Outcome<int> run_privacy_show(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_privacy_hostname(Session session, const Options& options);
// trust_commands.cpp
[[nodiscard]] Outcome<int> run_trust_list(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_trust_import(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_trust_remove(Session session, const Options& options);
// license_control_commands.cpp
[[nodiscard]] Outcome<int> run_license_control_show(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_license_control_set(Session session, const Options& options);
// reservation_commands.cpp
[[nodiscard]] Outcome<int> run_reservation_show(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_enable(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_request(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_cancel(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_install(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_return(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_return_authorization(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_reservation_disable(Session session, const Options& options);
// lifecycle_commands.cpp
[[nodiscard]] Outcome<int> run_migrate(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_factory_reset(Session session, const Options& options);
// backup_command.cpp
[[nodiscard]] Outcome<int> run_backup(Session session, const Options& options);
// restore_command.cpp
[[nodiscard]] Outcome<int> run_restore(Session session, const Options& options);
// settings_commands.cpp
[[nodiscard]] Outcome<int> run_config_show(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_version(Session session, const Options& options);
// doctor_commands.cpp
[[nodiscard]] Outcome<int> run_doctor(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_transport_test(Session session, const Options& options);
// lab_commands.cpp
[[nodiscard]] Outcome<int> run_lab_clock(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_lab_advance(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_lab_off(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_lab_step(Session session, const Options& options);
// replay_command.cpp
[[nodiscard]] Outcome<int> run_report(Session session, const Options& options);
[[nodiscard]] Outcome<int> run_replay(Session session, const Options& options);

}  // namespace lic::cli
