#include "daemon/config/config.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <tuple>

#include "agent/license_type.hpp"
#include "daemon/config/catalog_file.hpp"
#include "daemon/config/config_check.hpp"
#include "daemon/config/config_walk.hpp"
#include "daemon/config/policy_keys.hpp"
#include "daemon/config/secret_file.hpp"
#include "daemon/config/written_keys.hpp"

namespace lic {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDefaultLogFile = "/var/log/smart-agent/smart-agent.log";

std::string absolute_path(const fs::path& path) {
  std::error_code failure;
  const fs::path absolute = fs::absolute(path, failure);
  return (failure ? path : absolute).lexically_normal().string();
}

// The main file and conf.d/*.toml beside it, in the order in which they are merged.
std::vector<std::string> files_to_read(const std::string& main_file) {
  std::vector<std::string> extra;
  std::error_code failure;
  fs::directory_iterator entries(fs::path(main_file).parent_path() / "conf.d", failure);
  for (const fs::directory_iterator end; !failure && entries != end; entries.increment(failure)) {
    if (entries->path().extension() == ".toml") extra.push_back(entries->path().string());
  }
  std::sort(extra.begin(), extra.end());
  extra.insert(extra.begin(), main_file);
  return extra;
}

std::string in_place(const ConfigProblem& problem, const char* kind) {
  return problem.file + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + kind + ": " +
         problem.text;
}

// One load: a class because draft, places and problems travel through every step.
class ConfigLoad {
public:
  explicit ConfigLoad(const Places& places) : places_(places), keys_(places.config_file) {}

  ConfigOutcome run() {
    for (const std::string& path : files_to_read(places_.config_file)) files_.push_back(read_toml_file(path));
    for (const TomlFile& file : files_) {
      ProblemList problems(file.path);
      add(file.problems);
      read_sections(file, places_.lab, draft_, keys_, problems);
      add(problems.problems());
    }
    fill_defaults();
    resolve_credential();
    add(check_config(draft_.config, keys_));
    warnings_ = warn_about_config(draft_.config, keys_);
    if (files_.front().problems.empty()) take_catalog();
    sort_problems();
    WrittenKeys written;
    for (const TomlFile& file : files_) note_written(file, written);
    return {std::move(draft_.config), std::move(problems_), std::move(warnings_), std::move(written)};
  }

private:
  void add(const std::vector<ConfigProblem>& problems) {
    problems_.insert(problems_.end(), problems.begin(), problems.end());
  }

  void fill_defaults() {
    Config& config = draft_.config;
    const fs::path config_dir = fs::path(absolute_path(places_.config_file)).parent_path();
    if (config.trust.tls_ca_dir.empty()) config.trust.tls_ca_dir = (config_dir / "trust.d").string();
    if (config.trust.ssm_root_dir.empty()) config.trust.ssm_root_dir = (config_dir / "ssm-roots.d").string();
    const fs::path runtime_dir(places_.runtime_dir);
    if (config.api.socket.empty()) config.api.socket = absolute_path(runtime_dir / "control.sock");
    if (config.api.product_socket.empty()) config.api.product_socket = absolute_path(runtime_dir / "product.sock");
    if (config.log.file.empty()) config.log.file = kDefaultLogFile;
  }

  // "credential:NAME" becomes the file that systemd laid there for this run.
  void resolve_credential() {
    auto& proxy = draft_.config.transport.proxy;
    if (!proxy || !names_credential(proxy->password_file)) return;
    const auto path = secret_file_path(proxy->password_file, places_.credentials_dir);
    if (path.has_value()) {
      proxy->password_file = *path;
    } else if (!places_.only_checked || !places_.credentials_dir.empty()) {
      problems_.push_back(
          keys_.problem("transport.proxy.password_file", path.error().what + "; " + path.error().remedy));
    }
  }

  std::vector<std::string> catalog_dirs() const {
    if (!places_.catalog_dirs.empty()) return places_.catalog_dirs;
    const fs::path beside = fs::path(absolute_path(places_.config_file)).parent_path() / "catalogs";
    return {beside.string(), LIC_CATALOG_DIR};
  }

  void take_catalog() {
    for (const char* key : {"catalog", "license_type"}) {
      const std::string name = std::string("product.") + key;
      if (!keys_.has(name)) problems_.push_back(keys_.problem(name, name + " is missing; it has no default"));
    }
    const std::string file = catalog_path();
    if (file.empty()) return check_policy_alone();
    draft_.config.tags_file = find_tags(catalog_dirs(), draft_.catalog).value_or("");
    CatalogOutcome loaded = load_catalog(file, draft_.config.tags_file);
    if (!loaded.problems.empty()) {
      add(loaded.problems);
      return check_policy_alone();
    }
    apply_catalog(loaded.catalog, file);
  }

  // Empty, and the problem noted, if there is none.
  std::string catalog_path() {
    const std::string& id = draft_.catalog;
    if (id.empty()) return {};
    if (id.find('/') != std::string::npos || id.front() == '.') {
      problems_.push_back(keys_.problem("product.catalog", "catalog is a name without folder, such as uccx-12.5"));
      return {};
    }
    if (const auto found = find_catalog(catalog_dirs(), id)) return *found;
    const std::vector<std::string> known = catalogs_in(catalog_dirs());
    problems_.push_back(keys_.problem(
        "product.catalog", "there is no catalog " + shown(id) + " in " + joined(catalog_dirs()) +
                               (known.empty() ? "; these folders have none" : "; there is " + joined(known))));
    return {};
  }

  void apply_catalog(const Catalog& catalog, const std::string& file) {
    Config& config = draft_.config;
    config.catalog_file = absolute_path(file);
    config.policy = catalog.policy;
    add(check_deployment_type(config, catalog, keys_));
    if (const Deployment* deployment = find_deployment(catalog, config.deployment_type))
      config.policy.forced_types = deployment->license_types;
    config.policy.usage_mode = draft_.usage_mode;
    add(check_license_type(config, keys_));
    const LicenseType* type = allowed_type(config.policy, config.license_type, config.policy.usage_mode);
    if (type != nullptr) config.policy.license_type = *type;
    const std::vector<ConfigProblem> replaced = warn_about_license_type(config, keys_);
    warnings_.insert(warnings_.end(), replaced.begin(), replaced.end());
    config.policy.max_seats = draft_.max_seats;
    config.policy.high_availability = draft_.high_availability;
    take_licensing_mode();
    config.policy.product_lease = draft_.product_lease.value_or(config.policy.product_lease);
    if (config.syslog.app_id.empty()) config.syslog.app_id = config.policy.app_id;
    override_policy(config.policy);
    ProblemList contradictions(file);
    check_policy(config.policy, {}, contradictions);
    for (const ConfigProblem& problem : contradictions.problems()) {
      problems_.push_back(keys_.problem("policy", problem.text));
    }
  }

  void take_licensing_mode() {
    Policy& policy = draft_.config.policy;
    policy.first_mode = draft_.first_mode;
    policy.workforce_optimization = draft_.workforce_optimization;
    add(check_licensing_mode(policy, keys_));
    const std::vector<ConfigProblem> odd = warn_about_licensing_mode(policy, keys_);
    warnings_.insert(warnings_.end(), odd.begin(), odd.end());
  }

  void override_policy(Policy& policy) {
    for (const TomlFile& file : files_) {
      ProblemList problems(file.path);
      read_policy(file, policy, problems);
      add(problems.problems());
    }
  }

  // Without a catalog the overrides are still looked at, so that one run reports everything.
  void check_policy_alone() {
    Policy scratch;
    override_policy(scratch);
  }

  // By file in the order of reading (the catalog and its tags last), then by line and column.
  void sort_problems() {
    const auto rank = [this](const ConfigProblem& problem) {
      return std::ranges::find(files_, problem.file, &TomlFile::path) - files_.begin();
    };
    std::ranges::stable_sort(problems_, [&rank](const ConfigProblem& left, const ConfigProblem& right) {
      const auto left_rank = rank(left);
      const auto right_rank = rank(right);
      return std::tie(left_rank, left.file, left.line, left.column) <
             std::tie(right_rank, right.file, right.line, right.column);
    });
  }

  const Places& places_;
  KeyPlaces keys_;
  std::vector<TomlFile> files_;
  ConfigDraft draft_;
  std::vector<ConfigProblem> problems_;
  std::vector<ConfigProblem> warnings_;
};

}  // namespace

ConfigOutcome load_config(const Places& places) { return ConfigLoad(places).run(); }

std::string describe(const ConfigProblem& problem) { return in_place(problem, "error"); }

std::string describe_warning(const ConfigProblem& warning) { return in_place(warning, "warning"); }

}  // namespace lic
