#pragma once
// Product catalogs (rules.md section 14): one TOML file a product, checked to the last key before anything starts.

#include <optional>
#include <string>
#include <vector>

#include "agent/policy.hpp"
#include "daemon/config/config.hpp"

namespace lic {

struct CatalogType {
  LicenseType type;
  TypeClass type_class = TypeClass::production;
  std::string note;  // for the operator; may be empty
};

struct Catalog {
  Policy policy;  // everything but the license type
  std::string title;
  std::vector<CatalogType> types;  // in the order of the file
};

struct CatalogOutcome {
  Catalog catalog;
  std::vector<ConfigProblem> problems;  // empty = usable
};

// Reads one file; the catalog's id is the file's name without ".toml".
[[nodiscard]] CatalogOutcome load_catalog(const std::string& file);

// The file of that catalog in the first folder that has it.
[[nodiscard]] std::optional<std::string> find_catalog(const std::vector<std::string>& dirs, const std::string& id);

// Ids of all catalogs in these folders, sorted, each once.
[[nodiscard]] std::vector<std::string> catalogs_in(const std::vector<std::string>& dirs);

}  // namespace lic
