#include <array>
#include <string>
#include <utility>
#include <vector>

#include "agent/time_text.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/list_printer.hpp"
#include "daemon/cli/records.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// In the order of interfaces.md section 3.
constexpr std::array<const char*, 9> kHistoryMembers{"interval_start", "entitlement", "current",   "peak", "average",
                                                     "reported",       "locked",      "purchased", "state"};

std::string csv_heading() {
  std::string text;
  for (const char* member : kHistoryMembers) text.append(text.empty() ? "" : ",").append(member);
  return text + "\n";
}

std::string csv_lines(const Json& page) {
  std::string text;
  for (const Json& row : list_at(page, "rows")) {
    for (const char* member : kHistoryMembers) {
      const Json& value = member_at(row, member);
      text += (member == kHistoryMembers.front() ? "" : ",") + (value.is_null() ? std::string{} : scalar_text(value));
    }
    text += '\n';
  }
  return text;
}

Outcome<int> print_csv(Session session, const TimeRange& range) {
  bool is_begun = false;
  const auto read = each_history_page(session.daemon, range, [&session, &is_begun](const Json& page) {
    if (!std::exchange(is_begun, true)) session.console.print(csv_heading());
    session.console.print(csv_lines(page));
  });
  return read ? Outcome<int>(kExitDone) : read;
}

Outcome<int> print_json(Session session, const TimeRange& range) {
  ListPrinter printer(session.console, "rows");
  const auto read = each_history_page(session.daemon, range, [&printer](const Json& page) {
    for (const Json& row : list_at(page, "rows")) printer.add(row);
  });
  if (!read) return read;
  printer.finish();
  return kExitDone;
}

void add_row(Table& table, const Json& row) {
  std::vector<std::string> cells;
  for (const char* member : kHistoryMembers) {
    const Json& value = member_at(row, member);
    cells.push_back(value.is_null() ? "-" : scalar_text(value));
  }
  if (const auto start = from_rfc3339(cells.front())) cells.front() = minute_text(*start);
  table.add(std::move(cells));
}

Outcome<int> print_text(Session session, const TimeRange& range) {
  // Short headings: nine columns share the screen.
  Table table{{"Interval start", "License", "Curr", "Peak", "Avg", "Rep", "Lock", "Purch", "State"}};
  bool is_empty = true;
  const auto read = each_history_page(session.daemon, range, [&table, &is_empty](const Json& page) {
    for (const Json& row : list_at(page, "rows")) {
      is_empty = false;
      add_row(table, row);
    }
  });
  if (!read) return read;
  session.console.print(is_empty ? "No history yet.\n" : table.text(1));
  return kExitDone;
}

}  // namespace

Outcome<int> run_history(Session session, const Options& options) {
  const TimeRange range{options.from, options.to};
  if (options.json) return print_json(session, range);
  return options.csv ? print_csv(session, range) : print_text(session, range);
}

}  // namespace lic::cli
