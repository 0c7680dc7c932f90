// What operators and SSM set while the agent runs: the way to SSM, host name privacy, trust told in band (R-REG-10,
// R-LIFE-7, wire P13).

#include "persistence/section_format.hpp"

namespace lic {

void members(auto& json, Is<ProxySettings> auto& proxy) {
  [[maybe_unused]] const auto& [host, port, scheme, user, password_file, ca_file] = proxy;
  json("host", proxy.host)("port", proxy.port)("scheme", proxy.scheme)("user", proxy.user);
  json("password_file", proxy.password_file)("ca_file", proxy.ca_file);
}

void members(auto& json, Is<TransportSettings> auto& transport) {
  [[maybe_unused]] const auto& [mode, route, url, connect_timeout, total_timeout, ip_version, no_proxy, proxy] =
      transport;
  json("mode", transport.mode)("route", transport.route)("url", transport.url);
  json("connect_timeout", transport.connect_timeout)("total_timeout", transport.total_timeout);
  json("ip_version", transport.ip_version)("no_proxy", transport.no_proxy)("proxy", transport.proxy);
}

void members(auto& json, Is<LicenseChoice> auto& choice) {
  [[maybe_unused]] const auto& [type, usage_mode] = choice;
  json("type", choice.type)("usage_mode", choice.usage_mode);
}

void members(auto& json, Is<LicenseControl> auto& control) {
  [[maybe_unused]] const auto& [overage_allowed, limits, ha_license_purchased] = control;
  json("overage_allowed", control.overage_allowed)("limits", control.limits)("ha_license_purchased",
                                                                             control.ha_license_purchased);
}

void members(auto& json, Is<SettingsState> auto& settings) {
  [[maybe_unused]] const auto& [transport, hostname_privacy, license, control] = settings;
  json("transport", settings.transport)("hostname_privacy", settings.hostname_privacy);
  json("license", settings.license)("control", settings.control);
}

void members(auto& json, Is<TrustBundle> auto& bundle) {
  [[maybe_unused]] const auto& [version, pem] = bundle;
  json("version", bundle.version)("pem", bundle.pem);
}

void members(auto& json, Is<SeenCertificate> auto& certificate) {
  [[maybe_unused]] const auto& [role, subject, not_after] = certificate;
  json("role", certificate.role)("subject", certificate.subject)("not_after", certificate.not_after);
}

void members(auto& json, Is<TrustState> auto& trust) {
  [[maybe_unused]] const auto& [bundle, seen] = trust;
  json("bundle", trust.bundle)("seen", trust.seen);
}

SectionFormat settings_format() { return format_of<&Sections::settings>("settings"); }
SectionFormat trust_format() { return format_of<&Sections::trust>("trust"); }

}  // namespace lic
