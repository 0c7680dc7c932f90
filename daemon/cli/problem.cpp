#include "daemon/cli/problem.hpp"

#include <utility>

#include "daemon/cli/dates.hpp"
#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {

Problem::Problem(int exit, std::string code_name, std::string happened, std::string to_do)
    : exit_code(exit), code(std::move(code_name)), what(std::move(happened)), remedy(std::move(to_do)) {}

Problem usage_problem(std::string what, std::string remedy) {
  return Problem{kExitUsage, "usage", std::move(what), std::move(remedy)};
}

Problem problem_of_answer(int http_status, const std::string& body) {
  const auto parsed = parse_json(body);
  if (!parsed || !parsed->is_object() || !text_at(*parsed, "code")) {
    return Problem{exit_code_of("", "", http_status), "internal",
                   "the daemon answered with HTTP status " + std::to_string(http_status) + " and no explanation",
                   "look into the daemon's log (journalctl -u smart-agentd)"};
  }
  const std::string code = text_at(*parsed, "code").value_or("internal");
  const std::string cause = text_at(*parsed, "cause").value_or("");
  Problem problem{exit_code_of(code, cause, http_status), code,
                  text_at(*parsed, "detail").value_or(text_at(*parsed, "title").value_or("no explanation was given")),
                  text_at(*parsed, "remedy").value_or("")};
  problem.next_attempt = text_at(*parsed, "next_attempt").value_or("");
  problem.object = *parsed;
  return problem;
}

std::string error_line(const Problem& problem) {
  std::string line = "error: " + problem.code + ": " + problem.what;
  // Texts are sentences; the separator would look odd after a full stop.
  while (line.ends_with('.')) line.pop_back();
  if (!problem.remedy.empty()) line += "; " + problem.remedy;
  while (line.ends_with('.')) line.pop_back();
  if (!problem.next_attempt.empty()) line += "; next attempt at " + date_text(problem.next_attempt);
  return printable(line);
}

std::string error_object(const Problem& problem) {
  if (problem.object.is_object()) return problem.object.dump(-1, ' ', false, Json::error_handler_t::replace);
  Json object;
  object["type"] = "about:blank";
  object["title"] = problem.code;
  object["status"] = nullptr;
  object["detail"] = problem.what;
  object["code"] = problem.code;
  object["remedy"] = problem.remedy;
  object["next_attempt"] = problem.next_attempt.empty() ? Json(nullptr) : Json(problem.next_attempt);
  object["cause"] = nullptr;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lic::cli
