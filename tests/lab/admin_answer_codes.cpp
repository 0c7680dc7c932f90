// Admin routes for the codes that a machine gives back: confirmation of an update, return of a reservation.
#include "tests/lab/admin_api.hpp"

#include "tests/lab/answer_codes.hpp"
#include "tests/lab/reservation_texts.hpp"

namespace ssm_lab {
namespace {

// Why a code of a reservation that goes on cannot be confirmed, as a sentence.
std::optional<std::string> find_confirmation_flaw(const IssuedCode& code) {
  if (code.state == kCodeOver) {
    return "That confirmation code belongs to an authorization code that a later, confirmed update has replaced.";
  }
  if (code.state == kCodeUnconfirmed) return std::nullopt;
  if (!code.confirmed_ms) {
    return "That confirmation code belongs to the first authorization code of its reservation, which needs none.";
  }
  return "That update was confirmed at " + format_rfc3339(*code.confirmed_ms) + " already.";
}

}  // namespace

AdminAnswer post_confirmation(Peer& peer, const AdminRequest& request) {
  const auto text = read_confirmation_code(read_string(request.body, "confirmation_code").value_or(""));
  if (!text) return admin_error(400, text.error().text);
  const auto code = peer.reservations.find_by_confirmation_code(*text);
  if (!code) return admin_error(404, "No update has that confirmation code: was it copied without a slip?");
  const Reservation reservation = peer.reservations.find(code->instance).value_or(Reservation{});
  if (reservation.state != kReserved) return admin_error(409, end_sentence(reservation));
  if (const auto flaw = find_confirmation_flaw(*code)) return admin_error(409, *flaw);
  peer.reservations.confirm({code->instance, code->timestamp_ms, peer.now_ms()});
  peer.accounts.note_compliance(reservation.account, peer.now_ms());
  return {200, describe_reservation(peer, reservation)};
}

AdminAnswer post_return(Peer& peer, const AdminRequest& request) {
  const auto text = read_return_code(read_string(request.body, "return_code").value_or(""));
  if (!text) return admin_error(400, text.error().text);
  const auto code = peer.reservations.find_by_return_code(*text);
  if (!code) return admin_error(404, "No authorization code has that return code: was it copied without a slip?");
  const Reservation reservation = peer.reservations.find(code->instance).value_or(Reservation{});
  if (reservation.state != kReserved) return admin_error(409, end_sentence(reservation));
  if (code->state == kCodeOver) {
    return admin_error(409, "That return code belongs to an authorization code that a confirmed update has replaced.");
  }
  const Counts restored = peer.reservations.held_by(code->instance);
  // Either code may be the one that is installed: the return ends the reservation, an unconfirmed update with it.
  peer.reservations.end({code->instance, kReturned, peer.now_ms()});
  peer.accounts.note_compliance(reservation.account, peer.now_ms());
  OrderedJson body = {{"restored", restored}};
  body.update(describe_reservation(peer, peer.reservations.find(code->instance).value_or(reservation)));
  return {200, std::move(body)};
}

}  // namespace ssm_lab
