#include "persistence/seat_format.hpp"

namespace lic {
namespace {

// A seat begins with its class in two bits and what it has besides. These numbers are the file format.
constexpr std::uint8_t kClassBits = 0x03;
constexpr std::uint8_t kHasVersion = 0x04;
constexpr std::uint8_t kHasHolder = 0x08;
constexpr std::uint8_t kHasLease = 0x10;
constexpr std::uint8_t kKnownBits = kClassBits | kHasVersion | kHasHolder | kHasLease;

// An enumerator that moved would change who was signed in as what.
static_assert(static_cast<int>(SeatClass::standard) == 0 && static_cast<int>(SeatClass::premium) == 1 &&
              static_cast<int>(SeatClass::regular) == 2 && kSeatClassCount == 3);
static_assert(static_cast<int>(Capability::inbound_voice) == 0 &&
              static_cast<int>(Capability::outbound_direct_preview) == 1 &&
              static_cast<int>(Capability::outbound_progressive) == 2 &&
              static_cast<int>(Capability::outbound_predictive) == 3 && static_cast<int>(Capability::chat) == 4 &&
              static_cast<int>(Capability::email) == 5 && static_cast<int>(Capability::supervisor) == 6 &&
              static_cast<int>(Capability::digital_third_party) == 7 && kCapabilityCount == 8);

SeatClass seat_class_of(PackedReader& record, std::uint8_t stored) {
  if (stored >= kSeatClassCount) record.spoil();
  return stored < kSeatClassCount ? static_cast<SeatClass>(stored) : SeatClass::standard;
}

TrustedTime unpack_time(PackedReader& record) { return TrustedTime{Millis{record.number()}}; }

}  // namespace

void pack_seat(PackedWriter& record, const Seat& seat) {
  // Does not compile when a member is added that is not stored.
  const auto& [seat_class, version, holder, configured, used, since, class_change, lease_ends] = seat;
  record.byte(static_cast<std::uint8_t>(static_cast<unsigned>(seat_class) | (version != 0 ? kHasVersion : 0U) |
                                        (holder != 0 ? kHasHolder : 0U) | (lease_ends ? kHasLease : 0U)));
  record.byte(static_cast<std::uint8_t>(configured.to_ulong()));
  record.byte(static_cast<std::uint8_t>(used.to_ulong()));
  record.number(since.time_since_epoch().count());
  record.number(class_change);
  if (version != 0) record.number(version);
  if (holder != 0) record.number(holder);
  if (lease_ends) record.number(lease_ends->time_since_epoch().count());
}

Seat unpack_seat(PackedReader& record) {
  const std::uint8_t first = record.byte();
  if ((first & ~kKnownBits) != 0) record.spoil();
  Seat seat;
  seat.seat_class = seat_class_of(record, first & kClassBits);
  seat.configured = CapabilitySet(record.byte());
  seat.used = CapabilitySet(record.byte());
  seat.since = unpack_time(record);
  seat.class_change = record.number();
  if ((first & kHasVersion) != 0) seat.version = static_cast<std::uint16_t>(record.number_up_to(UINT16_MAX));
  if ((first & kHasHolder) != 0) seat.holder = static_cast<std::uint32_t>(record.number_up_to(UINT32_MAX));
  if ((first & kHasLease) != 0) seat.lease_ends = unpack_time(record);
  return seat;
}

SeatClass unpack_seat_class(PackedReader& record) { return seat_class_of(record, record.byte()); }

std::string_view unpack_seat_id(PackedReader& record) {
  const std::string_view id = record.text();
  if (id.empty()) record.spoil();
  return id;
}

void pack_chunk(PackedWriter& record, const SeatTable& seats, std::size_t chunk) {
  record.start();
  record.byte(kSeatFormat);
  seats.visit_chunk(chunk, [&record](std::string_view id, const Seat& seat) {
    record.text(id);
    pack_seat(record, seat);
  });
}

bool unpack_chunk(std::string_view sealed, SeatTable& seats) {
  PackedReader record(sealed);
  if (record.byte() != kSeatFormat) return false;
  while (record.is_good() && !record.is_done()) {
    const std::string_view id = unpack_seat_id(record);
    const Seat seat = unpack_seat(record);
    if (record.is_good()) seats.put(id, seat);
  }
  return record.is_good();
}

}  // namespace lic
