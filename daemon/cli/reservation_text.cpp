#include "daemon/cli/reservation_text.hpp"

#include <string>

#include "daemon/cli/dates.hpp"
#include "daemon/cli/shown_names.hpp"

namespace lic::cli {
namespace {

std::string value_at(const Json& object, std::string_view path) { return scalar_text(member_at(object, path)); }

// The first of them that is there: SSM's own name, ours, the tag.
std::string name_of(const Json& license) {
  for (const char* member : {"display_name", "name", "tag"})
    if (const auto name = text_at(license, member); name && !name->empty()) return *name;
  return "None";
}

std::string status_text(const Json& reservation) {
  const Json& authorization = member_at(reservation, "authorization");
  if (authorization.is_object()) return "SPECIFIC INSTALLED on " + date_at(authorization, "installed_at");
  if (text_at(reservation, "request_code")) return "REQUESTED on " + date_at(reservation, "requested_at");
  return "NOT INSTALLED";
}

void add_license(Page& page, const Json& license) {
  std::string text = value_at(license, "count") + " " + name_of(license);
  if (const auto type = text_at(license, "license_type")) text += ", " + *type;
  if (text_at(license, "starts_at")) text += ", from " + date_at(license, "starts_at");
  if (text_at(license, "ends_at")) text += ", until " + date_at(license, "ends_at");
  page.line(2, text);
}

void add_authorization(Page& page, const Json& authorization) {
  if (!authorization.is_object()) {
    page.field(0, "Authorization code", "None");
    return;
  }
  page.field(0, "Authorization code",
             "made on " + date_at(authorization, "made_at") + ", for " + value_at(authorization, "instance"));
  if (text_at(authorization, "changed_at") != text_at(authorization, "installed_at"))
    page.field(0, "Last change", date_at(authorization, "changed_at"));
  page.line(0, "Reserved licenses:");
  for (const Json& license : list_at(authorization, "licenses")) add_license(page, license);
  for (const Json& sentence : list_at(authorization, "lacking")) page.field(0, "Not covered", scalar_text(sentence));
}

}  // namespace

void add_code(Page& page, std::string_view label, std::string_view code) {
  const std::string shown = printable(code);
  if (label.size() + 2 + shown.size() <= kScreenColumns) return page.field(0, label, shown);
  page.line(0, std::string{label} + ":");
  page.raw(shown + "\n");
}

void add_reservation_info(Page& page, const Json& reservation) {
  const bool is_enabled = flag_at(reservation, "enabled").value_or(false);
  page.title("Reservation Info");
  page.field(0, "License reservation", is_enabled ? "ENABLED" : "DISABLED");
  if (is_enabled) {
    page.field(0, "Reservation status", status_text(reservation));
    add_code(page, "Request code", value_at(reservation, "request_code"));
    add_authorization(page, member_at(reservation, "authorization"));
  }
  const auto return_code = text_at(reservation, "return_code");
  if (is_enabled || return_code) add_code(page, "Last return code", return_code.value_or("None"));
  if (is_enabled) add_code(page, "Last confirmation code", value_at(reservation, "confirmation_code"));
}

void add_licenses_to_reserve(Page& page, const Json& licenses) {
  Table table{{"SL NO.", "LICENSE NAME", "MANDATORY"}};
  int number = 0;
  for (const Json& license : licenses)
    table.add(
        {std::to_string(++number), name_of(license), flag_at(license, "mandatory").value_or(false) ? "YES" : "NO"});
  page.raw(table.text());
}

void add_warnings(Page& page, const Json& answer) {
  for (const Json& warning : list_at(answer, "warnings")) page.field(0, "Warning", scalar_text(warning));
}

}  // namespace lic::cli
