// The table of alarms (interfaces.md section 4): what never changes about each of them.
#include <array>

#include "agent/alarm.hpp"

namespace lic {
namespace {

constexpr std::array<AlarmKind, kAlarmCodeCount> kKinds = {{
    {AlarmCode::system_to_enter_ooc_state, "SYSTEM_TO_ENTER_OOC_STATE", 1, "REPORT_ENTITLE",
     "This Product Instance will enter Out of Compliance state because of insufficient licenses.",
     "sign seat users out or buy the licenses shown as short before the time is over",
     "SSM answers a scheduled report with out of compliance and more than 15 minutes of the tolerance are left (policy "
     "tolerant); told anew with each such answer",
     "SSM answers a scheduled report with in compliance; the next stage takes over without a clear (superseded)"},
    {AlarmCode::system_to_enter_ooc_state_shortly, "SYSTEM_TO_ENTER_OOC_STATE_SHORTLY", 0, "REPORT_ENTITLE",
     "The time required for the Product to be in compliance is about to expire. Else, you will have to procure more "
     "licenses.",
     "sign seat users out or buy the licenses shown as short before the time is over",
     "SSM goes on answering out of compliance and 15 minutes or fewer of the tolerance are left (policy tolerant)",
     "SSM answers a scheduled report with in compliance; the next stage takes over without a clear (superseded)"},
    {AlarmCode::system_in_ooc_state, "SYSTEM_IN_OOC_STATE", 1, "REPORT_ENTITLE",
     "This Product Instance is currently in Out of Compliance state because of insufficient licenses.",
     "buy the licenses shown as short; the next report after that ends the state",
     "the tolerance is over (policy tolerant), or SSM answers out of compliance (policy immediate)",
     "SSM answers in compliance, for the locked quantities if usage is locked"},
    {AlarmCode::system_in_enforcement_state, "SYSTEM_IN_ENFORCEMENT_STATE", 0, "ENFORCE",
     "This Product Instance is in Enforcement state; changes of seat users are blocked.",
     "cure every reason shown by status; provisioning is free again at once",
     "the evaluation is over, or 90 days of overage are, whatever began them; the reason says what is blocked "
     "and why",
     "every reason is cured; each cure counts at once, without a restart"},
    {AlarmCode::renew_authorization_failure, "RENEW_AUTHORIZATION_FAILURE", 3, "RENEW_AUTH",
     "The authorization could not be renewed.", "follow the remedy of the last attempt shown by status",
     "SSM refuses an authorization request of this instance, or does not answer one in time",
     "the next authorization request is answered"},
    {AlarmCode::renew_registration_failure, "RENEW_REGISTRATION_FAILURE", 3, "RENEW_ID",
     "The registration could not be renewed.", "follow the remedy of the last attempt shown by status",
     "a renewal of the registration is refused, or fails on the way to SSM",
     "a renewal succeeds, or the instance is registered anew or deregistered"},
    {AlarmCode::entitlement_reporting_failure, "ENTITLEMENT_REPORTING_FAILURE", 3, "REPORT_ENTITLE",
     "License usage could not be reported as it should be.", "see the detail; check the catalog's tags and the account",
     "no license type is set or the catalog lacks it, SSM answers with a tag or status that is not known, or the "
     "outbox is full and its oldest reports are being merged",
     "the license type is known again, SSM answers with a known status, or the outbox is delivered"},
    {AlarmCode::smart_agent_init_failure, "SMART_AGENT_INIT_FAILURE", 1, "INIT",
     "The licensing agent could not be initialized.", "see the detail and correct it; then restart the service",
     "the daemon ends at its start because the configuration, the catalog, the transport settings, the state or the "
     "key store cannot be used",
     "the next start succeeds"},
    {AlarmCode::evaluation_expiring, "EVALUATION_EXPIRING", 4, "COMPUTE", "The evaluation period is running out.",
     "register this product instance with a token from SSM",
     "the evaluation clock runs and 60, 30, 14, 7, 3, 2, 1 days are left; hourly on the last day",
     "the instance is registered or licenses are reserved; when the days are over, EVALUATION_EXPIRED follows"},
    {AlarmCode::evaluation_expired, "EVALUATION_EXPIRED", 1, "COMPUTE", "The evaluation period is over.",
     "register this product instance with a token from SSM",
     "all evaluation days are used while the instance is not registered",
     "the instance is registered or licenses are reserved"},
    {AlarmCode::registration_expiring, "REGISTRATION_EXPIRING", 4, "RENEW_ID", "The registration is about to expire.",
     "find out why renewal fails (status, last attempt) and run: smart-agentctl renew registration",
     "60 days or fewer of the certificate's life are left; told weekly, daily in the last week",
     "the registration is renewed; at the end REGISTRATION_EXPIRED follows"},
    {AlarmCode::registration_expired, "REGISTRATION_EXPIRED", 1, "RENEW_ID", "The registration has expired.",
     "the agent renews it by itself, once a day; if SSM refuses: smart-agentctl register --force --token-file FILE",
     "the certificate's life is over without a renewal",
     "the registration is renewed or recovered, or the instance is registered anew or deregistered"},
    {AlarmCode::authorization_expiring, "AUTHORIZATION_EXPIRING", 4, "RENEW_AUTH",
     "The authorization is about to expire because SSM cannot be reached.",
     "restore the way to SSM (status, last attempt); the agent renews by itself",
     "exchanges fail and 60, 30, 14, 7, 3, 2, 1 of the 90 days since the last good one are left",
     "one good exchange; at the end AUTHORIZATION_EXPIRED follows"},
    {AlarmCode::authorization_expired, "AUTHORIZATION_EXPIRED", 1, "RENEW_AUTH",
     "The authorization has expired: no answer from SSM for too long.",
     "restore the way to SSM (status, last attempt); one good answer cures it",
     "90 days have passed since the last good exchange", "one good exchange"},
    {AlarmCode::communication_failure, "COMMUNICATION_FAILURE", 3, "RENEW_AUTH", "Communication with SSM fails.",
     "follow the remedy of the last attempt shown by status",
     "an exchange with SSM fails on its way: name, connection, proxy, TLS, HTTP, or an answer that cannot be trusted",
     "an exchange succeeds, or a registration that was under way is cancelled"},
    {AlarmCode::system_clock_changed, "SYSTEM_CLOCK_CHANGED", 5, "CLOCK", "The system clock was changed.",
     "nothing, if it was intended; deadlines keep their real length", "the calendar jumps by more than 10 seconds",
     "nothing: it is a notice, told once for each jump"},
    {AlarmCode::clock_skew, "CLOCK_SKEW", 4, "CLOCK", "The system clock differs from SSM's clock.",
     "set the clock by NTP; from one hour on no exchange with SSM is possible",
     "SSM's signed time differs from this machine's by more than 5 minutes",
     "an exchange finds the clocks within 5 minutes"},
    {AlarmCode::clone_suspected, "CLONE_SUSPECTED", 2, "RENEW_AUTH",
     "Another copy of this machine uses the same identity at SSM.",
     "register the copy that is to go on, there, with --force: the other one is then unknown at SSM; if both are to go "
     "on, first give one a machine id of its own (and no common product.serial), then register both with --force",
     "SSM has seen a later exchange of the same instance from another copy",
     "the instance is registered anew or deregistered"},
    {AlarmCode::identity_mismatch, "IDENTITY_MISMATCH", 2, "INIT",
     "The state belongs to other hardware; this copy does not report.",
     "register this machine with a token and --force; if licenses are reserved, return them: smart-agentctl "
     "reservation "
     "return",
     "the state directory was made on a machine with another UDI",
     "the instance is registered anew here, deregistered or reset, or the state is back on its own machine"},
    {AlarmCode::storage_failure, "STORAGE_FAILURE", 2, "STORE", "The state cannot be written to disk.",
     "free space or repair the disk under the state directory; the agent tries again by itself",
     "a commit to the state directory fails: disk full, read-only or broken", "a commit succeeds"},
    {AlarmCode::serial_missing, "SERIAL_MISSING", 2, "INIT", "This machine has no serial number for its UDI.",
     "put /etc/machine-id back as it was; while nothing is registered or reserved, a new one (made by "
     "systemd-machine-id-setup) or product.serial in the configuration does as well",
     "no serial is configured and the machine has no identity to make one from", "the daemon starts with a serial"},
    {AlarmCode::instance_removed, "INSTANCE_REMOVED", 1, "RENEW_AUTH",
     "SSM does not authorize this product instance any more.", "register it anew with a token and --force",
     "SSM says twice, at least an hour apart, that this instance is unknown, removed or revoked, or does not authorize "
     "its licenses",
     "the instance is registered anew or deregistered, or SSM authorizes it again"},
    {AlarmCode::trust_anchor_expiring, "TRUST_ANCHOR_EXPIRING", 4, "RENEW_AUTH",
     "A certificate that exchanges with SSM stand on is about to end.",
     "have the certificate renewed by whoever runs the server it names; unless SSM announces "
     "it, import a new authority with: smart-agentctl trust import FILE; a new message root with: smart-agentctl trust "
     "import FILE --message",
     "a certificate that the last exchange stood on, of the TLS server, its authority or the message signer, ends "
     "within the warning time",
     "the next exchange stands on a certificate that lasts longer"},
    {AlarmCode::hostname_matches_udi, "HOSTNAME_MATCHES_UDI", 4, "INIT",
     "The host name is the same as a field of the UDI, which SSM is always told.",
     "if the host name is to stay private, rename the machine; a changed product.serial makes it another machine, so "
     "deregister before",
     "the host name is, without regard to case, the product id, the serial or the UUID of this machine",
     "the daemon starts with another host name or serial"},
    {AlarmCode::license_computation_failure, "LICENSE_COMPUTATION_FAILURE", 3, "COMPUTE",
     "License consumption could not be computed as it should be.", "see the detail; correct what the product sends",
     "a process of the product sends a line on the product socket that cannot be read, so that use may be counted "
     "wrongly",
     "that process sends what can be read, a minute or more after the last line that could not be, or its connection "
     "ends"},
    {AlarmCode::non_production_use, "NON_PRODUCTION_USE", 5, "COMPUTE", "You are using a Non-Production System.",
     "nothing in a lab; for live traffic deregister and choose a production license type",
     "licenses are in use while the usage mode is non-production",
     "nothing is in use any more, or the usage mode is production"},
    {AlarmCode::license_type_mismatch, "LICENSE_TYPE_MISMATCH", 3, "REPORT_ENTITLE",
     "SSM finds nothing purchased for the license type that is set.",
     "compare the license type with what the account owns; to change it: deregister, license-type set, restart the "
     "product, register",
     "SSM's answer says that nothing of the license type that is set was purchased",
     "an answer shows something purchased for the type"},
    {AlarmCode::product_restart_required, "PRODUCT_RESTART_REQUIRED", 4, "COMPUTE",
     "The license type was changed; the product must be restarted.",
     "restart the product's services shown in the detail; the alarm clears itself when they are back",
     "the license type was changed while processes of the product were connected",
     "every process that was connected then has come back"},
    {AlarmCode::reservation_expiring, "RESERVATION_EXPIRING", 4, "RESERVE", "Reserved licenses are about to end.",
     "renew the term at SSM, update the reservation there, and install the new authorization code",
     "a term of the installed reservation ends within 60 days; told weekly, daily in the last week",
     "a code with longer terms is installed, or the reservation is returned"},
    {AlarmCode::not_authorized_reserved, "NOT_AUTHORIZED_RESERVED", 1, "RESERVE",
     "The installed reservation does not cover what is in use.",
     "update the reservation at SSM and install the new authorization code, or use less",
     "more is in use than the reservation covers, or it lacks a license that is always needed",
     "a code that covers it is installed, less is used, or the reservation is returned"},
    {AlarmCode::smart_agent_not_enabled, "SMART_AGENT_NOT_ENABLED", 3, "INIT",
     "Smart licensing is not enabled; nothing is reported.",
     "when the licenses are at SSM, go over with: smart-agentctl migrate --yes (there is no way back)",
     "the licensing mode is classic", "the instance goes over to smart mode"},
    {AlarmCode::license_state_not_initialized, "LICENSE_STATE_NOT_INITIALIZED", 3, "INIT",
     "The license state is not initialized: SSM has not yet judged every license.",
     "run: smart-agentctl renew authorization; if it fails, follow the remedy of the last attempt shown by status",
     "the instance is registered, and its first authorization fails, or SSM has never answered for one of the licenses",
     "SSM answers for every license of the type, or the instance is deregistered"},
    {AlarmCode::state_recovered, "STATE_RECOVERED", 4, "STORE",
     "The state was recovered; the newest changes may be missing.",
     "see the detail; have the product send the full list of its seat users, and compare status with the account at "
     "SSM",
     "the state was put back from an older copy, a backup, before this start, and SSM has not judged its registration "
     "since",
     "one good exchange with SSM, or a registration that has ended or is new; without one the alarm is not raised"},
}};

constexpr bool in_order() {
  for (std::size_t index = 0; index < kKinds.size(); ++index)
    if (static_cast<std::size_t>(kKinds[index].code) != index) return false;
  return true;
}
static_assert(in_order(), "the table is indexed by code");

}  // namespace

const AlarmKind& kind_of(AlarmCode code) { return kKinds[static_cast<std::size_t>(code)]; }

}  // namespace lic
