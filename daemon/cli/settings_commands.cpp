#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// One line a value, nested names joined with dots as in the configuration: "proxy.host: proxy.example.com".
void add_values(Page& page, const std::string& prefix, const Json& value) {
  if (value.is_structured() && !value.empty()) {
    for (const auto& [name, member] : value.items()) {
      add_values(page, prefix.empty() ? name : prefix + "." + name, member);
    }
    return;
  }
  page.field(0, prefix, value.is_structured() ? "None" : scalar_text(value));
}

}  // namespace

Outcome<int> run_config_show(Session session, const Options& options) {
  auto answer = session.daemon.get(std::string{routes::kConfig});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(*answer) + "\n");
  } else {
    for (const Json& name : list_at(*answer, "set_by_command")) {
      page.field(0, scalar_text(name), "set by command, wins over the file");
    }
    if (answer->is_object()) answer->erase("set_by_command");
    add_values(page, "", *answer);
  }
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_version(Session session, const Options& options) {
  if (options.json) {
    session.console.print(pretty(Json{{"name", "smart-agentctl"}, {"version", LIC_VERSION}}) + "\n");
  } else {
    session.console.print("smart-agentctl " LIC_VERSION "\n");
  }
  return kExitDone;
}

}  // namespace lic::cli
