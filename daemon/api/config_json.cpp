#include "daemon/api/config_json.hpp"

#include <array>

#include "agent/names.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/transport_json.hpp"
#include "daemon/config/effective_settings.hpp"

namespace lic::api {
namespace {

std::string_view name_of(LogTarget target) {
  switch (target) {
    case LogTarget::journal: return "journal";
    case LogTarget::syslog: return "syslog";
    case LogTarget::stderr_stream: return "stderr";
    case LogTarget::file: return "file";
  }
  return "";
}

std::string_view name_of(SyslogForm form) {
  switch (form) {
    case SyslogForm::system: return "system";
    case SyslogForm::daemon: return "daemon";
  }
  return "";
}

std::string_view name_of(Classification classification) {
  switch (classification) {
    case Classification::configured: return "configured";
    case Classification::used: return "used";
    case Classification::reserved: return "reserved";
  }
  return "";
}

// The names of the syslog protocol, in its order.
constexpr std::array<std::string_view, 8> kPriorities = {"emerg",   "alert",  "crit", "err",
                                                         "warning", "notice", "info", "debug"};

Json priority(int floor) {
  if (floor < 0 || floor >= static_cast<int>(kPriorities.size())) return floor;
  return kPriorities[static_cast<std::size_t>(floor)];
}

Json seconds(Millis duration) { return std::chrono::duration_cast<std::chrono::seconds>(duration).count(); }
Json minutes(Millis duration) { return std::chrono::duration_cast<std::chrono::minutes>(duration).count(); }
Json days(Millis duration) { return duration / kDay; }

Json policy_json(const Policy& policy) {
  return {{"ooc_policy", policy.ooc_policy == OocPolicy::tolerant ? "tolerant" : "immediate"},
          {"classification", name_of(policy.classification)},
          {"reporting", policy.reporting == Reporting::every_15_minutes ? "every_15_minutes" : "every_8_hours"},
          {"report_spread_seconds", seconds(policy.report_spread)},
          {"report_unchanged", policy.report_unchanged},
          {"outbox_rows_max", policy.outbox_rows_max},
          {"evaluation_days", days(policy.evaluation_period)},
          {"tolerance_minutes", minutes(policy.tolerance)},
          {"ooc_overage_days", days(policy.ooc_overage)},
          {"not_authorized_overage_days", days(policy.not_authorized_overage)},
          {"authorization_renewal_days", days(policy.authorization_renewal)},
          {"authorization_validity_days", days(policy.authorization_validity)},
          {"authorization_grace_days", days(policy.authorization_grace)},
          {"registration_renewal_days", days(policy.registration_renewal)}};
}

Json product_table(const Config& config, const SettingsState& by_command) {
  const auto& chosen = by_command.license;
  return {{"catalog", config.policy.catalog_id},
          {"catalog_file", config.catalog_file},
          {"tags_file", text_or_null(config.tags_file)},
          {"license_type", chosen ? chosen->type : config.license_type},
          {"usage_mode", lic::name_of(chosen ? chosen->usage_mode : config.policy.usage_mode)},
          {"serial", or_null(config.serial)},
          {"hostname_privacy", effective_hostname_privacy(by_command, config)},
          {"max_seats", or_null(config.policy.max_seats)},
          {"deployment_type", text_or_null(config.deployment_type)},
          {"high_availability", config.policy.high_availability},
          {"first_mode", lic::name_of(config.policy.first_mode)},
          {"wfo", config.policy.workforce_optimization}};
}

Json names_set_by_command(const SettingsState& by_command) {
  Json names = Json::array();
  if (by_command.license) names.insert(names.end(), {"product.license_type", "product.usage_mode"});
  if (by_command.hostname_privacy) names.push_back("product.hostname_privacy");
  if (by_command.transport) names.push_back("transport");
  return names;
}

Json log_table(const LogConfig& log) {
  return {{"target", name_of(log.target)},
          {"file", text_or_null(log.file)},
          {"level", log.level},
          {"components", log.components}};
}

Json syslog_table(const SyslogConfig& syslog) {
  return {{"app_id", syslog.app_id},      {"cluster_id", syslog.cluster_id},
          {"form", name_of(syslog.form)}, {"priority_floor", priority(syslog.priority_floor)},
          {"servers", syslog.servers},    {"ca_file", text_or_null(syslog.ca_file)}};
}

Json api_table(const ApiConfig& api) {
  return {{"socket", api.socket},
          {"product_socket", api.product_socket},
          {"admin_group", api.admin_group},
          {"monitor_group", api.monitor_group},
          {"product_users", api.product_users}};
}

}  // namespace

Json config_json(const Config& config, const SettingsState& by_command) {
  return {{"set_by_command", names_set_by_command(by_command)},
          {"product", product_table(config, by_command)},
          {"transport", transport_json(effective_transport(by_command, config))},
          {"trust",
           {{"system_store", config.trust.system_store},
            {"tls_ca_dir", config.trust.tls_ca_dir},
            {"ssm_root_dir", config.trust.ssm_root_dir}}},
          {"policy", policy_json(config.policy)},
          {"usage", {{"lease_seconds", seconds(config.policy.product_lease)}}},
          {"history", {{"retention_days", config.history_retention_days}}},
          {"log", log_table(config.log)},
          {"syslog", syslog_table(config.syslog)},
          {"api", api_table(config.api)},
          {"lab",
           {{"ssm_admin", text_or_null(config.lab.ssm_admin)},
            {"admin_token_file", text_or_null(config.lab.admin_token_file)}}}};
}

}  // namespace lic::api
