// Registration and the renewal of its certificate (R-REG).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<Identity> auto& identity) {
  auto& [instance, instance_name, smart_account, virtual_account, export_controlled_allowed, certificate, key,
         license_type, registered_at, issued_at, renew_at, expires_at] = identity;
  json("instance", instance)("instance_name", instance_name);
  json("smart_account", smart_account)("virtual_account", virtual_account);
  json("export_controlled_allowed", export_controlled_allowed)("certificate", certificate)("key", key);
  json("license_type", license_type)("registered_at", registered_at)("issued_at", issued_at);
  json("renew_at", renew_at)("expires_at", expires_at);
}

void members(auto&, Is<Unregistered> auto&) {}

void members(auto& json, Is<Registered> auto& registered) {
  auto& [identity] = registered;
  json("identity", identity);
}

void members(auto& json, Is<RegistrationExpired> auto& expired) {
  auto& [identity, since, enforcement_kept] = expired;
  json("identity", identity)("since", since)("enforcement_kept", enforcement_kept);
}

void members(auto& json, Is<RegistrationAttempt> auto& attempt) {
  auto& [token, token_fingerprint, key, key_ready, force, began_at, retry] = attempt;
  json("token", token)("token_fingerprint", token_fingerprint)("key", key)("key_ready", key_ready);
  json("force", force)("began_at", began_at)("retry", retry);
}

void members(auto& json, Is<Deregistration> auto& leaving) {
  auto& [final_report_done] = leaving;
  json("final_report_done", final_report_done);
}

void members(auto& json, Is<RegistrationState> auto& registration) {
  auto& [standing, attempt, leaving, last_attempt] = registration;
  json("standing", standing)("attempt", attempt)("leaving", leaving)("last_attempt", last_attempt);
}

void members(auto& json, Is<IdentityGranted> auto& granted) {
  auto& [instance, instance_name, smart_account, virtual_account, export_controlled_allowed, certificate,
         renew_interval] = granted;
  json("instance", instance)("instance_name", instance_name);
  json("smart_account", smart_account)("virtual_account", virtual_account);
  json("export_controlled_allowed", export_controlled_allowed)("certificate", certificate);
  json("renew_interval", renew_interval);
}

void members(auto& json, Is<RenewalState> auto& renewal) {
  auto& [new_key, key_ready, granted, asked_for, retry, last_attempt] = renewal;
  json("new_key", new_key)("key_ready", key_ready)("granted", granted)("asked_for", asked_for);
  json("retry", retry)("last_attempt", last_attempt);
}

SectionFormat registration_format() { return format_of<&Sections::registration>("registration"); }
SectionFormat renewal_format() { return format_of<&Sections::renewal>("renewal"); }

}  // namespace lic
