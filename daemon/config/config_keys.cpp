#include "daemon/config/config_keys.hpp"

#include <array>
#include <utility>

#include "daemon/config/transport_words.hpp"

namespace lic {
namespace {

using D = ConfigDraft;

constexpr std::size_t kTextBytesMax = 255;
constexpr std::size_t kAccountBytesMax = 32;  // user and group names of Linux
constexpr std::size_t kProductUsersMax = 32;
constexpr std::size_t kSyslogServersMax = 4;
constexpr std::int64_t kSeatsMax = 10'000'000;

constexpr std::array<std::string_view, 2> kUsageModes = {"production", "non-production"};
constexpr std::array<std::string_view, 2> kLicensingModes = {"classic", "smart"};  // in the order of LicensingMode
constexpr std::array<std::string_view, 4> kTargets = {"journal", "syslog", "stderr", "file"};
constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 2> kForms = {"system", "daemon"};
// By syslog number.
constexpr std::array<std::string_view, 8> kPriorities = {"emerg",   "alert",  "crit", "err",
                                                         "warning", "notice", "info", "debug"};

void set_level(D& draft, std::size_t word) { draft.config.log.level = kLevels[word]; }
void set_lib_license(D& draft, std::size_t word) { draft.config.log.components["lib_license"] = kLevels[word]; }
void set_ss_rm(D& draft, std::size_t word) { draft.config.log.components["ss_rm"] = kLevels[word]; }

constexpr KeyRule<D> kProduct[] = {
    {"catalog", Text<D>{64, false, put<&D::catalog>}},
    {"license_type", Text<D>{64, false, put<&D::config, &Config::license_type>}},
    {"usage_mode", Choice<D>{{kUsageModes, {}}, put<&D::usage_mode>}},
    {"serial", Text<D>{64, false, put<&D::config, &Config::serial>}},
    {"hostname_privacy", Flag<D>{put<&D::config, &Config::hostname_privacy>}},
    {"max_seats", Number<D>{{1, kSeatsMax}, put<&D::max_seats>}},
    {"deployment_type", Text<D>{64, true, put<&D::config, &Config::deployment_type>}},
    {"high_availability", Flag<D>{put<&D::high_availability>}},
    {"first_mode", Choice<D>{{kLicensingModes, {}}, put<&D::first_mode>}},
    {"wfo", Flag<D>{put<&D::workforce_optimization>}},
};

constexpr KeyRule<D> kUsage[] = {
    {"lease_seconds", Span<D>{{kSecond, 1, 86'400}, put<&D::product_lease>}},
};

constexpr KeyRule<D> kTransport[] = {
    {"mode", Choice<D>{{kTransportModeWords, {}}, put<&D::config, &Config::transport, &TransportSettings::mode>}},
    {"route", Choice<D>{{kTransportRouteWords, {}}, put<&D::config, &Config::transport, &TransportSettings::route>}},
    {"url", Text<D>{kUrlBytesMax, false, put<&D::config, &Config::transport, &TransportSettings::url>}},
    {"connect_timeout_seconds", Span<D>{{kSecond, 1, kConnectTimeoutSecondsMax, kTimeoutSecondsMin},
                                        put<&D::config, &Config::transport, &TransportSettings::connect_timeout>}},
    {"total_timeout_seconds", Span<D>{{kSecond, 1, kTotalTimeoutSecondsMax, kTimeoutSecondsMin},
                                      put<&D::config, &Config::transport, &TransportSettings::total_timeout>}},
    {"ip_version",
     Choice<D>{{kIpVersionWords, {}}, put<&D::config, &Config::transport, &TransportSettings::ip_version>}},
    {"no_proxy", List<D>{{kNoProxyItemsMax, kTransportTextBytesMax},
                         put<&D::config, &Config::transport, &TransportSettings::no_proxy>}},
};

// The first key of [transport.proxy] makes the proxy.
template <auto Member, class Value>
void put_proxy(D& draft, Value value) {
  auto& proxy = draft.config.transport.proxy;
  if (!proxy) proxy.emplace();
  put<Member>(*proxy, std::move(value));
}

constexpr KeyRule<D> kTransportProxy[] = {
    {"host", Text<D>{kTransportTextBytesMax, false, put_proxy<&ProxySettings::host>}},
    {"port", Number<D>{{1, 65535}, put_proxy<&ProxySettings::port>}},
    {"scheme", Choice<D>{{kProxySchemeWords, {}}, put_proxy<&ProxySettings::scheme>}},
    {"user", Text<D>{kTransportTextBytesMax, false, put_proxy<&ProxySettings::user>}},
    {"password_file", SecretPath<D>{put_proxy<&ProxySettings::password_file>}},
    {"ca_file", Path<D>{put_proxy<&ProxySettings::ca_file>}},
};

constexpr KeyRule<D> kTrust[] = {
    {"system_store", Flag<D>{put<&D::config, &Config::trust, &TrustConfig::system_store>}},
    {"tls_ca_dir", Path<D>{put<&D::config, &Config::trust, &TrustConfig::tls_ca_dir>}},
    {"ssm_root_dir", Path<D>{put<&D::config, &Config::trust, &TrustConfig::ssm_root_dir>}},
};

constexpr KeyRule<D> kHistory[] = {
    {"retention_days", Number<D>{{1, 3660}, put<&D::config, &Config::history_retention_days>}},
};

constexpr KeyRule<D> kLog[] = {
    {"target", Choice<D>{{kTargets, {}}, put<&D::config, &Config::log, &LogConfig::target>}},
    {"file", Path<D>{put<&D::config, &Config::log, &LogConfig::file>}},
    {"level", Choice<D>{{kLevels, {}}, set_level}},
};

constexpr KeyRule<D> kLogComponents[] = {
    {"lib_license", Choice<D>{{kLevels, {}}, set_lib_license}},
    {"ss_rm", Choice<D>{{kLevels, {}}, set_ss_rm}},
};

constexpr KeyRule<D> kSyslog[] = {
    {"app_id", Text<D>{kTextBytesMax, false, put<&D::config, &Config::syslog, &SyslogConfig::app_id>}},
    {"cluster_id", Text<D>{kTextBytesMax, true, put<&D::config, &Config::syslog, &SyslogConfig::cluster_id>}},
    {"form", Choice<D>{{kForms, {}}, put<&D::config, &Config::syslog, &SyslogConfig::form>}},
    {"priority_floor", Choice<D>{{kPriorities, {}}, put<&D::config, &Config::syslog, &SyslogConfig::priority_floor>}},
    {"servers",
     List<D>{{kSyslogServersMax, kTextBytesMax + 32}, put<&D::config, &Config::syslog, &SyslogConfig::servers>}},
    {"ca_file", Path<D>{put<&D::config, &Config::syslog, &SyslogConfig::ca_file>}},
};

constexpr KeyRule<D> kApi[] = {
    {"socket", Path<D>{put<&D::config, &Config::api, &ApiConfig::socket>}},
    {"product_socket", Path<D>{put<&D::config, &Config::api, &ApiConfig::product_socket>}},
    {"admin_group", Text<D>{kAccountBytesMax, false, put<&D::config, &Config::api, &ApiConfig::admin_group>}},
    {"monitor_group", Text<D>{kAccountBytesMax, false, put<&D::config, &Config::api, &ApiConfig::monitor_group>}},
    {"product_users",
     List<D>{{kProductUsersMax, kAccountBytesMax}, put<&D::config, &Config::api, &ApiConfig::product_users>}},
};

constexpr KeyRule<D> kLab[] = {
    {"ssm_admin", Text<D>{kTextBytesMax, false, put<&D::config, &Config::lab, &LabConfig::ssm_admin>}},
    {"admin_token_file", Path<D>{put<&D::config, &Config::lab, &LabConfig::admin_token_file>}},
};

constexpr ConfigSection kSections[] = {
    {"product", kProduct},
    {"transport", kTransport},
    {"transport.proxy", kTransportProxy},
    {"trust", kTrust},
    {"policy", {}},
    {"usage", kUsage},
    {"history", kHistory},
    {"log", kLog},
    {"log.components", kLogComponents},
    {"syslog", kSyslog},
    {"api", kApi},
    {"lab", kLab},
};

constexpr std::string_view kLater[] = {
    "web",
    "metrics",
};

}  // namespace

std::span<const ConfigSection> config_sections() { return kSections; }

std::span<const std::string_view> later_keys() { return kLater; }

}  // namespace lic
