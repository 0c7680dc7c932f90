#include <algorithm>
#include <filesystem>
#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/http_client.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/small_files.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

constexpr std::size_t kAnchorFileBytesMax = std::size_t{256} * 1024;

std::string value_at(const Json& object, std::string_view path) { return scalar_text(member_at(object, path)); }

std::string source_text(const Json& anchor) {
  const std::string source = text_at(anchor, "source").value_or("");
  if (source == "in_band") return "told by the software manager";
  const std::string file = value_at(anchor, "name");
  return source == "import" ? "imported as " + file : value_at(anchor, "folder") + "/" + file;
}

std::string validity_text(const Json& anchor) {
  const std::int64_t days = count_at(anchor, "days_left").value_or(0);
  const std::string left = days < 0 ? "ended" : std::to_string(days) + (days == 1 ? " day left" : " days left");
  return date_at(anchor, "not_before") + " to " + date_at(anchor, "not_after") + " (" + left + ")";
}

void add_anchors(Page& page, const Json& trust, std::string_view role, const char* title) {
  page.blank();
  page.title(title);
  bool is_empty = true;
  for (const Json& anchor : list_at(trust, "anchors")) {
    if (text_at(anchor, "role") != role) continue;
    is_empty = false;
    page.line(0, value_at(anchor, "subject"));
    page.field(2, "From", source_text(anchor));
    if (text_at(anchor, "issuer") != text_at(anchor, "subject")) page.field(2, "Issuer", value_at(anchor, "issuer"));
    page.field(2, "Valid", validity_text(anchor));
  }
  if (is_empty) page.line(0, "None");
}

void add_system_store(Page& page, const Json& store) {
  if (!flag_at(store, "used").value_or(false)) {
    page.field(0, "System Store", "not used");
    return;
  }
  page.field(0, "System Store",
             value_at(store, "certificates") + " authorities for TLS servers in " + value_at(store, "file"));
}

void add_unreadable(Page& page, const Json& trust) {
  for (const Json& file : list_at(trust, "unreadable")) {
    page.field(0, "Not Read",
               value_at(file, "folder") + "/" + value_at(file, "name") + ": " + value_at(file, "problem"));
  }
}

// "/home/me/Our CA.crt" -> "Our-CA"
std::string name_from(const std::string& file) {
  std::string name = std::filesystem::path(file).stem().string();
  std::ranges::replace_if(
      name, [](unsigned char letter) { return std::isalnum(letter) == 0 && letter != '.' && letter != '_'; }, '-');
  return name;
}

}  // namespace

Outcome<int> run_trust_list(Session session, const Options& options) {
  const auto trust = session.daemon.get(std::string{routes::kTrust});
  if (!trust) return trust.error();
  if (options.json) {
    session.console.print(pretty(*trust) + "\n");
    return kExitDone;
  }
  Page page;
  add_system_store(page, member_at(*trust, "system_store"));
  add_unreadable(page, *trust);
  add_anchors(page, *trust, "tls", "Authorities for TLS servers");
  add_anchors(page, *trust, "message", "Roots for signers of answers");
  add_anchors(page, *trust, "reservation", "Signers of authorization codes");
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_trust_import(Session session, const Options& options) {
  const auto pem = read_file(options.file, kAnchorFileBytesMax);
  if (!pem) return pem.error();
  const Json body = {{"name", options.name.empty() ? name_from(options.file) : options.name},
                     {"pem", *pem},
                     {"role", options.message ? "message" : "tls"}};
  const auto answer = session.daemon.call(Call{"POST", std::string{routes::kTrust}, body, 30 * kSecond});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(answer->body) + "\n");
  } else {
    page.line(0, text_at(answer->body, "text").value_or("Imported."));
  }
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_trust_remove(Session session, const Options& options) {
  const auto answer = session.daemon.call(
      Call{"DELETE", std::string{routes::kTrust} + "/" + percent_encoded(options.name), nullptr, 30 * kSecond});
  if (!answer) return answer.error();
  session.console.print(options.json ? "{}\n" : printable("Removed " + options.name + ".") + "\n");
  return kExitDone;
}

}  // namespace lic::cli
