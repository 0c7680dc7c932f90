#include <set>
#include <string>
#include <utility>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/records.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// The answer of all pages as one: each session once, and said anew whether they are all.
Outcome<Json> whole_explanation(DaemonClient& daemon, const std::string& report_id) {
  Json whole;
  Json sessions = Json::array();
  std::set<std::string> seen;
  const auto read = each_sessions_page(daemon, report_id, [&](const Json& page) {
    whole = page;
    for (const Json& session : list_at(page, "sessions")) {
      // A session that ends while the pages are read may come twice.
      const std::string key = scalar_text(member_at(session, "change")) + " " + text_at(session, "id").value_or("");
      if (seen.insert(key).second) sessions.push_back(session);
    }
  });
  if (!read) return read.error();
  const auto found = static_cast<std::int64_t>(sessions.size());
  const bool is_whole = found > 0 && found == count_at(whole, "peak");
  whole["sessions"] = std::move(sessions);
  whole["found"] = found;
  if (is_whole) {
    whole["matches_peak"] = true;
    whole["reason"] = nullptr;
  }
  return whole;
}

std::string explanation_text(const Json& said) {
  Page page;
  page.field(0, "Report", scalar_text(member_at(said, "id")));
  page.field(0, "License", text_at(said, "entitlement").value_or(""));
  page.field(0, "Time",
             date_text(text_at(said, "start").value_or("")) + " to " + date_text(text_at(said, "end").value_or("")));
  page.field(
      0, "Peak",
      scalar_text(member_at(said, "peak")) + ", first reached " + date_text(text_at(said, "peak_at").value_or("")));
  page.field(0, "Because", text_at(said, "explanation").value_or(""));
  const Json& sessions = list_at(said, "sessions");
  if (sessions.empty() && member_at(said, "reason").is_null()) return page.text();
  page.field(0, "Sessions", std::to_string(sessions.size()) + " of " + scalar_text(member_at(said, "peak")));
  if (const auto reason = text_at(said, "reason")) page.field(0, "Not all", *reason);
  if (sessions.empty()) return page.text();
  page.blank();
  Table table{{"Seat user", "Class", "Signed in", "Now"}};
  for (const Json& session : sessions)
    table.add({printable(text_at(session, "id").value_or("")), text_at(session, "class").value_or(""),
               date_text(text_at(session, "since").value_or("")),
               flag_at(session, "ended").value_or(false) ? "ended" : "goes on"});
  page.raw(table.text());
  return page.text();
}

}  // namespace

Outcome<int> run_reports_explain(Session session, const Options& options) {
  const auto said = whole_explanation(session.daemon, options.report_id);
  if (!said) return said.error();
  session.console.print(options.json ? pretty(*said) + "\n" : explanation_text(*said));
  return kExitDone;
}

}  // namespace lic::cli
