#pragma once
// A change that the daemon tries before it holds: asked for, waited for, told.

#include <string>

#include "daemon/cli/verbs.hpp"

namespace lic::cli {

struct SettingChange {
  std::string method;
  std::string target;
  Json body;
  const char* doing;  // "Trying the new way to SSM": what a person who watches reads meanwhile
};

// Waits for the outcome unless --no-wait; prints the daemon's text, or its JSON.
[[nodiscard]] Outcome<int> change_setting(Session session, const Options& options, SettingChange change);

}  // namespace lic::cli
