#include "daemon/cli/doctor_text.hpp"

#include "daemon/api_types/error_codes.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

bool is_set(const Json& step, const char* member) {
  const Json& value = member_at(step, member);
  return value.is_boolean() && value.get<bool>();
}

std::string mark_of(const Json& step) {
  if (is_set(step, "skipped")) return "[ -- ]";
  if (!is_set(step, "ok")) return "[FAIL]";
  return is_set(step, "warning") ? "[WARN]" : "[ ok ]";
}

void add_step(Page& page, const Json& step) {
  std::string line = mark_of(step) + " " + spoken(text_at(step, "name").value_or(""));
  if (!is_set(step, "skipped")) line += " (" + std::to_string(count_at(step, "ms").value_or(0)) + " ms)";
  page.line(0, line + ": " + text_at(step, "text").value_or(""));
  if (const auto remedy = text_at(step, "remedy")) page.field(7, "Remedy", *remedy);
}

const Json& first_failure(const Json& diagnosis) {
  static const Json kNone;
  const auto name = text_at(diagnosis, "first_failure");
  if (!name) return kNone;
  for (const Json& step : list_at(diagnosis, "steps"))
    if (text_at(step, "name") == name) return step;
  return kNone;
}

}  // namespace

std::string diagnosis_text(const Json& diagnosis) {
  Page page;
  int warnings = 0;
  for (const Json& step : list_at(diagnosis, "steps")) {
    add_step(page, step);
    if (is_set(step, "warning")) ++warnings;
  }
  page.blank();
  if (const Json& failed = first_failure(diagnosis); failed.is_object()) {
    page.field(0, "First failure", spoken(text_at(failed, "name").value_or("")) + ", " + cause_text(failed));
    page.field(2, "What", text_at(failed, "text").value_or(""));
    page.field(2, "Remedy", text_at(failed, "remedy").value_or(""));
  } else if (warnings > 0) {
    page.line(0, "Nothing failed; " + std::to_string(warnings) + (warnings == 1 ? " warning." : " warnings."));
  } else {
    page.line(0, "All is well.");
  }
  return page.text();
}

int exit_code_of_diagnosis(const Json& diagnosis) {
  if (!text_at(diagnosis, "first_failure")) return kExitDone;
  return exit_code_of_cause(text_at(first_failure(diagnosis), "cause").value_or(""));
}

}  // namespace lic::cli
