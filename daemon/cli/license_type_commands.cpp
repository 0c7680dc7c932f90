// `license-type show` and `license-type set` (R-REG-10, R-LIFE-2..4).
#include <cstdint>
#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

std::string value_at(const Json& object, std::string_view path) { return scalar_text(member_at(object, path)); }

void add_entitlements(Page& page, const Json& license_type) {
  page.line(0, "Entitlements:");
  for (const Json& one : list_at(license_type, "entitlements"))
    page.field(2, value_at(one, "name"), value_at(one, "display_name") + " (" + value_at(one, "mode") + ")");
}

void add_choices(Page& page, const Json& license_type) {
  page.line(0, "Choices:");
  for (const Json& choice : list_at(license_type, "choices")) {
    const std::string id = value_at(choice, "type");
    std::string text = value_at(choice, "title") + ", for " + value_at(choice, "usage_mode") + " use";
    if (const auto note = text_at(choice, "note")) text += "; " + *note;
    if (value_at(choice, "taken") != id)
      text += "; this deployment takes " + value_at(choice, "taken") + " in its place";
    page.field(2, id, text);
  }
}

void add_restart(Page& page, const Json& license_type) {
  std::string names;
  for (const Json& name : list_at(license_type, "awaits_restart"))
    names += (names.empty() ? "" : ", ") + scalar_text(name);
  if (!names.empty()) page.field(0, "To Be Restarted", names);
}

const Json* find_choice(const Json& license_type, const std::string& id) {
  for (const Json& choice : list_at(license_type, "choices"))
    if (text_at(choice, "type") == id) return &choice;
  return nullptr;
}

// What must be confirmed before this type is set; nothing if it holds already, or has no note.
std::optional<std::string> note_of(const Json& license_type, const std::string& wanted) {
  const Json* choice = find_choice(license_type, wanted);
  if (choice != nullptr) choice = find_choice(license_type, text_at(*choice, "taken").value_or(wanted));
  if (choice == nullptr || text_at(*choice, "type") == text_at(license_type, "type")) return std::nullopt;
  return text_at(*choice, "note");
}

enum class Decision : std::uint8_t { nothing_to_confirm, confirmed, refused };

// A person at a terminal reads the note and decides; elsewhere --yes says that it was read.
Outcome<Decision> decide(Session session, const Options& options) {
  if (options.yes) return Decision::confirmed;
  const auto license_type = session.daemon.get(std::string{routes::kLicenseType});
  if (!license_type) return license_type.error();
  const auto note = note_of(*license_type, options.license_type);
  if (!note) return Decision::nothing_to_confirm;
  if (!session.console.can_ask())
    return usage_problem(
        "the license type " + printable(options.license_type) + " must be confirmed: " + printable(*note),
        "add --yes if that is what was bought");
  session.console.complain(printable(*note) + "\n");
  return session.console.ask_yes_no("Set this license type") ? Decision::confirmed : Decision::refused;
}

}  // namespace

Outcome<int> run_license_type_show(Session session, const Options& options) {
  const auto answer = session.daemon.get(std::string{routes::kLicenseType});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(*answer) + "\n");
  } else {
    page.field(0, "License Type", value_at(*answer, "type") + " (" + value_at(*answer, "title") + ")");
    page.field(0, "Usage Mode", value_at(*answer, "usage_mode"));
    page.field(0, "Set By", text_at(*answer, "set_by") == "command" ? "command, wins over the file" : "file");
    page.field(0, "Catalog", value_at(*answer, "catalog"));
    add_restart(page, *answer);
    add_entitlements(page, *answer);
    add_choices(page, *answer);
  }
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_license_type_set(Session session, const Options& options) {
  const auto decision = decide(session, options);
  if (!decision) return decision.error();
  if (*decision == Decision::refused) {
    session.console.print("Nothing was changed.\n");
    return kExitDone;
  }
  Json body{{"type", options.license_type}};
  if (*decision == Decision::confirmed) body["confirm"] = true;
  if (!options.usage_mode.empty()) body["usage_mode"] = options.usage_mode;
  const auto answer =
      session.daemon.call(Call{"PUT", std::string{routes::kLicenseType}, std::move(body), 30 * kSecond});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(answer->body) + "\n");
  } else {
    page.line(0, text_at(answer->body, "text").value_or("Done."));
    add_restart(page, answer->body);
  }
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace lic::cli
