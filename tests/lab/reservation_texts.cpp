#include "tests/lab/reservation_texts.hpp"

#include <algorithm>
#include <utility>

namespace ssm_lab {
namespace {

OrderedJson date_or_null(const std::optional<std::int64_t>& unix_ms) {
  return unix_ms ? OrderedJson(format_rfc3339(*unix_ms)) : OrderedJson(nullptr);
}

OrderedJson describe_code(const IssuedCode& code) {
  return {{"timestamp", code.timestamp_ms},
          {"state", code.state},
          {"made_at", format_rfc3339(code.made_ms)},
          {"confirmed_at", date_or_null(code.confirmed_ms)},
          {"entitlements", code.wish.counts},
          {"start_date", date_or_null(code.wish.starts_ms)},
          {"end_date", date_or_null(code.wish.ends_ms)},
          {"authorization_code", code.text},
          {"confirmation_code", code.confirmation_code},
          {"return_code", code.return_code}};
}

bool is_updating(const std::vector<IssuedCode>& codes) {
  return std::any_of(codes.begin(), codes.end(), [](const IssuedCode& code) { return code.state == kCodeUnconfirmed; });
}

}  // namespace

OrderedJson describe_reservation(Peer& peer, const Reservation& reservation) {
  const Account account = peer.accounts.find(reservation.account).value_or(Account{});
  const std::vector<IssuedCode> codes = peer.reservations.codes_of(reservation.instance);
  OrderedJson described = OrderedJson::array();
  for (const IssuedCode& code : codes) described.push_back(describe_code(code));
  return {{"instance", reservation.instance},
          {"request_code", reservation.request_code},
          {"udi", device_text(reservation.device)},
          {"smart_account", account.smart_account},
          {"virtual_account", account.virtual_account},
          {"state", is_updating(codes) ? "updating" : reservation.state},
          {"made_at", format_rfc3339(reservation.made_ms)},
          {"ended_at", date_or_null(reservation.ended_ms)},
          {"entitlements", peer.reservations.held_by(reservation.instance)},
          {"codes", std::move(described)}};
}

std::string end_sentence(const Reservation& reservation) {
  const std::string when = format_rfc3339(reservation.ended_ms.value_or(0));
  if (reservation.state == kReleased) {
    return "That reservation was released without a return code at " + when + ": it holds no licenses any more.";
  }
  return "That reservation was returned at " + when + " already: it holds no licenses any more.";
}

}  // namespace ssm_lab
