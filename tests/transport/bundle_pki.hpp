#pragma once
// Authorities as an SSM would tell them in band (wire P13): the golden ones under their own names and keys, with other
// extensions.

#include <string>

namespace lic::golden {

struct AuthorityShape {
  std::string of = "other_root";   // whose name and key it has
  std::string extended_key_usage;  // "serverAuth"; empty: none
  bool may_issue = true;
};

[[nodiscard]] std::string authority_like(const AuthorityShape& shape);  // PEM

}  // namespace lic::golden
