#include <set>
#include <string>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/list_printer.hpp"
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

// A day, unless the command line says otherwise: a year of reports is not what somebody who looks wants to see.
Outcome<TimeRange> range_of(Session session, const Options& options) {
  if (!options.from.empty() || !options.to.empty()) return TimeRange{options.from, options.to};
  const auto status = session.daemon.get(std::string{routes::kStatus});
  if (!status) return status.error();
  const auto now = from_rfc3339(text_at(*status, "clock.now").value_or(""));
  if (!now) return Problem{kExitBug, "internal", "the daemon's status names no time", "give --from and --to"};
  return TimeRange{to_rfc3339(*now - kDay), ""};
}

Outcome<int> print_reports_json(Session session, const TimeRange& range) {
  ListPrinter printer(session.console, "reports");
  const auto read = each_reports_page(session.daemon, range, [&printer](const Json& page) {
    for (const Json& report : list_at(page, "reports")) printer.add(report);
  });
  if (!read) return read;
  printer.finish();
  return kExitDone;
}

std::string minute_at(const Json& report, const char* member) {
  const auto time = from_rfc3339(text_at(report, member).value_or(""));
  return time ? minute_text(*time) : "-";
}

Outcome<int> print_reports_text(Session session, const TimeRange& range) {
  Table table{{"Report", "License", "From", "To", "Peak", "Delivered"}};
  bool is_empty = true;
  const auto read = each_reports_page(session.daemon, range, [&table, &is_empty](const Json& page) {
    for (const Json& report : list_at(page, "reports")) {
      is_empty = false;
      table.add({scalar_text(member_at(report, "id")), text_at(report, "entitlement").value_or(""),
                 minute_at(report, "start"), minute_at(report, "end"), scalar_text(member_at(report, "peak")),
                 flag_at(report, "waiting").value_or(false) ? "waits" : "yes"});
    }
  });
  if (!read) return read;
  session.console.print(is_empty ? "No reports in this time.\n" : table.text());
  return kExitDone;
}

}  // namespace

Outcome<int> run_reports_list(Session session, const Options& options) {
  const auto range = range_of(session, options);
  if (!range) return range.error();
  return options.json ? print_reports_json(session, *range) : print_reports_text(session, *range);
}

Outcome<int> run_reports_explain(Session session, const Options& options) {
  const auto said = whole_explanation(session.daemon, options.report_id);
  if (!said) return said.error();
  session.console.print(options.json ? pretty(*said) + "\n" : explanation_text(*said));
  return kExitDone;
}

}  // namespace lic::cli
