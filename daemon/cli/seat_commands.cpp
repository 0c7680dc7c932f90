#include <string>
#include <utility>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/list_printer.hpp"
#include "daemon/cli/records.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

std::string joined(const Json& names) {
  std::string text;
  for (const Json& name : names) text += (text.empty() ? "" : ", ") + scalar_text(name);
  return text.empty() ? "None" : text;
}

std::string seat_text(const Json& seat) {
  Page page;
  page.blank();
  page.line(0, text_at(seat, "id").value_or("None"));
  page.field(2, "Class", text_at(seat, "class").value_or(""));
  page.field(2, "Since", date_text(text_at(seat, "since").value_or("")));
  page.field(2, "Capabilities", joined(list_at(seat, "capabilities")));
  page.field(2, "Used", joined(list_at(seat, "used")));
  return page.text();
}

Outcome<int> print_json(Session session) {
  ListPrinter printer(session.console, "seats");
  const auto read = each_seats_page(session.daemon, [&printer](const Json& page) {
    for (const Json& seat : list_at(page, "seats")) printer.add(seat);
  });
  if (!read) return read;
  printer.finish();
  return kExitDone;
}

// The count is that of the first page: seat users may come and go while the list is read.
Outcome<int> print_text(Session session) {
  bool is_begun = false;
  const auto read = each_seats_page(session.daemon, [&session, &is_begun](const Json& page) {
    std::string text;
    if (!std::exchange(is_begun, true))
      text = "Seat users signed in: " + std::to_string(count_at(page, "total").value_or(0)) + "\n";
    for (const Json& seat : list_at(page, "seats")) text += seat_text(seat);
    session.console.print(text);
  });
  return read ? Outcome<int>(kExitDone) : read;
}

}  // namespace

Outcome<int> run_seats_list(Session session, const Options& options) {
  return options.json ? print_json(session) : print_text(session);
}

Outcome<int> run_seats_explain(Session session, const Options& options) {
  const auto answer =
      session.daemon.get(std::string{routes::kSeats} + "/" + percent_encoded(options.seat_id) + "/explain");
  if (!answer) return answer.error();
  if (options.json) {
    session.console.print(pretty(*answer) + "\n");
    return kExitDone;
  }
  Page page;
  page.field(0, "Seat user", text_at(*answer, "id").value_or(options.seat_id));
  page.field(0, "Class", text_at(*answer, "class").value_or(""));
  page.field(0, "Because", text_at(*answer, "rule").value_or(""));
  page.field(0, "Signed in", date_text(text_at(*answer, "since").value_or("")));
  page.field(0, "Capabilities", joined(list_at(*answer, "capabilities")));
  page.field(0, "Used", joined(list_at(*answer, "used")));
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace lic::cli
