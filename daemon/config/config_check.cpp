#include "daemon/config/config_check.hpp"

#include <sys/un.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "agent/license_type.hpp"
#include "agent/names.hpp"
#include "daemon/config/problem_list.hpp"
#include "daemon/config/syslog_server.hpp"
#include "daemon/config/transport_check.hpp"

namespace lic {
namespace {

constexpr std::string_view kSerialLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

bool consists_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

std::string_view authority_of(std::string_view url, std::string_view scheme) {
  if (!url.starts_with(scheme)) return {};
  const std::string_view rest = url.substr(scheme.size());
  return rest.substr(0, rest.find_first_of("/?#"));
}

bool is_loopback_http_url(std::string_view url) {
  const std::string_view authority = authority_of(url, "http://");
  return authority.starts_with("127.") || authority.starts_with("[::1]") || authority == "localhost" ||
         authority.starts_with("localhost:");
}

bool is_directory(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

// One row per contradiction: where it shows, whether it is there, what to say.
struct Check {
  std::string key;
  bool broken;
  std::string text;
};

void add_broken(const std::vector<Check>& checks, const KeyPlaces& places, std::vector<ConfigProblem>& problems) {
  for (const Check& check : checks) {
    if (check.broken) problems.push_back(places.problem(check.key, check.text));
  }
}

std::vector<Check> place_checks(const Config& config, const KeyPlaces& places) {
  constexpr std::size_t kSocketBytesMax = sizeof(sockaddr_un::sun_path) - 1;
  return {
      {"api.socket", config.api.socket.size() > kSocketBytesMax,
       "the path of the socket is longer than " + std::to_string(kSocketBytesMax) + " bytes; choose a shorter one"},
      {"api.product_socket", config.api.product_socket.size() > kSocketBytesMax,
       "the path of the socket is longer than " + std::to_string(kSocketBytesMax) + " bytes; choose a shorter one"},
      {"api.product_socket", config.api.product_socket == config.api.socket,
       "socket and product_socket are the same; give each a path of its own"},
      {"api.monitor_group", config.api.admin_group == config.api.monitor_group,
       "admin_group and monitor_group are the same; readers would be allowed to write"},
      {"trust.tls_ca_dir", places.has("trust.tls_ca_dir") && !is_directory(config.trust.tls_ca_dir),
       "tls_ca_dir is not a folder: " + shown(config.trust.tls_ca_dir) + "; create it or correct the path"},
      {"trust.ssm_root_dir", places.has("trust.ssm_root_dir") && !is_directory(config.trust.ssm_root_dir),
       "ssm_root_dir is not a folder: " + shown(config.trust.ssm_root_dir) + "; create it or correct the path"},
  };
}

std::vector<Check> lab_checks(const Config& config, const KeyPlaces& places) {
  const bool has_admin = places.has("lab.ssm_admin");
  const bool has_token = places.has("lab.admin_token_file");
  return {
      {"lab.ssm_admin", has_admin && !config.lab.ssm_admin.empty() && !is_loopback_http_url(config.lab.ssm_admin),
       "ssm_admin must be an http:// address of this machine, such as http://127.0.0.1:8444"},
      {"lab", has_admin != has_token, "ssm_admin and admin_token_file need each other; give both or neither"},
  };
}

}  // namespace

std::vector<ConfigProblem> check_config(const Config& config, const KeyPlaces& places) {
  std::vector<ConfigProblem> problems;
  for (const TransportFinding& finding : wrong_with_transport(config.transport)) {
    problems.push_back(places.problem(finding.key, finding.text));
  }
  for (const SyslogFinding& finding : wrong_with_syslog(config.syslog)) {
    problems.push_back(places.problem(finding.key, finding.text));
  }
  add_broken(place_checks(config, places), places, problems);
  add_broken(lab_checks(config, places), places, problems);
  if (config.serial && !consists_of(*config.serial, kSerialLetters)) {
    problems.push_back(places.problem("product.serial", "serial may only contain letters, digits, '.', '_' and '-'"));
  }
  return problems;
}

std::vector<ConfigProblem> warn_about_config(const Config& config, const KeyPlaces& places) {
  std::vector<ConfigProblem> warnings;
  for (const TransportFinding& finding : odd_about_transport(config.transport)) {
    warnings.push_back(places.problem(finding.key, finding.text));
  }
  for (const SyslogFinding& finding : odd_about_syslog(config.syslog)) {
    warnings.push_back(places.problem(finding.key, finding.text));
  }
  return warnings;
}

const Deployment* find_deployment(const Catalog& catalog, const std::string& id) {
  const auto found = std::ranges::find(catalog.deployments, id, &Deployment::id);
  return found == catalog.deployments.end() ? nullptr : &*found;
}

std::vector<ConfigProblem> check_deployment_type(const Config& config, const Catalog& catalog,
                                                 const KeyPlaces& places) {
  const std::string& id = config.deployment_type;
  if (id.empty() || find_deployment(catalog, id) != nullptr) return {};
  std::vector<std::string> known;
  for (const Deployment& deployment : catalog.deployments) known.push_back(deployment.id);
  return {places.problem("product.deployment_type",
                         "the catalog " + catalog.policy.catalog_id + " has no deployment type " + shown(id) +
                             (known.empty() ? "; remove deployment_type" : "; it has " + joined(known)))};
}

std::vector<ConfigProblem> check_license_type(const Config& config, const KeyPlaces& places) {
  if (!places.has("product.license_type") || config.license_type.empty()) return {};  // said already
  const Policy& policy = config.policy;
  const LicenseType* type = allowed_type(policy, config.license_type, policy.usage_mode);
  if (type == nullptr) {
    std::vector<std::string> known;
    for (const LicenseType& candidate : policy.license_types) known.push_back(candidate.id);
    return {places.problem("product.license_type", "the catalog " + policy.catalog_id + " has no license type " +
                                                       shown(config.license_type) + "; it has " + joined(known))};
  }
  if (fits(*type, policy.usage_mode)) return {};
  return {places.problem("product.usage_mode", "usage_mode " + shown(name_of(policy.usage_mode)) +
                                                   " does not fit the license type " + type->id + ", which is for " +
                                                   std::string(name_of(usage_mode_of(*type))) + " use")};
}

std::vector<ConfigProblem> check_licensing_mode(const Policy& policy, const KeyPlaces& places) {
  if (policy.knows_classic_mode) return {};
  const std::string which = "the catalog " + policy.catalog_id + " knows no classic mode";
  std::vector<ConfigProblem> problems;
  add_broken({{"product.first_mode", policy.first_mode == LicensingMode::classic,
               "first_mode cannot be \"classic\": " + which + "; write first_mode = \"smart\" (R-LIFE-1)"},
              {"product.wfo", policy.workforce_optimization,
               "wfo cannot be true: workforce optimization needs classic mode, and " + which +
                   "; write wfo = false (R-LIFE-1)"}},
             places, problems);
  return problems;
}

std::vector<ConfigProblem> warn_about_licensing_mode(const Policy& policy, const KeyPlaces& places) {
  const bool begins_in_smart_mode = policy.knows_classic_mode && policy.first_mode == LicensingMode::smart;
  if (!policy.workforce_optimization || !begins_in_smart_mode) return {};
  return {places.problem("product.wfo",
                         "workforce optimization needs classic mode, and a new state directory begins in smart mode; "
                         "before the first start, write first_mode = \"classic\" (R-LIFE-1)")};
}

std::vector<ConfigProblem> warn_about_license_type(const Config& config, const KeyPlaces& places) {
  const std::string& held = config.policy.license_type.id;
  if (held.empty() || held == config.license_type) return {};
  return {places.problem("product.license_type", "the deployment type " + config.deployment_type + " takes " + held +
                                                     " in place of the license type " + config.license_type +
                                                     "; write license_type = \"" + held + "\" (R-LIFE-4)")};
}

}  // namespace lic
