#pragma once
// Product catalogs (rules.md section 14): one TOML file a product, checked to the last key before anything starts.

#include <optional>
#include <string>
#include <vector>

#include "agent/policy.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// A way to install the product that leaves no choice of the license type (R-LIFE-4).
struct Deployment {
  std::string id;  // "rogger"
  std::string title;
  std::vector<std::string> license_types;  // the ones that it allows, in the order of preference
};

struct Catalog {
  Policy policy;  // with all license types in the order of the file; which of them holds is the configuration's
  std::string title;
  std::vector<Deployment> deployments;
};

struct CatalogOutcome {
  Catalog catalog;
  std::vector<ConfigProblem> problems;  // empty = usable
};

// Reads one file; the catalog's id is the file's name without ".toml". `tags_file` holds tags that replace the
// catalog's (catalog_tags.hpp); empty = none.
[[nodiscard]] CatalogOutcome load_catalog(const std::string& file, const std::string& tags_file = {});

// The file of that catalog in the first folder that has it.
[[nodiscard]] std::optional<std::string> find_catalog(const std::vector<std::string>& dirs, const std::string& id);

// The file ID.tags.toml of that catalog in the first folder that has one.
[[nodiscard]] std::optional<std::string> find_tags(const std::vector<std::string>& dirs, const std::string& id);

// Ids of all catalogs in these folders, sorted, each once.
[[nodiscard]] std::vector<std::string> catalogs_in(const std::vector<std::string>& dirs);

}  // namespace lic
