// The table of alarms (interfaces.md section 4): what never changes about each of them.
#include <array>

#include "agent/alarm.hpp"

namespace lic {
namespace {

constexpr std::array<AlarmKind, kAlarmCodeCount> kKinds = {{
    {AlarmCode::system_to_enter_ooc_state, "SYSTEM_TO_ENTER_OOC_STATE", 1, "REPORT_ENTITLE",
     "This Product Instance will enter Out of Compliance state because of insufficient licenses.",
     "sign seat users out or buy the licenses shown as short before the time is over"},
    {AlarmCode::system_to_enter_ooc_state_shortly, "SYSTEM_TO_ENTER_OOC_STATE_SHORTLY", 0, "REPORT_ENTITLE",
     "The time required for the Product to be in compliance is about to expire. Else, you will have to procure more "
     "licenses.",
     "sign seat users out or buy the licenses shown as short before the time is over"},
    {AlarmCode::system_in_ooc_state, "SYSTEM_IN_OOC_STATE", 1, "REPORT_ENTITLE",
     "This Product Instance is currently in Out of Compliance state because of insufficient licenses.",
     "buy the licenses shown as short; the next report after that ends the state"},
    {AlarmCode::system_in_enforcement_state, "SYSTEM_IN_ENFORCEMENT_STATE", 0, "ENFORCE",
     "This Product Instance is in Enforcement state; adding, changing and deleting of seat users is blocked.",
     "cure every reason shown by status; provisioning is free again at once"},
    {AlarmCode::renew_authorization_failure, "RENEW_AUTHORIZATION_FAILURE", 3, "RENEW_AUTH",
     "The authorization could not be renewed.", "follow the remedy of the last attempt shown by status"},
    {AlarmCode::renew_registration_failure, "RENEW_REGISTRATION_FAILURE", 3, "RENEW_ID",
     "The registration could not be renewed.", "follow the remedy of the last attempt shown by status"},
    {AlarmCode::entitlement_reporting_failure, "ENTITLEMENT_REPORTING_FAILURE", 3, "REPORT_ENTITLE",
     "License usage could not be reported as it should be.",
     "see the detail; check the catalog's tags and the account"},
    {AlarmCode::smart_agent_init_failure, "SMART_AGENT_INIT_FAILURE", 1, "INIT",
     "The licensing agent could not be initialized.", "see the detail and correct it; then restart the service"},
    {AlarmCode::evaluation_expiring, "EVALUATION_EXPIRING", 4, "COMPUTE", "The evaluation period is running out.",
     "register this product instance with a token from SSM"},
    {AlarmCode::evaluation_expired, "EVALUATION_EXPIRED", 1, "COMPUTE", "The evaluation period is over.",
     "register this product instance with a token from SSM"},
    {AlarmCode::registration_expiring, "REGISTRATION_EXPIRING", 4, "RENEW_ID", "The registration is about to expire.",
     "find out why renewal fails (status, last attempt) and run: smart-agentctl renew registration"},
    {AlarmCode::registration_expired, "REGISTRATION_EXPIRED", 1, "RENEW_ID", "The registration has expired.",
     "the agent renews it by itself, once a day; if SSM refuses: smart-agentctl register --force --token-file FILE"},
    {AlarmCode::authorization_expiring, "AUTHORIZATION_EXPIRING", 4, "RENEW_AUTH",
     "The authorization is about to expire because SSM cannot be reached.",
     "restore the way to SSM (status, last attempt); the agent renews by itself"},
    {AlarmCode::authorization_expired, "AUTHORIZATION_EXPIRED", 1, "RENEW_AUTH",
     "The authorization has expired: no answer from SSM for too long.",
     "restore the way to SSM (status, last attempt); one good answer cures it"},
    {AlarmCode::communication_failure, "COMMUNICATION_FAILURE", 3, "RENEW_AUTH", "Communication with SSM fails.",
     "follow the remedy of the last attempt shown by status"},
    {AlarmCode::system_clock_changed, "SYSTEM_CLOCK_CHANGED", 5, "CLOCK", "The system clock was changed.",
     "nothing, if it was intended; deadlines keep their real length"},
    {AlarmCode::clock_skew, "CLOCK_SKEW", 4, "CLOCK", "The system clock differs from SSM's clock.",
     "set the clock by NTP; from one hour on no exchange with SSM is possible"},
    {AlarmCode::clone_suspected, "CLONE_SUSPECTED", 2, "RENEW_AUTH",
     "Another copy of this machine uses the same identity at SSM.",
     "register this copy or the other one anew with --force"},
    {AlarmCode::identity_mismatch, "IDENTITY_MISMATCH", 2, "INIT",
     "The state belongs to other hardware; this copy does not report.",
     "register this machine with a token and --force; if licenses are reserved, return them: smart-agentctl "
     "reservation "
     "return"},
    {AlarmCode::storage_failure, "STORAGE_FAILURE", 2, "STORE", "The state cannot be written to disk.",
     "free space or repair the disk under the state directory; the agent tries again by itself"},
    {AlarmCode::serial_missing, "SERIAL_MISSING", 2, "INIT", "This machine has no serial number for its UDI.",
     "set product.serial in the configuration"},
    {AlarmCode::instance_removed, "INSTANCE_REMOVED", 1, "RENEW_AUTH",
     "SSM does not authorize this product instance any more.", "register it anew with a token and --force"},
    {AlarmCode::trust_anchor_expiring, "TRUST_ANCHOR_EXPIRING", 4, "RENEW_AUTH",
     "A certificate that exchanges with SSM stand on is about to end.",
     "have the certificate renewed by whoever runs the server it names; a new authority must be in tls_ca_dir, a new "
     "message root in ssm_root_dir, unless SSM announces it"},
    {AlarmCode::hostname_matches_udi, "HOSTNAME_MATCHES_UDI", 4, "INIT",
     "The host name is the same as a field of the UDI, which SSM is always told.",
     "if the host name is to stay private, rename the machine or set product.serial in the configuration"},
    {AlarmCode::license_computation_failure, "LICENSE_COMPUTATION_FAILURE", 3, "COMPUTE",
     "License consumption could not be computed as it should be.", "see the detail; correct what the product sends"},
    {AlarmCode::non_production_use, "NON_PRODUCTION_USE", 5, "COMPUTE", "You are using a Non-Production System.",
     "nothing in a lab; for live traffic deregister and choose a production license type"},
    {AlarmCode::license_type_mismatch, "LICENSE_TYPE_MISMATCH", 3, "REPORT_ENTITLE",
     "SSM finds nothing purchased for the license type that is set.",
     "compare the license type with what the account owns; to change it: deregister, license-type set, restart the "
     "product, register"},
    {AlarmCode::product_restart_required, "PRODUCT_RESTART_REQUIRED", 4, "COMPUTE",
     "The license type was changed; the product must be restarted.",
     "restart the product's services shown in the detail; the alarm clears itself when they are back"},
    {AlarmCode::reservation_expiring, "RESERVATION_EXPIRING", 4, "RESERVE", "Reserved licenses are about to end.",
     "renew the term at SSM, update the reservation there, and install the new authorization code"},
    {AlarmCode::not_authorized_reserved, "NOT_AUTHORIZED_RESERVED", 1, "RESERVE",
     "The installed reservation does not cover what is in use.",
     "update the reservation at SSM and install the new authorization code, or use less"},
    {AlarmCode::smart_agent_not_enabled, "SMART_AGENT_NOT_ENABLED", 3, "INIT",
     "Smart licensing is not enabled; nothing is reported.",
     "when the licenses are at SSM, go over with: smart-agentctl migrate --yes (there is no way back)"},
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
