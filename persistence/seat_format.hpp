#pragma once
// Seats as packed records (packed_bytes.hpp): one seat, and a chunk of the snapshot.

#include <string_view>

#include "agent/seat_table.hpp"
#include "persistence/packed_bytes.hpp"

namespace lic {

inline constexpr std::uint8_t kSeatFormat = 1;

void pack_seat(PackedWriter& record, const Seat& seat);
// Spoils the reader if it is no seat.
[[nodiscard]] Seat unpack_seat(PackedReader& record);
[[nodiscard]] SeatClass unpack_seat_class(PackedReader& record);
// Never empty; a view into the record.
[[nodiscard]] std::string_view unpack_seat_id(PackedReader& record);

// Writes what is in one chunk of the table as a whole record.
void pack_chunk(PackedWriter& record, const SeatTable& seats, std::size_t chunk);
// Puts them into `seats`. False if it is no chunk.
[[nodiscard]] bool unpack_chunk(std::string_view sealed, SeatTable& seats);

}  // namespace lic
