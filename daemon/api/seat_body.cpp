#include "daemon/api/seat_body.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "agent/leases.hpp"
#include "agent/names.hpp"
#include "agent/seats.hpp"
#include "daemon/api/json.hpp"

namespace lic::api {
namespace {

// Of a row of a batch, in the order of their words.
enum class Operation : std::uint8_t { sign_in, sign_out, update };
constexpr std::array<std::string_view, 3> kOperations = {"sign_in", "sign_out", "update"};

std::string known_capabilities() {
  std::string list;
  for (std::size_t index = 0; index < kCapabilityCount; ++index) {
    if (!list.empty()) list += ", ";
    list += name_of(static_cast<Capability>(index));
  }
  return list;
}

CapabilitySet capabilities(ObjectReader& reader, const Json& names) {
  CapabilitySet set;
  for (const Json& name : names) {
    const auto* text = name.get_ptr<const std::string*>();
    const auto capability = text == nullptr ? std::nullopt : capability_named(*text);
    if (!capability) {
      reader.refuse("unknown capability " + to_text(name).substr(0, 80) + "; known are " + known_capabilities());
      return set;
    }
    set |= with(*capability);
  }
  return set;
}

std::optional<CapabilitySet> capabilities_named(ObjectReader& reader, const char* member) {
  const Json* names = reader.array(member);
  if (names == nullptr) return std::nullopt;
  return capabilities(reader, *names);
}

SeatId seat_id(ObjectReader& reader) {
  SeatId seat{reader.required_text("id")};
  if (!is_seat_id(seat.value)) reader.refuse(bad_seat_id().what);
  return seat;
}

SignIn read_sign_in(ObjectReader& reader) {
  SignIn event;
  event.seat = seat_id(reader);
  if (const Json* names = reader.required_array("capabilities")) event.capabilities = capabilities(reader, *names);
  event.product_version = reader.text("product_version").value_or("");
  if (event.product_version.size() > kVersionBytesMax) reader.refuse("\"product_version\" is longer than 64 bytes");
  if (const auto seconds = reader.integer("lease_seconds", kLeaseMin / kSecond, kLeaseMax / kSecond))
    event.lease = *seconds * kSecond;
  return event;
}

Result<SignIn> sign_in(const Json& value, const std::string& place) {
  ObjectReader reader(value, place);
  SignIn event = read_sign_in(reader);
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return event;
}

SeatUpdate read_update(ObjectReader& reader, SeatId seat) {
  SeatUpdate event{.seat = std::move(seat), .capabilities = capabilities_named(reader, "capabilities"), .used = {}};
  event.used = capabilities_named(reader, "used").value_or(CapabilitySet{});
  return event;
}

using Change = decltype(SeatBatch::changes)::value_type;

Change change(const Json& value, const std::string& place) {
  ObjectReader reader(value, place);
  const auto op = reader.word("op", kOperations);
  if (!op) reader.refuse("\"op\" is missing in " + place);
  Change read;
  switch (op ? static_cast<Operation>(*op) : Operation::sign_out) {
    case Operation::sign_in: read = read_sign_in(reader); break;
    case Operation::sign_out: read = SignOut{seat_id(reader)}; break;
    case Operation::update: read = read_update(reader, seat_id(reader)); break;
  }
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return read;
}

}  // namespace

bool is_seat_id(std::string_view id) {
  const auto is_printable = [](char letter) { return static_cast<unsigned char>(letter) >= ' ' && letter != '\x7f'; };
  return !id.empty() && id.size() <= kSeatIdMax && std::ranges::all_of(id, is_printable);
}

Error bad_seat_id() {
  return Error(ErrorCode::invalid_argument, "the id of a seat user is not 1 to 128 printable bytes", "correct the id");
}

Result<SignIn> sign_in_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  return sign_in(*value, "the body");
}

Result<SeatUpdate> seat_update_body(const std::string& id, const std::string& text) {
  if (!is_seat_id(id)) return bad_seat_id();
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  SeatUpdate event = read_update(reader, SeatId{id});
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return event;
}

Result<SeatSync> seat_sync_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  SeatSync event;
  if (const Json* seats = reader.required_array("seats")) {
    event.seats.reserve(seats->size());
    for (std::size_t index = 0; index < seats->size(); ++index) {
      auto seat = sign_in((*seats)[index], "seats[" + std::to_string(index) + "]");
      if (seat.has_error()) return seat.error();
      event.seats.push_back(std::move(*seat));
    }
  }
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return event;
}

Result<SeatBatch> seat_batch_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  SeatBatch event;
  const Json* changes = reader.required_array("changes");
  if (changes != nullptr && changes->size() > kBatchMax) {
    reader.refuse("\"changes\" holds more than 10,000");
  } else if (changes != nullptr) {
    event.changes.reserve(changes->size());
    for (std::size_t index = 0; index < changes->size(); ++index)
      event.changes.push_back(change((*changes)[index], "changes[" + std::to_string(index) + "]"));
  }
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return event;
}

Result<PortsInUse> ports_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  PortsInUse event{.inbound = reader.integer("inbound", 0, kPortsMax),
                   .outbound = reader.integer("outbound", 0, kPortsMax),
                   .ivr = reader.integer("ivr", 0, kPortsMax),
                   .outbound_seats = reader.integer("outbound_seats", 0, kPortsMax)};
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return event;
}

}  // namespace lic::api
