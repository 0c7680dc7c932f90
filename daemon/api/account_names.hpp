#pragma once
// Names of groups and users, asked from this machine's name service. It may take long: never while the loop has others
// waiting, but at the start and at a reload.

#include <optional>
#include <string>

namespace lic::api {

// `id` if the name exists. Without it: error 0 = no such name; else errno of a name service that could not say.
struct NameAnswer {
  std::optional<unsigned> id;
  int error = 0;
};

// Seam: who is asked.
struct AccountNames {
  NameAnswer (*group)(const std::string& name);
  NameAnswer (*user)(const std::string& name);
};
[[nodiscard]] AccountNames system_account_names();

}  // namespace lic::api
