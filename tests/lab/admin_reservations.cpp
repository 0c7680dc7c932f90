// Admin routes about reservations: made, changed, listed, released (wire.md P11, rules.md R-SLR).
#include "tests/lab/admin_api.hpp"

#include "tests/lab/answer_codes.hpp"
#include "tests/lab/request_code.hpp"
#include "tests/lab/reservation_texts.hpp"

#include <algorithm>
#include <utility>

namespace ssm_lab {
namespace {

// docs/decisions/0017: a count of an authorization code.
constexpr std::int64_t kReservedMax = 2'147'483'647;

Result<Counts> read_counts(const Json& body) {
  const Json* object = find_object(body, "entitlements");
  if (object == nullptr || object->empty()) return failure("entitlements is needed: {tag: count} of one tag or more.");
  Counts counts;
  for (const auto& [tag, value] : object->items()) {
    const auto count = read_integer(*object, tag.c_str());
    if (tag.empty() || tag.size() > kNameBytesMax) return failure("entitlements: a tag has 1 to 255 bytes.");
    if (!count || *count < 1 || *count > kReservedMax) {
      return failure("entitlements: " + tag + " needs a count from 1 to 2147483647.");
    }
    counts[tag] = *count;
  }
  return counts;
}

// Whole seconds: a code has no finer dates.
Result<std::optional<std::int64_t>> read_date(const Json& body, const char* name) {
  if (!has_value(body, name)) return std::optional<std::int64_t>();
  const auto date = parse_rfc3339(read_string(body, name).value_or(""));
  if (!date) return failure(std::string(name) + " must be an RFC 3339 date and time, like 2027-03-31T00:00:00Z.");
  return std::optional(*date / 1000 * 1000);
}

Result<ReservationWish> read_wish(const Peer& peer, const Json& body) {
  auto counts = read_counts(body);
  if (!counts) return counts.error();
  const auto starts = read_date(body, "start_date");
  if (!starts) return starts.error();
  const auto ends = read_date(body, "end_date");
  if (!ends) return ends.error();
  if (*ends && **ends <= peer.now_ms()) return failure("end_date is over: it must be later than now.");
  if (*ends && *starts && **ends <= **starts) return failure("end_date must be later than start_date.");
  return ReservationWish{std::move(*counts), *starts, *ends};
}

// What is wanted beyond the balance of the virtual account, as a sentence. What the reservation holds already is no
// part of it.
std::optional<std::string> find_shortage(Peer& peer, const Reservation& reservation, const Counts& wanted) {
  const Pools pools = peer.accounts.pools_in_force(reservation.account);
  const Counts in_use = peer.accounts.counts_in_use(reservation.account);
  const Counts reserved = peer.accounts.counts_reserved(reservation.account);
  const Counts held = peer.reservations.held_by(reservation.instance);
  const std::string account = peer.accounts.find(reservation.account).value_or(Account{}).virtual_account;
  for (const auto& [tag, count] : wanted) {
    const auto purchased = purchased_of(pools, tag);
    if (!purchased) return "The virtual account " + account + " knows no license " + tag + ".";
    const std::int64_t balance = *purchased - count_of(in_use, tag) - count_of(reserved, tag);
    const std::int64_t more = count - count_of(held, tag);
    if (more <= 0 || more <= balance) continue;
    return "The virtual account " + account + " has not enough licenses " + tag + ": " + std::to_string(more) +
           " more are wanted, " + std::to_string(balance) + " are left (" + std::to_string(*purchased) +
           " purchased, " + std::to_string(count_of(in_use, tag)) + " in use, " +
           std::to_string(count_of(reserved, tag)) + " reserved).";
  }
  return std::nullopt;
}

struct CodeOrder {
  ReservationWish wish;
  const char* state = kCodeValid;
};

void issue_code(Peer& peer, const Reservation& reservation, const CodeOrder& order) {
  const std::vector<IssuedCode> earlier = peer.reservations.codes_of(reservation.instance);
  IssuedCode code;
  code.instance = reservation.instance;
  code.made_ms = peer.now_ms();
  // An update is known by its later time, even where the clock stands or was set back.
  code.timestamp_ms = earlier.empty() ? code.made_ms : std::max(code.made_ms, earlier.back().timestamp_ms + 1);
  code.wish = order.wish;
  code.state = order.state;
  const CodeParts parts = write_parts({code.instance, device_text(reservation.device), code.timestamp_ms, code.wish});
  const SignedCode made{code.instance, signed_bytes(parts)};
  code.text = assemble(parts, sign_parts(*peer.pki->reservation_signer().key, parts));
  code.confirmation_code = confirmation_code_of(made);
  code.return_code = return_code_of(made);
  peer.reservations.add_code(code);
  peer.accounts.note_compliance(reservation.account, peer.now_ms());
}

// The newest authorization code of the reservation, and the reservation.
AdminAnswer code_answer(Peer& peer, const Reservation& reservation, unsigned status) {
  OrderedJson body = {{"authorization_code", peer.reservations.codes_of(reservation.instance).back().text}};
  body.update(describe_reservation(peer, reservation));
  return {status, std::move(body)};
}

Result<Reservation> read_reservation(Peer& peer, const AdminRequest& request, const Account& account) {
  auto code = read_request_code(read_string(request.body, "request_code").value_or(""));
  if (!code) return code.error();
  const auto uuid = read_string(request.body, "uuid");
  if (uuid && (uuid->empty() || uuid->size() > kNameBytesMax)) return failure("uuid has 1 to 255 bytes.");
  Reservation reservation;
  reservation.instance = instance_of_request(code->text);
  reservation.request_code = code->text;
  reservation.account = account.id;
  reservation.device = {std::move(code->product), std::move(code->serial), uuid};
  reservation.state = kReserved;
  reservation.made_ms = peer.now_ms();
  return reservation;
}

// The same request code came before: the same wish gets the same code again.
struct NewRequest {
  Reservation reservation;
  ReservationWish wish;
};
AdminAnswer answer_known_request(Peer& peer, const Reservation& known, const NewRequest& request) {
  if (known.state != kReserved) {
    return admin_error(409, end_sentence(known) + " Make a new request code on the machine.");
  }
  const IssuedCode newest = peer.reservations.codes_of(known.instance).back();
  const bool is_same = known.account == request.reservation.account && known.device == request.reservation.device &&
                       newest.wish == request.wish;
  if (is_same) return code_answer(peer, known, 200);
  return admin_error(409, "That request code has another reservation already: change it with PUT /admin/reservations/" +
                              known.instance + ".");
}

}  // namespace

AdminAnswer get_reservations(Peer& peer, const AdminRequest&) {
  OrderedJson list = OrderedJson::array();
  for (const Reservation& reservation : peer.reservations.list()) {
    list.push_back(describe_reservation(peer, reservation));
  }
  return {200, {{"reservations", std::move(list)}}};
}

AdminAnswer post_reservations(Peer& peer, const AdminRequest& request) {
  const auto account =
      peer.accounts.find(read_string(request.body, "virtual_account").value_or(kDefaultVirtualAccount));
  if (!account) return admin_error(404, "no such virtual account");
  const auto reservation = read_reservation(peer, request, *account);
  if (!reservation) return admin_error(400, reservation.error().text);
  const auto wish = read_wish(peer, request.body);
  if (!wish) return admin_error(400, wish.error().text);
  if (const auto known = peer.reservations.find(reservation->instance)) {
    return answer_known_request(peer, *known, {*reservation, *wish});
  }
  if (const auto shortage = find_shortage(peer, *reservation, wish->counts)) return admin_error(409, *shortage);
  peer.reservations.add(*reservation);
  issue_code(peer, *reservation, {*wish, kCodeValid});
  return code_answer(peer, *reservation, 201);
}

AdminAnswer put_reservation(Peer& peer, const AdminRequest& request) {
  const auto reservation = peer.reservations.find(request.parameters.at(0));
  if (!reservation) return admin_error(404, "no such reservation");
  if (reservation->state != kReserved) return admin_error(409, end_sentence(*reservation));
  const auto wish = read_wish(peer, request.body);
  if (!wish) return admin_error(400, wish.error().text);
  if (peer.reservations.codes_of(reservation->instance).back().wish == *wish) {
    return code_answer(peer, *reservation, 200);
  }
  if (const auto shortage = find_shortage(peer, *reservation, wish->counts)) return admin_error(409, *shortage);
  issue_code(peer, *reservation, {*wish, kCodeUnconfirmed});
  return code_answer(peer, *reservation, 201);
}

AdminAnswer delete_reservation(Peer& peer, const AdminRequest& request) {
  const auto reservation = peer.reservations.find(request.parameters.at(0));
  if (!reservation) return admin_error(404, "no such reservation");
  if (reservation->state != kReserved) return admin_error(409, end_sentence(*reservation));
  peer.reservations.end({reservation->instance, kReleased, peer.now_ms()});
  peer.accounts.note_compliance(reservation->account, peer.now_ms());
  return {204, nullptr};
}

}  // namespace ssm_lab
