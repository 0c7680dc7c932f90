// Registration and the renewal of its certificate (R-REG).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<Identity> auto& identity) {
  [[maybe_unused]] const auto& [instance, instance_name, smart_account, virtual_account, export_controlled_allowed,
                                certificate, key, license_type, registered_at, issued_at, renew_at, expires_at] =
      identity;
  json("instance", identity.instance)("instance_name", identity.instance_name);
  json("smart_account", identity.smart_account)("virtual_account", identity.virtual_account);
  json("export_controlled_allowed", identity.export_controlled_allowed)("certificate", identity.certificate)(
      "key", identity.key);
  json("license_type", identity.license_type)("registered_at", identity.registered_at)("issued_at", identity.issued_at);
  json("renew_at", identity.renew_at)("expires_at", identity.expires_at);
}

void members(auto&, Is<Unregistered> auto&) {}

void members(auto& json, Is<Registered> auto& registered) {
  [[maybe_unused]] const auto& [identity] = registered;
  json("identity", registered.identity);
}

void members(auto& json, Is<RegistrationExpired> auto& expired) {
  [[maybe_unused]] const auto& [identity, since, enforcement_kept] = expired;
  json("identity", expired.identity)("since", expired.since)("enforcement_kept", expired.enforcement_kept);
}

void members(auto& json, Is<ReservedLicense> auto& license) {
  [[maybe_unused]] const auto& [tag, count, starts, ends, license_type, display_name, description, subscription] =
      license;
  json("tag", license.tag)("count", license.count)("starts", license.starts)("ends", license.ends);
  json("license_type", license.license_type)("display_name", license.display_name);
  json("description", license.description)("subscription", license.subscription);
}

void members(auto& json, Is<AuthorizationCode> auto& code) {
  [[maybe_unused]] const auto& [text, instance, made_at, udi, licenses, confirmation_code, return_code] = code;
  json("text", code.text)("instance", code.instance)("made_at", code.made_at)("udi", code.udi);
  json("licenses", code.licenses)("confirmation_code", code.confirmation_code)("return_code", code.return_code);
}

void members(auto& json, Is<Reserved> auto& reserved) {
  [[maybe_unused]] const auto& [code, license_type, installed_at, changed_at, lacking_since] = reserved;
  json("code", reserved.code)("license_type", reserved.license_type)("installed_at", reserved.installed_at);
  json("changed_at", reserved.changed_at)("lacking_since", reserved.lacking_since);
}

void members(auto& json, Is<RegistrationAttempt> auto& attempt) {
  [[maybe_unused]] const auto& [token, token_fingerprint, key, key_ready, force, began_at, retry, goodbyes_tried] =
      attempt;
  json("token", attempt.token)("token_fingerprint", attempt.token_fingerprint)("key", attempt.key)("key_ready",
                                                                                                   attempt.key_ready);
  json("force", attempt.force)("began_at", attempt.began_at)("retry", attempt.retry)("goodbyes_tried",
                                                                                     attempt.goodbyes_tried);
}

void members(auto& json, Is<Deregistration> auto& leaving) {
  [[maybe_unused]] const auto& [final_report_done] = leaving;
  json("final_report_done", leaving.final_report_done);
}

void members(auto& json, Is<RegistrationState> auto& registration) {
  [[maybe_unused]] const auto& [standing, attempt, leaving, last_attempt] = registration;
  json("standing", registration.standing)("attempt", registration.attempt)("leaving", registration.leaving)(
      "last_attempt", registration.last_attempt);
}

void members(auto& json, Is<IdentityGranted> auto& granted) {
  [[maybe_unused]] const auto& [instance, instance_name, smart_account, virtual_account, export_controlled_allowed,
                                certificate, renew_interval] = granted;
  json("instance", granted.instance)("instance_name", granted.instance_name);
  json("smart_account", granted.smart_account)("virtual_account", granted.virtual_account);
  json("export_controlled_allowed", granted.export_controlled_allowed)("certificate", granted.certificate);
  json("renew_interval", granted.renew_interval);
}

void members(auto& json, Is<RenewWindow> auto& window) {
  [[maybe_unused]] const auto& [start, end] = window;
  json("start", window.start)("end", window.end);
}

void members(auto& json, Is<RenewalState> auto& renewal) {
  [[maybe_unused]] const auto& [new_key, key_ready, granted, window, asked_for, retry, last_attempt] = renewal;
  json("new_key", renewal.new_key)("key_ready", renewal.key_ready)("granted", renewal.granted)("asked_for",
                                                                                               renewal.asked_for);
  json("window", renewal.window)("retry", renewal.retry)("last_attempt", renewal.last_attempt);
}

SectionFormat registration_format() { return format_of<&Sections::registration>("registration"); }
SectionFormat renewal_format() { return format_of<&Sections::renewal>("renewal"); }

}  // namespace lic
