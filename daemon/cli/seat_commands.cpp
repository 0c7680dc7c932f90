#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/records.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

std::string joined(const Json& names) {
  std::string text;
  for (const Json& name : names) text += (text.empty() ? "" : ", ") + scalar_text(name);
  return text.empty() ? "None" : text;
}

}  // namespace

Outcome<int> run_seats_list(Session session, const Options& options) {
  const auto seats = all_seats(session.daemon);
  if (!seats) return seats.error();
  if (options.json) {
    session.console.print(pretty(*seats) + "\n");
    return kExitDone;
  }
  const Json& list = list_at(*seats, "seats");
  Page page;
  page.field(0, "Seat users signed in", std::to_string(list.size()));
  for (const Json& seat : list) {
    page.blank();
    page.line(0, text_at(seat, "id").value_or("None"));
    page.field(2, "Class", text_at(seat, "class").value_or(""));
    page.field(2, "Since", date_text(text_at(seat, "since").value_or("")));
    page.field(2, "Capabilities", joined(list_at(seat, "capabilities")));
    page.field(2, "Used", joined(list_at(seat, "used")));
  }
  session.console.print(page.text());
  return kExitDone;
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
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace lic::cli
