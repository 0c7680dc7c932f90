#include "daemon/cli/verbs.hpp"

#include <array>

#include "daemon/cli/commands.hpp"

namespace lic::cli {
namespace {

using enum Accepts;

constexpr std::array kRegister{token, token_file, force, no_wait};
constexpr std::array kDeregister{yes};
constexpr std::array kRenew{no_wait};
constexpr std::array kStatus{check, no_usage};
constexpr std::array kEvents{since};
constexpr std::array kHistory{csv, from, to};
constexpr std::array kSeat{seat_id};
constexpr std::array kReport{report_id};
constexpr std::array kRange{from, to};
constexpr std::array kDuration{duration};
constexpr std::array kSeconds{seconds};
constexpr std::array kReplay{trace_file, until, purchase, retry_seconds, csv, progress};

constexpr std::array kGateway{gateway_url, no_wait};
constexpr std::array kOnPrem{on_prem, no_wait};
constexpr std::array kProxy{proxy, no_wait};
constexpr std::array kNoProxy{no_proxy_items, no_wait};
constexpr std::array kMode{transport_mode, no_wait};
constexpr std::array kHostname{on_off, preview};
constexpr std::array kImport{anchor_file, anchor_name, message_role};
constexpr std::array kRemove{import_name};
constexpr std::array kLimits{license_limits};
constexpr std::array kLicenseTypeSet{license_type, usage_mode, yes};
constexpr std::array kRequest{specific};
constexpr std::array kInstall{authorization_code, dry_run, yes};
constexpr std::array kInstallFile{code_file, dry_run, yes};
constexpr std::array kReturnCode{authorization_code};
constexpr std::array kIrreversible{yes};
constexpr std::array kShell{shell};
constexpr std::array kBackup{backup_file, progress};
constexpr std::array kRestore{backup_file, restore};

constexpr auto kVerbs = std::to_array<Verb>({
    {"register", "register this product instance with an ID token", kRegister, run_register},
    {"deregister", "give the registration and all licenses back", kDeregister, run_deregister},
    {"renew", "renew authorization or registration now", {}, nullptr},
    {"renew authorization", "ask SSM for authorization now; the running interval is reported at its end", kRenew,
     run_renew_authorization},
    {"renew registration", "renew the ID certificate now", kRenew, run_renew_registration},
    {"status", "everything about licensing, the worst first", kStatus, run_status},
    {"summary", "registration, authorization and licenses in short", {}, run_summary},
    {"usage", "licenses in use", {}, run_usage},
    {"udi", "the unique device identifier", {}, run_udi},
    {"next", "what happens next and when", {}, run_next},
    {"events", "what happened", kEvents, run_events},
    {"history", "usage by interval and entitlement", kHistory, run_history},
    {"report", "license consumption by interval, peaks and alarms, of the last 24 hours unless --from", kHistory,
     run_report},
    {"reports", "what was reported to the software manager, of the last 24 hours unless --from", kRange,
     run_reports_list},
    {"reports list", "what was reported to the software manager, of the last 24 hours unless --from", kRange,
     run_reports_list},
    {"reports explain", "which sessions made the peak of a report", kReport, run_reports_explain},
    {"seats", "seat users signed in", {}, run_seats_list},
    {"seats list", "seat users signed in", {}, run_seats_list},
    {"seats explain", "why a seat user counts as standard or premium", kSeat, run_seats_explain},
    {"transport", "how the software manager is reached", {}, nullptr},
    {"transport show", "how the software manager is reached", {}, run_transport_show},
    {"transport direct", "go to the vendor directly", kRenew, run_transport_direct},
    {"transport gateway", "go to a transport gateway or an on-prem software manager, by its URL", kGateway,
     run_transport_gateway},
    {"transport on-prem", "go to an on-prem software manager, by its host name", kOnPrem, run_transport_on_prem},
    {"transport proxy", "go through an HTTP proxy to the vendor, or to --url", kProxy, run_transport_proxy},
    {"transport no-proxy", "what is reached without the proxy; nothing named: nothing is", kNoProxy,
     run_transport_no_proxy},
    {"transport mode", "Smart Transport, or Smart Call Home, which the vendor has deprecated", kMode,
     run_transport_mode},
    {"transport reset", "back to what the configuration says", kRenew, run_transport_reset},
    {"privacy", "what the software manager is told of this host", {}, nullptr},
    {"privacy show", "what the software manager is told of this host", {}, run_privacy_show},
    {"privacy hostname", "on hides the host name: the instance is named by its serial; off tells it", kHostname,
     run_privacy_hostname},
    {"trust", "who vouches for the software manager", {}, nullptr},
    {"trust list", "who vouches for the software manager", {}, run_trust_list},
    {"trust import", "have the certificates of a PEM file vouch for TLS servers, at once", kImport, run_trust_import},
    {"trust remove", "remove an imported file", kRemove, run_trust_remove},
    {"license-type", "license type and usage mode", {}, nullptr},
    {"license-type show", "license type, usage mode, and what can be chosen", {}, run_license_type_show},
    {"license-type set", "choose the license type; only while unregistered", kLicenseTypeSet, run_license_type_set},
    {"license-control", "whether more may be used than was purchased", {}, nullptr},
    {"license-control show",
     "whether more may be used than was purchased, and the limits",
     {},
     run_license_control_show},
    {"license-control set", "allow overage, or limit use to what was purchased; only while registered", kLimits,
     run_license_control_set},
    {"reservation", "specific license reservation: licenses without a network", {}, nullptr},
    {"reservation show", "the reservation as it stands, with its codes", {}, run_reservation_show},
    {"reservation enable", "reservation mode on; only while unregistered", {}, run_reservation_enable},
    {"reservation request", "the request code to enter at the software manager", kRequest, run_reservation_request},
    {"reservation cancel", "drop the open request", {}, run_reservation_cancel},
    {"reservation install", "install an authorization code, or change the reservation by it", kInstall,
     run_reservation_install},
    {"reservation install-file", "the same, with the code in a file", kInstallFile, run_reservation_install},
    {"reservation return", "give the reservation back; the product is unregistered then", kIrreversible,
     run_reservation_return},
    {"reservation return-authorization", "give an authorization code back that was never installed", kReturnCode,
     run_reservation_return_authorization},
    {"reservation disable", "reservation mode off; only when nothing is reserved", {}, run_reservation_disable},
    {"migrate", "from classic to smart licensing, for good", kIrreversible, run_migrate},
    {"factory-reset", "forget everything but what evaluation was used", kIrreversible, run_factory_reset},
    {"backup", "the state with its private keys, as one encrypted file", kBackup, run_backup},
    {"restore", "put a backup into the state directory, on the machine it was made on; the daemon is stopped", kRestore,
     run_restore},
    {"config", "the configuration", {}, nullptr},
    {"config show", "the configuration in effect", {}, run_config_show},
    {"transport test", "try the way to the software manager, step by step", {}, run_transport_test},
    {"doctor",
     "look for what is wrong on this machine, on its way to the software manager and to the syslog servers",
     {},
     run_doctor},
    {"lab", "lab time; only with a daemon in lab mode", {}, nullptr},
    {"lab clock", "where lab time stands", {}, run_lab_clock},
    {"lab advance", "move lab time on, everything due happens", kDuration, run_lab_advance},
    {"lab off", "move lab time on as a machine that was off", kDuration, run_lab_off},
    {"lab step", "step the clock as an operator would (may be negative)", kSeconds, run_lab_step},
    {"replay", "play a day from a CSV trace in lab time and report it", kReplay, run_replay},
    {"completion", "the completion of a shell, for its folder of completions", kShell, run_completion},
    {"version", "the version of smart-agentctl", {}, run_version},
});

}  // namespace

std::span<const Verb> verbs() { return kVerbs; }

}  // namespace lic::cli
