// Prints what the man pages must know and the programs do not print by themselves: verbs, the vendor's spellings, keys
// of the configuration, exit codes. With --policy FILE: whether the [policy] of that file leaves every value as it is.
#include <cstdio>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "daemon/api_types/error_codes.hpp"
#include "daemon/cli/vendor_spelling.hpp"
#include "daemon/cli/verbs.hpp"
#include "daemon/config/config_keys.hpp"
#include "daemon/config/config_walk.hpp"
#include "daemon/config/policy_keys.hpp"
#include "daemon/config/toml_tree.hpp"

namespace {

using lic::ConfigDraft;
using lic::ConfigProblem;
using lic::ConfigSection;
using lic::ErrorCode;
using lic::KeyRule;
using lic::Policy;
using lic::ProblemList;
using lic::TomlFile;

void tell(std::string_view kind, std::string_view name, std::string_view value = {}) {
  std::printf("%.*s\t%.*s\t%.*s\n", static_cast<int>(kind.size()), kind.data(), static_cast<int>(name.size()),
              name.data(), static_cast<int>(value.size()), value.data());
}

void tell_keys() {
  for (const ConfigSection& section : lic::config_sections()) {
    for (const KeyRule<ConfigDraft>& rule : section.rules) tell("key", section.name, rule.name);
  }
  for (const KeyRule<Policy>& rule : lic::policy_keys()) tell("key", "policy", rule.name);
}

void tell_exit_codes() {
  for (const ErrorCode code :
       {ErrorCode::invalid_argument, ErrorCode::unauthenticated, ErrorCode::permission_denied, ErrorCode::not_found,
        ErrorCode::already_exists, ErrorCode::failed_precondition, ErrorCode::resource_exhausted,
        ErrorCode::unavailable, ErrorCode::deadline_exceeded, ErrorCode::rejected_by_ssm, ErrorCode::data_corrupt,
        ErrorCode::storage, ErrorCode::internal}) {
    tell("exit", lic::row_of(code).name, std::to_string(lic::row_of(code).exit_code));
  }
  tell("exit", "usage", std::to_string(lic::kExitUsage));
  tell("exit", "not_running", std::to_string(lic::kExitNotRunning));
  tell("exit", "configuration", std::to_string(lic::kExitConfiguration));
}

int judge_policy(const char* path) {
  const TomlFile file = lic::read_toml_file(path);
  ProblemList problems(file.path);
  Policy policy;
  lic::read_policy(file, policy, problems);
  for (const ConfigProblem& problem : problems.problems()) std::printf("%s\n", lic::describe(problem).c_str());
  std::printf("%s\n", policy == Policy{} ? "unchanged" : "changed");
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::string_view{arguments[1]} == "--policy") return judge_policy(arguments[2]);
  for (const lic::cli::Verb& verb : lic::cli::verbs()) {
    if (verb.run != nullptr) tell("verb", verb.words);
  }
  for (const lic::cli::Spelling& spelling : lic::cli::vendor_spellings())
    tell("spelling", spelling.vendor, spelling.ours);
  tell_keys();
  tell_exit_codes();
  return 0;
}
