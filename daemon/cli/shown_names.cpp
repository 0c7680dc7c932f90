#include "daemon/cli/shown_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "daemon/cli/dates.hpp"

namespace lic::cli {
namespace {

struct Shown {
  std::string_view name;
  std::string_view text;
};

// Only what differs from the name in capitals.
constexpr std::array<Shown, 6> kStates{{
    {"evaluation", "EVAL MODE"},
    {"evaluation_expired", "EVAL EXPIRED"},
    {"no_licenses_in_use", "No licenses in use"},
    {"registered_reserved", "REGISTERED - SPECIFIC LICENSE RESERVATION"},
    {"authorized_reserved", "AUTHORIZED - RESERVED"},
    {"not_authorized_reserved", "NOT AUTHORIZED - RESERVED"},
}};

constexpr std::array<Shown, 14> kEntitlementStatuses{{
    {"init", "Init"},
    {"waiting", "Waiting"},
    {"evaluation", "Evaluation State"},
    {"evaluation_expired", "Evaluation Expired"},
    {"in_compliance", "In Compliance"},
    {"out_of_compliance", "Out-of-Compliance"},
    {"overage", "Overage"},
    {"authorization_expired", "Authorization Expired"},
    {"not_authorized", "Not Authorized"},
    {"reserved_in_compliance", "ReservedInCompliance"},
    {"not_in_use", "No License in Use"},
    {"invalid_tag", "Invalid Tag"},
    {"not_applicable", "Not Applicable"},
    {"disabled", "Disabled"},
}};

}  // namespace

std::string shown_state(std::string_view name) {
  if (name.empty()) return "None";
  const auto known = std::ranges::find(kStates, name, &Shown::name);
  if (known != kStates.end()) return std::string{known->text};
  std::string text = spoken(name);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string shown_authorization(const Json& status) {
  if (text_at(status, "licensing_mode") == "classic") return "NOT ENABLED (CLASSIC MODE)";
  return shown_state(text_at(status, "authorization.state").value_or(""));
}

std::string shown_entitlement_status(const Json& entitlement) {
  const std::string status = text_at(entitlement, "status").value_or("");
  const auto known = std::ranges::find(kEntitlementStatuses, status, &Shown::name);
  if (known != kEntitlementStatuses.end()) return std::string{known->text};
  const std::string word = text_at(entitlement, "status_text").value_or("");
  if (status == "invalid") return word.empty() || word == "Invalid" ? "Invalid" : "Invalid (" + word + ")";
  return word.empty() ? shown_state(status) : word;
}

std::string spoken(std::string_view name) {
  std::string text{name};
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string in_title_case(std::string_view name) {
  std::string text = spoken(name);
  bool starts_word = true;
  for (char& character : text) {
    if (starts_word) character = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
    starts_word = character == ' ';
  }
  return text;
}

std::string spoken_list(const Json& names) {
  std::string text;
  if (names.is_array()) {
    for (const Json& name : names) text += (text.empty() ? "" : ", ") + spoken(scalar_text(name));
  }
  return text.empty() ? "None" : text;
}

std::string shortfall_text(const Json& shortfall) {
  std::string text;
  if (!shortfall.is_object()) return text;
  for (const auto& [name, count] : shortfall.items()) {
    if (!count.is_number_integer() || count.get<std::int64_t>() == 0) continue;
    text += (text.empty() ? "" : ", ") + count.dump() + " " + spoken(name);
  }
  return text;
}

std::string udi_text(const Json& status) {
  std::string text;
  const auto part = [&status, &text](const char* label, std::string_view path) {
    const std::string value = text_at(status, path).value_or("");
    if (!value.empty()) text += (text.empty() ? "" : ",") + std::string{label} + ":" + value;
  };
  part("PID", "udi.pid");
  part("SN", "udi.serial");
  part("UUID", "udi.uuid");
  return text.empty() ? "None" : text;
}

std::string cause_text(const Json& failed) {
  const auto cause = text_at(failed, "cause");
  if (!cause) return "None";
  const auto code = text_at(failed, "code");
  return code ? *cause + " (" + *code + ")" : *cause;
}

std::string date_at(const Json& object, std::string_view path) { return date_text(text_at(object, path).value_or("")); }

}  // namespace lic::cli
