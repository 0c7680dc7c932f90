// `reservation ...` with the vendor's dialogue (R-SLR).
#include <string>
#include <utility>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/consent.hpp"
#include "daemon/cli/pasted_code.hpp"
#include "daemon/cli/reservation_text.hpp"

namespace lic::cli {
namespace {

constexpr const char* kSuccessful = "Command successful.";

Outcome<Json> post(Session session, std::string_view route, Json body) {
  auto answer = session.daemon.call(Call{"POST", std::string{route}, std::move(body), 30 * kSecond});
  if (!answer) return answer.error();
  return std::move(answer->body);
}

// The daemon's sentence and its warnings.
void add_outcome(Page& page, const Json& answer) {
  page.line(0, text_at(answer, "text").value_or("Done."));
  add_warnings(page, answer);
}

int show(Session session, const Options& options, const Json& answer, const Page& page) {
  session.console.print(options.json ? pretty(answer) + "\n" : page.text());
  return kExitDone;
}

Outcome<int> run_plain(Session session, const Options& options, std::string_view route) {
  const auto answer = post(session, route, Json::object());
  if (!answer) return answer.error();
  Page page;
  add_outcome(page, *answer);
  page.line(0, kSuccessful);
  return show(session, options, *answer, page);
}

Json install_body(const std::string& code, bool is_dry_run) {
  Json body{{"authorization_code", code}};
  if (is_dry_run) body["dry_run"] = true;
  return body;
}

Outcome<int> try_install(Session session, const Options& options, const std::string& code) {
  const auto answer = post(session, routes::kReservationInstall, install_body(code, true));
  if (!answer) return answer.error();
  Page page;
  add_outcome(page, *answer);
  page.line(0, "Nothing was changed.");
  return show(session, options, *answer, page);
}

// A person sees what will come of the code before the question; a wrong one is refused without it (R-SLR-2).
Outcome<bool> may_install(Session session, const Options& options, const std::string& code) {
  if (!options.yes && session.console.can_ask()) {
    const auto outlook = post(session, routes::kReservationInstall, install_body(code, true));
    if (!outlook) return outlook.error();
    Page page;
    add_outcome(page, *outlook);
    session.console.complain(page.text());
  }
  return ask_consent(session, options,
                     {.verb = "installing a reservation changes what is licensed",
                      .question = "This operation has to be performed in maintenance window. Continue"});
}

Outcome<int> show_return(Session session, const Options& options, const Json& answer) {
  Page page;
  add_outcome(page, answer);
  if (const auto code = text_at(answer, "return_code")) add_code(page, "Reservation Return Code", *code);
  page.line(0, kSuccessful);
  return show(session, options, answer, page);
}

// What a return leads to, where that is worse than evaluation (R-EVAL-4).
void warn_of_return(Session session) {
  const auto status = session.daemon.get(std::string{routes::kStatus});
  if (!status || count_at(*status, "evaluation.seconds_left").value_or(1) > 0) return;
  Page page;
  page.field(0, "Warning",
             "the evaluation period is used up, so provisioning is blocked as soon as the reservation is returned");
  session.console.complain(page.text());
}

}  // namespace

Outcome<int> run_reservation_show(Session session, const Options& options) {
  const auto reservation = session.daemon.get(std::string{routes::kReservation});
  if (!reservation) return reservation.error();
  Page page;
  add_reservation_info(page, *reservation);
  if (text_at(*reservation, "request_code")) {
    page.blank();
    add_licenses_to_reserve(page, list_at(*reservation, "licenses"));
  }
  return show(session, options, *reservation, page);
}

Outcome<int> run_reservation_enable(Session session, const Options& options) {
  return run_plain(session, options, routes::kReservationEnable);
}

Outcome<int> run_reservation_cancel(Session session, const Options& options) {
  return run_plain(session, options, routes::kReservationCancel);
}

Outcome<int> run_reservation_disable(Session session, const Options& options) {
  return run_plain(session, options, routes::kReservationDisable);
}

Outcome<int> run_reservation_request(Session session, const Options& options) {
  const auto answer = post(session, routes::kReservationRequest, Json::object());
  if (!answer) return answer.error();
  Page page;
  add_code(page, "Reservation Request Code", text_at(*answer, "request_code").value_or("None"));
  add_outcome(page, *answer);
  page.blank();
  add_licenses_to_reserve(page, list_at(*answer, "licenses"));
  page.blank();
  page.line(0, kSuccessful);
  return show(session, options, *answer, page);
}

Outcome<int> run_reservation_install(Session session, const Options& options) {
  const auto code = authorization_code_of(session, options);
  if (!code) return code.error();
  if (options.dry_run) return try_install(session, options, *code);
  const auto consent = may_install(session, options, *code);
  if (!consent) return consent.error();
  if (!*consent) return kExitDone;
  if (session.console.is_watched()) session.console.complain("The reservation is being installed. Please wait ...\n");
  const auto answer = post(session, routes::kReservationInstall, install_body(*code, false));
  if (!answer) return answer.error();
  Page page;
  add_outcome(page, *answer);
  if (const auto confirmation = text_at(*answer, "confirmation_code")) {
    page.line(0, "Confirmation Code is: " + *confirmation);
    page.line(0, "Use this code in Cisco SSM. Until then it counts the reservation as before.");
  }
  page.line(0, kSuccessful);
  return show(session, options, *answer, page);
}

Outcome<int> run_reservation_return(Session session, const Options& options) {
  if (!options.yes && session.console.can_ask()) warn_of_return(session);
  const auto consent = ask_consent(session, options,
                                   {.verb = "returning the reservation gives all licenses up",
                                    .question = "This operation will return the license reservation and this product "
                                                "instance will transition back to the unregistered state. Continue"});
  if (!consent) return consent.error();
  if (!*consent) return kExitDone;
  const auto answer = post(session, routes::kReservationReturn, Json::object());
  if (!answer) return answer.error();
  return show_return(session, options, *answer);
}

Outcome<int> run_reservation_return_authorization(Session session, const Options& options) {
  const auto code = authorization_code_of(session, options);
  if (!code) return code.error();
  const auto answer = post(session, routes::kReservationReturnAuthorization, Json{{"authorization_code", *code}});
  if (!answer) return answer.error();
  return show_return(session, options, *answer);
}

}  // namespace lic::cli
