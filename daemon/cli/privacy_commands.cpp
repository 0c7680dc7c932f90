#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/setting_change.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

std::string value_at(const Json& object, std::string_view path) { return scalar_text(member_at(object, path)); }

// What SSM is told, member by member, by the names of the wire.
void add_preview(Page& page, const char* title, const Json& preview) {
  page.line(0, title);
  page.field(2, "host_identifier", value_at(preview, "host_identifier"));
  page.field(2, "hostname", value_at(preview, "hostname"));
  page.field(2, "product_instance_name", value_at(preview, "product_instance_name"));
  page.field(2, "udi_pid", value_at(preview, "udi.pid"));
  page.field(2, "udi_serial_number", value_at(preview, "udi.serial"));
  page.field(2, "uuid", value_at(preview, "udi.uuid"));
}

Outcome<int> show(Session session, const Options& options, const Json& answer, const char* title) {
  Page page;
  if (options.json) {
    page.raw(pretty(answer) + "\n");
  } else {
    if (const auto text = text_at(answer, "text")) page.line(0, *text);
    add_preview(page, title, member_at(answer, "preview"));
  }
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace

Outcome<int> run_privacy_show(Session session, const Options& options) {
  const auto answer = session.daemon.get(std::string{routes::kPrivacy});
  if (!answer) return answer.error();
  if (!options.json) {
    const bool is_hidden = flag_at(*answer, "hostname").value_or(false);
    Page page;
    page.field(0, "Host Name Privacy", is_hidden ? "on: the host name is hidden" : "off: the host name is told");
    if (text_at(*answer, "set_by") == "command") page.field(0, "Set By", "command, wins over the file");
    session.console.print(page.text());
  }
  return show(session, options, *answer, "What the software manager is told:");
}

Outcome<int> run_privacy_hostname(Session session, const Options& options) {
  const bool hides = options.on_off == "on";
  if (options.preview) {
    const auto answer = session.daemon.get(std::string{routes::kPrivacy} + "?hostname=" + (hides ? "true" : "false"));
    if (!answer) return answer.error();
    return show(session, options, *answer, "What the software manager would be told (nothing was changed):");
  }
  const auto answer =
      session.daemon.call(Call{"PUT", std::string{routes::kPrivacy}, Json{{"hostname", hides}}, 30 * kSecond});
  if (!answer) return answer.error();
  return show(session, options, answer->body, "What the software manager is told from now on:");
}

}  // namespace lic::cli
