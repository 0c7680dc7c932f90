#pragma once
// Why a command failed: what is printed as the one error line, and the exit code (interfaces.md section 2).

#include <boost/system/result.hpp>

#include <nlohmann/json.hpp>

#include <string>

#include "daemon/api_types/error_codes.hpp"

namespace lic::cli {

using Json = nlohmann::ordered_json;

struct Problem {
  int exit_code = kExitBug;
  std::string code;          // "unavailable", "not_running", "usage"
  std::string what;          // what happened, one sentence
  std::string remedy;        // what to do; may be empty
  std::string next_attempt;  // RFC 3339; empty = none
  Json object;               // the daemon's problem object, unchanged; null = made here

  Problem() = default;  // boost::system::result asks for one
  Problem(int exit, std::string code_name, std::string happened, std::string to_do = {});
};

template <class T>
using Outcome = boost::system::result<T, Problem>;

[[nodiscard]] Problem usage_problem(std::string what, std::string remedy = "see 'smart-agentctl --help'");

// The problem in an answer with an error status. A body that is no problem object is reported as such.
[[nodiscard]] Problem problem_of_answer(int http_status, const std::string& body);

// "error: CODE: what happened; what to do; next attempt at Mar 02 10:45:00 2026 UTC" - always one line, no newline.
[[nodiscard]] std::string error_line(const Problem& problem);
// The problem object for --json, on one line: the daemon's own, or one of the same form.
[[nodiscard]] std::string error_object(const Problem& problem);

}  // namespace lic::cli
