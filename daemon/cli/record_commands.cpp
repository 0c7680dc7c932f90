#include <string>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/records.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// Events later than a date; the API itself counts by number only.
Json later_than(const Json& events, WallTime since) {
  Json kept = Json::array();
  for (const Json& event : list_at(events, "events")) {
    const auto time = from_rfc3339(text_at(event, "time").value_or(""));
    if (time && *time > since) kept.push_back(event);
  }
  Json whole;
  whole["events"] = std::move(kept);
  return whole;
}

Outcome<Json> wanted_events(Session session, const Options& options) {
  const auto date = from_rfc3339(options.since);
  if (!date && options.since.find_first_not_of("0123456789") != std::string::npos) {
    return usage_problem("'" + options.since + "' is neither an event number nor a date like 2026-03-02T10:30:00Z");
  }
  auto events = all_events(session.daemon, date ? std::string{} : options.since);
  if (!events || !date) return events;
  return later_than(*events, *date);
}

// A severity says how serious an event is; the kind adds something for alarms only ("info, severity 3" told two
// things).
std::string event_remarks(const Json& event) {
  const std::string kind = text_at(event, "kind").value_or("info");
  const auto severity = count_at(event, "severity");
  std::string remarks = kind == "info" && severity ? "" : spoken(kind) + (severity ? ", " : "");
  if (severity) remarks += "severity " + std::to_string(*severity);
  if (const auto minutes = count_at(event, "minutes")) remarks += ", " + std::to_string(*minutes) + " minutes";
  return remarks;
}

std::string events_as_text(const Json& events) {
  Page page;
  for (const Json& event : list_at(events, "events")) {
    std::string line = date_at(event, "time") + "  " + text_at(event, "name").value_or("");
    line += " (" + event_remarks(event) + ")";
    page.line(0, line + "  #" + scalar_text(member_at(event, "id")));
    if (const auto text = text_at(event, "text"); text && !text->empty()) page.line(4, *text);
  }
  if (page.text().empty()) page.line(0, "No events.");
  return page.text();
}

}  // namespace

Outcome<int> run_events(Session session, const Options& options) {
  const auto events = wanted_events(session, options);
  if (!events) return events.error();
  session.console.print(options.json ? pretty(*events) + "\n" : events_as_text(*events));
  return kExitDone;
}

}  // namespace lic::cli
