#include "tests/lab/reservations.hpp"

#include <utility>

namespace ssm_lab {
namespace {

constexpr const char* kReservationColumns =
    "SELECT instance, request_code, account, product, serial, uuid, state, made_ms, ended_ms FROM reservations ";
constexpr const char* kCodeColumns =
    "SELECT instance, timestamp_ms, starts_ms, ends_ms, text, confirmation_code, return_code, state, made_ms, "
    "confirmed_ms FROM reservation_codes ";

Reservation read_reservation(const Statement& row) {
  Reservation reservation;
  reservation.instance = row.text(0);
  reservation.request_code = row.text(1);
  reservation.account = row.integer(2);
  reservation.device = {row.text(3), row.text(4), row.text_or_nothing(5)};
  reservation.state = row.text(6);
  reservation.made_ms = row.integer(7);
  reservation.ended_ms = row.integer_or_nothing(8);
  return reservation;
}

// All but the counts, which have a table of their own.
IssuedCode read_code(const Statement& row) {
  IssuedCode code;
  code.instance = row.text(0);
  code.timestamp_ms = row.integer(1);
  code.wish.starts_ms = row.integer_or_nothing(2);
  code.wish.ends_ms = row.integer_or_nothing(3);
  code.text = row.text(4);
  code.confirmation_code = row.text(5);
  code.return_code = row.text(6);
  code.state = row.text(7);
  code.made_ms = row.integer(8);
  code.confirmed_ms = row.integer_or_nothing(9);
  return code;
}

}  // namespace

std::optional<Reservation> Reservations::find(const std::string& instance) {
  Statement query = database_.prepare(std::string(kReservationColumns) + "WHERE instance = ?");
  query.bind(instance);
  if (!query.next_row()) return std::nullopt;
  return read_reservation(query);
}

std::vector<Reservation> Reservations::list() {
  std::vector<Reservation> reservations;
  Statement query = database_.prepare(std::string(kReservationColumns) + "ORDER BY made_ms, instance");
  while (query.next_row()) reservations.push_back(read_reservation(query));
  return reservations;
}

void Reservations::add(const Reservation& reservation) {
  database_.prepare("INSERT INTO reservations VALUES(?, ?, ?, ?, ?, ?, ?, ?, NULL)")
      .bind(reservation.instance)
      .bind(reservation.request_code)
      .bind(reservation.account)
      .bind(reservation.device.product)
      .bind(reservation.device.serial)
      .bind(reservation.device.uuid)
      .bind(kReserved)
      .bind(reservation.made_ms)
      .run();
}

void Reservations::add_code(const IssuedCode& code) {
  database_.prepare("INSERT INTO reservation_codes VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)")
      .bind(code.instance)
      .bind(code.timestamp_ms)
      .bind(code.wish.starts_ms)
      .bind(code.wish.ends_ms)
      .bind(code.text)
      .bind(code.confirmation_code)
      .bind(code.return_code)
      .bind(code.state)
      .bind(code.made_ms)
      .run();
  for (const auto& [tag, count] : code.wish.counts) {
    database_.prepare("INSERT INTO reserved_counts VALUES(?, ?, ?, ?)")
        .bind(code.instance)
        .bind(code.timestamp_ms)
        .bind(tag)
        .bind(count)
        .run();
  }
}

Counts Reservations::counts_in(const IssuedCode& code) {
  Counts counts;
  Statement query = database_.prepare("SELECT tag, count FROM reserved_counts WHERE instance = ? AND timestamp_ms = ?");
  query.bind(code.instance).bind(code.timestamp_ms);
  while (query.next_row()) counts[query.text(0)] = query.integer(1);
  return counts;
}

std::vector<IssuedCode> Reservations::codes_of(const std::string& instance) {
  std::vector<IssuedCode> codes;
  Statement query = database_.prepare(std::string(kCodeColumns) + "WHERE instance = ? ORDER BY timestamp_ms");
  query.bind(instance);
  while (query.next_row()) codes.push_back(read_code(query));
  for (IssuedCode& code : codes) code.wish.counts = counts_in(code);
  return codes;
}

std::optional<IssuedCode> Reservations::find_by_confirmation_code(const std::string& confirmation_code) {
  // Four bytes may meet by chance: the one that waits is meant.
  Statement query = database_.prepare(std::string(kCodeColumns) +
                                      "WHERE confirmation_code = ? ORDER BY state = 'unconfirmed' DESC, made_ms DESC");
  query.bind(confirmation_code);
  if (!query.next_row()) return std::nullopt;
  IssuedCode code = read_code(query);
  code.wish.counts = counts_in(code);
  return code;
}

std::optional<IssuedCode> Reservations::find_by_return_code(const std::string& return_code) {
  Statement query = database_.prepare(std::string(kCodeColumns) + "WHERE return_code = ?");
  query.bind(return_code);
  if (!query.next_row()) return std::nullopt;
  IssuedCode code = read_code(query);
  code.wish.counts = counts_in(code);
  return code;
}

Counts Reservations::held_by(const std::string& instance) {
  Counts held;
  Statement query = database_.prepare(
      "SELECT reserved_counts.tag, MAX(reserved_counts.count) FROM reserved_counts JOIN reservation_codes "
      "ON reservation_codes.instance = reserved_counts.instance "
      "AND reservation_codes.timestamp_ms = reserved_counts.timestamp_ms "
      "WHERE reserved_counts.instance = ? AND reservation_codes.state <> 'over' GROUP BY reserved_counts.tag");
  query.bind(instance);
  while (query.next_row()) held[query.text(0)] = query.integer(1);
  return held;
}

void Reservations::confirm(const Confirmation& confirmation) {
  database_.prepare("UPDATE reservation_codes SET state = 'over' WHERE instance = ? AND timestamp_ms < ?")
      .bind(confirmation.instance)
      .bind(confirmation.timestamp_ms)
      .run();
  database_
      .prepare("UPDATE reservation_codes SET state = 'valid', confirmed_ms = ? WHERE instance = ? AND timestamp_ms = ?")
      .bind(confirmation.now_ms)
      .bind(confirmation.instance)
      .bind(confirmation.timestamp_ms)
      .run();
}

void Reservations::end(const ReservationEnd& end) {
  database_.prepare("UPDATE reservation_codes SET state = 'over' WHERE instance = ?").bind(end.instance).run();
  database_.prepare("UPDATE reservations SET state = ?, ended_ms = ? WHERE instance = ?")
      .bind(end.state)
      .bind(end.now_ms)
      .bind(end.instance)
      .run();
}

}  // namespace ssm_lab
