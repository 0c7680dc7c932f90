#include "daemon/config/catalog_file.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "daemon/config/catalog_check.hpp"
#include "daemon/config/catalog_keys.hpp"
#include "daemon/config/catalog_tags.hpp"
#include "daemon/config/policy_keys.hpp"

namespace lic {
namespace {

constexpr std::size_t kEntitlementsMax = 64;
constexpr std::size_t kTypesMax = 32;
constexpr std::size_t kDeploymentsMax = 16;
constexpr std::string_view kDeployments = "deployments";
constexpr std::string_view kTagsSuffix = ".tags";

std::optional<std::string> find_file(const std::vector<std::string>& dirs, const std::string& name) {
  for (const std::string& dir : dirs) {
    const std::filesystem::path file = std::filesystem::path(dir) / name;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return file.string();
  }
  return std::nullopt;
}

// One reader per file; it is a class because the problem list and the catalog travel through every step.
class CatalogReader {
public:
  explicit CatalogReader(const std::string& file) : problems_(file) {}

  CatalogOutcome read(const TomlFile& file) {
    catalog_.policy.catalog_id = std::filesystem::path(file.path).stem().string();
    const auto& root = std::get<TomlTable>(file.root.content);
    for (const TomlMember& section : root) read_section(section);
    for (const std::string& required : required_sections()) {
      if (find_member(root, required) == nullptr) problems_.add({}, "the catalog lacks [" + required + "]");
    }
    // Last, since it names license types.
    if (const TomlMember* deployments = find_member(root, kDeployments)) read_deployments(*deployments);
    return {std::move(catalog_), problems_.problems()};
  }

private:
  static std::vector<std::string> required_sections() { return {"product", "policy", "license_types"}; }
  static std::vector<std::string> sections() {
    std::vector<std::string> names = required_sections();
    names.emplace_back(kDeployments);
    return names;
  }

  void read_section(const TomlMember& section) {
    if (section.key == "product") {
      read_table(section, catalog_product_keys(), catalog_, problems_);
    } else if (section.key == "policy") {
      read_table(section, policy_keys(), catalog_.policy, problems_);
      check_policy(catalog_.policy, section.place, problems_);
    } else if (section.key == "license_types") {
      read_types(section);
    } else if (section.key != kDeployments) {
      const std::string near = nearest_word(section.key, sections());
      problems_.add(section.place,
                    "unknown section " + shown(section.key) + "; " +
                        (near.empty() ? "a catalog has " + joined(sections()) : "did you mean " + near + "?"));
    }
  }

  void read_types(const TomlMember& section) {
    const auto* types = std::get_if<TomlTable>(&section.value.content);
    if (types == nullptr || types->empty() || types->size() > kTypesMax) {
      problems_.add(section.place, "license_types must be a table of 1 to " + std::to_string(kTypesMax) +
                                       " license types, such as [license_types.flex]");
      return;
    }
    for (const TomlMember& type : *types) read_type(type);
  }

  // The entitlements are a list of tables beside the plain keys, so they are taken out before the rest is read.
  void read_type(const TomlMember& member) {
    LicenseType type;
    type.id = member.key;
    const std::size_t before = problems_.problems().size();
    TomlMember plain = member;
    if (auto* table = std::get_if<TomlTable>(&plain.value.content)) {
      const TomlMember* entitlements = find_member(*table, "entitlements");
      if (entitlements == nullptr) {
        problems_.add(member.place, member.key + " lacks entitlements");
      } else {
        read_entitlements(*entitlements, type);
      }
      std::erase_if(*table, [](const TomlMember& entry) { return entry.key == "entitlements"; });
    }
    if (!is_short_name(member.key)) {
      problems_.add(member.place, "the license type " + shown(member.key) + " may only contain a-z, 0-9, _ and -");
    }
    read_table(plain, catalog_type_keys(), type, problems_);
    // What is half read contradicts itself in ways that help nobody.
    if (problems_.problems().size() == before) check_type(type, member, problems_);
    catalog_.policy.license_types.push_back(std::move(type));
  }

  void read_entitlements(const TomlMember& member, LicenseType& type) {
    const auto* items = std::get_if<TomlArray>(&member.value.content);
    if (items == nullptr || items->empty() || items->size() > kEntitlementsMax) {
      problems_.add(member.place, "entitlements must be a list of 1 to " + std::to_string(kEntitlementsMax) +
                                      " tables, such as [[license_types.flex.entitlements]]");
      return;
    }
    for (const TomlValue& item : *items) {
      Entitlement entitlement;
      read_table({"entitlement", item.place, item}, catalog_entitlement_keys(), entitlement, problems_);
      check_entitlement(entitlement, type, item.place, problems_);
      type.entitlements.push_back(std::move(entitlement));
    }
    if (std::ranges::none_of(type.entitlements,
                             [](const Entitlement& e) { return e.mode == EntitlementMode::counted; })) {
      problems_.add(member.place, "no entitlement is counted; at least one must be");
    }
  }

  void read_deployments(const TomlMember& section) {
    const auto* deployments = std::get_if<TomlTable>(&section.value.content);
    if (deployments == nullptr || deployments->size() > kDeploymentsMax) {
      problems_.add(section.place, "deployments must be a table of at most " + std::to_string(kDeploymentsMax) +
                                       " deployment types, such as [deployments.rogger]");
      return;
    }
    for (const TomlMember& member : *deployments) {
      Deployment deployment;
      deployment.id = member.key;
      read_table(member, catalog_deployment_keys(), deployment, problems_);
      if (!is_short_name(member.key)) {
        problems_.add(member.place, "the deployment type " + shown(member.key) + " may only contain a-z, 0-9, _ and -");
      }
      check_deployment(deployment, member);
      catalog_.deployments.push_back(std::move(deployment));
    }
  }

  void check_deployment(const Deployment& deployment, const TomlMember& member) {
    const auto* table = std::get_if<TomlTable>(&member.value.content);
    const TomlMember* key = table == nullptr ? nullptr : find_member(*table, "license_types");
    if (key == nullptr) return;  // said already
    if (deployment.license_types.empty())
      problems_.add(key->value.place, "license_types is empty; name the license types that " + deployment.id +
                                          " allows, or remove the deployment type");
    std::vector<std::string> known;
    for (const LicenseType& type : catalog_.policy.license_types) known.push_back(type.id);
    for (const std::string& id : deployment.license_types)
      if (std::ranges::find(known, id) == known.end())
        problems_.add(key->value.place, "the catalog has no license type " + shown(id) + "; it has " + joined(known));
  }

  ProblemList problems_;
  Catalog catalog_;
};

}  // namespace

CatalogOutcome load_catalog(const std::string& file, const std::string& tags_file) {
  const TomlFile toml = read_toml_file(file);
  if (!toml.problems.empty()) return {{}, toml.problems};
  CatalogOutcome outcome = CatalogReader(file).read(toml);
  // Over a catalog that is broken itself the tags would be blamed for nothing.
  if (!tags_file.empty() && outcome.problems.empty())
    outcome.problems = replace_tags(tags_file, outcome.catalog.policy);
  return outcome;
}

std::optional<std::string> find_catalog(const std::vector<std::string>& dirs, const std::string& id) {
  return find_file(dirs, id + ".toml");
}

std::optional<std::string> find_tags(const std::vector<std::string>& dirs, const std::string& id) {
  return find_file(dirs, id + std::string(kTagsSuffix) + ".toml");
}

std::vector<std::string> catalogs_in(const std::vector<std::string>& dirs) {
  std::set<std::string> ids;
  for (const std::string& dir : dirs) {
    std::error_code failure;
    std::filesystem::directory_iterator entries(dir, failure);
    for (const std::filesystem::directory_iterator end; !failure && entries != end; entries.increment(failure)) {
      const std::string id = entries->path().stem().string();
      if (entries->path().extension() == ".toml" && !id.ends_with(kTagsSuffix)) ids.insert(id);
    }
  }
  return {ids.begin(), ids.end()};
}

}  // namespace lic
