#include "daemon/config/catalog_file.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "daemon/config/catalog_keys.hpp"
#include "daemon/config/policy_keys.hpp"

namespace lic {
namespace {

constexpr std::size_t kEntitlementsMax = 64;
constexpr std::size_t kTypesMax = 32;

bool is_short_name(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  });
}

// One reader per file; it is a class because the problem list and the catalog travel through every step.
class CatalogReader {
public:
  explicit CatalogReader(const std::string& file) : problems_(file) {}

  CatalogOutcome read(const TomlFile& file) {
    catalog_.policy.catalog_id = std::filesystem::path(file.path).stem().string();
    const auto& root = std::get<TomlTable>(file.root.content);
    for (const TomlMember& section : root) read_section(section);
    for (const std::string& required : sections()) {
      if (find_member(root, required) == nullptr) problems_.add({}, "the catalog lacks [" + required + "]");
    }
    return {std::move(catalog_), problems_.problems()};
  }

private:
  static std::vector<std::string> sections() { return {"product", "policy", "license_types"}; }

  void read_section(const TomlMember& section) {
    if (section.key == "product") {
      read_table(section, catalog_product_keys(), catalog_, problems_);
    } else if (section.key == "policy") {
      read_table(section, policy_keys(), catalog_.policy, problems_);
      check_policy(catalog_.policy, section.place, problems_);
    } else if (section.key == "license_types") {
      read_types(section);
    } else {
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
    CatalogType type;
    type.type.id = member.key;
    TomlMember plain = member;
    if (auto* table = std::get_if<TomlTable>(&plain.value.content)) {
      const TomlMember* entitlements = find_member(*table, "entitlements");
      if (entitlements == nullptr) {
        problems_.add(member.place, member.key + " lacks entitlements");
      } else {
        read_entitlements(*entitlements, type.type);
      }
      std::erase_if(*table, [](const TomlMember& entry) { return entry.key == "entitlements"; });
    }
    if (!is_short_name(member.key)) {
      problems_.add(member.place, "the license type " + shown(member.key) + " may only contain a-z, 0-9, _ and -");
    }
    read_table(plain, catalog_type_keys(), type, problems_);
    catalog_.types.push_back(std::move(type));
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
      check_entitlement(entitlement, type, item.place);
      type.entitlements.push_back(std::move(entitlement));
    }
    if (std::ranges::none_of(type.entitlements,
                             [](const Entitlement& e) { return e.mode == EntitlementMode::counted; })) {
      problems_.add(member.place, "no entitlement is counted; at least one must be");
    }
  }

  void check_entitlement(const Entitlement& entitlement, const LicenseType& type, TomlPlace place) {
    const std::string name = "entitlement " + shown(entitlement.name.value);
    const bool presence = entitlement.mode == EntitlementMode::presence;
    if (entitlement.name.value == "seats" || entitlement.name.value == "gap" ||
        !is_short_name(entitlement.name.value)) {
      problems_.add(place, name + " needs another name: a-z, 0-9, _ and -, but not seats or gap (rows of the history)");
    }
    if (!entitlement.tag.empty() && !entitlement.tag.value.starts_with("regid.")) {
      problems_.add(place, name + " has a tag that does not start with regid.");
    }
    if (presence && entitlement.meter) problems_.add(place, name + " is presence and cannot have a meter (R-USE-5)");
    if (!presence && !entitlement.meter) problems_.add(place, name + " lacks meter: what is counted for it");
    for (const Entitlement& other : type.entitlements) {
      if (other.name == entitlement.name) problems_.add(place, name + " is there twice");
      if (other.tag == entitlement.tag) problems_.add(place, name + " has the tag of " + shown(other.name.value));
      if (other.meter && other.meter == entitlement.meter) {
        problems_.add(place, name + " has the meter of " + shown(other.name.value));
      }
    }
  }

  ProblemList problems_;
  Catalog catalog_;
};

}  // namespace

CatalogOutcome load_catalog(const std::string& file) {
  const TomlFile toml = read_toml_file(file);
  if (!toml.problems.empty()) return {{}, toml.problems};
  return CatalogReader(file).read(toml);
}

std::optional<std::string> find_catalog(const std::vector<std::string>& dirs, const std::string& id) {
  for (const std::string& dir : dirs) {
    const std::filesystem::path file = std::filesystem::path(dir) / (id + ".toml");
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return file.string();
  }
  return std::nullopt;
}

std::vector<std::string> catalogs_in(const std::vector<std::string>& dirs) {
  std::set<std::string> ids;
  for (const std::string& dir : dirs) {
    std::error_code failure;
    std::filesystem::directory_iterator entries(dir, failure);
    for (const std::filesystem::directory_iterator end; !failure && entries != end; entries.increment(failure)) {
      if (entries->path().extension() == ".toml") ids.insert(entries->path().stem().string());
    }
  }
  return {ids.begin(), ids.end()};
}

}  // namespace lic
