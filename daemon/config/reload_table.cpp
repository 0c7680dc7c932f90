#include "daemon/config/reload_table.hpp"

#include <algorithm>

namespace lic {
namespace {

constexpr std::string_view kRules = "the licensing rules do not change while the daemon runs";
constexpr std::string_view kNextExchange = "from the next exchange with SSM on, unless set by command";
constexpr std::string_view kNextConnection = "for connections that are made from then on";
constexpr std::string_view kAtOnce = "at once";
constexpr std::string_view kSockets = "the sockets stay open while the daemon runs";
constexpr std::string_view kNextAlarm = "from the next alarm line on";

constexpr ReloadRow kRows[] = {
    {"product.catalog", Taken::at_start, kRules},
    {"product.license_type", Taken::at_start, kRules},
    {"product.usage_mode", Taken::at_start, kRules},
    {"product.serial", Taken::at_start, "the identity of a machine does not change while the daemon runs"},
    {"product.hostname_privacy", Taken::by_reload, kNextExchange},
    {"product.max_seats", Taken::at_start, kRules},
    {"product.deployment_type", Taken::at_start, kRules},
    {"product.high_availability", Taken::at_start, kRules},
    {"product.first_mode", Taken::at_start, "it is read once, with an empty state directory"},
    {"product.wfo", Taken::at_start, kRules},
    {"transport.mode", Taken::by_reload, kNextExchange},
    {"transport.route", Taken::by_reload, kNextExchange},
    {"transport.url", Taken::by_reload, kNextExchange},
    {"transport.connect_timeout_seconds", Taken::by_reload, kNextExchange},
    {"transport.total_timeout_seconds", Taken::by_reload, kNextExchange},
    {"transport.ip_version", Taken::by_reload, kNextExchange},
    {"transport.no_proxy", Taken::by_reload, kNextExchange},
    {"transport.proxy.host", Taken::by_reload, kNextExchange},
    {"transport.proxy.port", Taken::by_reload, kNextExchange},
    {"transport.proxy.scheme", Taken::by_reload, kNextExchange},
    {"transport.proxy.user", Taken::by_reload, kNextExchange},
    {"transport.proxy.password_file", Taken::by_reload, kNextExchange},
    {"transport.proxy.ca_file", Taken::by_reload, kNextExchange},
    {"trust.system_store", Taken::by_reload, "from the next exchange with SSM on"},
    {"trust.tls_ca_dir", Taken::by_reload, "from the next exchange with SSM on"},
    {"trust.ssm_root_dir", Taken::by_reload, "from the next answer of SSM on"},
    {"policy", Taken::at_start, kRules},
    {"usage.lease_seconds", Taken::at_start, kRules},
    {"history.retention_days", Taken::by_reload, "old rows go with the next row that is written"},
    {"log.target", Taken::by_reload, kAtOnce},
    {"log.file", Taken::by_reload, "at once; every reload opens the file anew"},
    {"log.level", Taken::by_reload, kAtOnce},
    {"log.components.lib_license", Taken::by_reload, kAtOnce},
    {"log.components.ss_rm", Taken::by_reload, kAtOnce},
    {"syslog.app_id", Taken::by_reload, kNextAlarm},
    {"syslog.cluster_id", Taken::by_reload, kNextAlarm},
    {"syslog.form", Taken::by_reload, kNextAlarm},
    {"syslog.priority_floor", Taken::by_reload, kNextAlarm},
    {"syslog.servers", Taken::by_reload, kNextAlarm},
    {"syslog.ca_file", Taken::by_reload, kNextAlarm},
    {"api.socket", Taken::at_start, kSockets},
    {"api.product_socket", Taken::at_start, kSockets},
    {"api.admin_group", Taken::by_reload, kNextConnection},
    {"api.monitor_group", Taken::by_reload, kNextConnection},
    {"api.product_users", Taken::by_reload, kNextConnection},
    {"lab.ssm_admin", Taken::at_start, "the lab is wired at the start"},
    {"lab.admin_token_file", Taken::at_start, "the lab is wired at the start"},
};

const ReloadRow* row_named(std::string_view name) {
  const auto* const found = std::ranges::find(kRows, name, &ReloadRow::key);
  return found == std::end(kRows) ? nullptr : found;
}

bool says_the_same(const WrittenKeys& left, const WrittenKeys& right, const std::string& key) {
  const auto in_left = left.find(key);
  const auto in_right = right.find(key);
  if (in_left == left.end() || in_right == right.end()) return (in_left == left.end()) == (in_right == right.end());
  return in_left->second == in_right->second;
}

}  // namespace

std::span<const ReloadRow> reload_rows() { return kRows; }

const ReloadRow* reload_row_of(std::string_view key) {
  if (const ReloadRow* const row = row_named(key)) return row;
  return key.starts_with("policy.") ? row_named("policy") : nullptr;
}

std::vector<std::string> changed_keys(const WrittenKeys& before, const WrittenKeys& now, Taken when) {
  WrittenKeys all = before;
  all.insert(now.begin(), now.end());
  std::vector<std::string> changed;
  for (const auto& [key, value] : all) {
    const ReloadRow* const row = reload_row_of(key);
    if (row != nullptr && row->when == when && !says_the_same(before, now, key)) changed.push_back(key);
  }
  return changed;
}

Config with_reloaded_keys(const Config& running, const ConfigOutcome& read) {
  Config next = read.config;
  // Its default comes from the catalog, which stays.
  if (!read.written.contains("syslog.app_id")) next.syslog.app_id = running.policy.app_id;
  next.policy = running.policy;
  next.catalog_file = running.catalog_file;
  next.tags_file = running.tags_file;
  next.license_type = running.license_type;
  next.deployment_type = running.deployment_type;
  next.serial = running.serial;
  next.api.socket = running.api.socket;
  next.api.product_socket = running.api.product_socket;
  next.lab = running.lab;
  return next;
}

}  // namespace lic
