#pragma once
// Reading the seat table in pages while it changes. Bounded: one call looks at kChunksPerPage chunks at most.
//
// A place names a chunk and a seat in it. Slots stay from sign-in to sign-out (agent/seat_table.hpp), and within a
// chunk seats come in the order of their ids; so a walk meets each seat that stays exactly once, and a seat that comes
// or goes meanwhile at most once for each sign-in. A place means something only while this process runs.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/seat_table.hpp"

namespace lic::api {

inline constexpr std::size_t kChunksPerPage = 64;

struct SeatPlace {
  std::size_t chunk = 0;
  std::string after;  // of this chunk's ids; empty = its first
  friend bool operator==(const SeatPlace&, const SeatPlace&) = default;
};
[[nodiscard]] std::string to_text(const SeatPlace& place);
// Nothing for a text that no walk has given.
[[nodiscard]] std::optional<SeatPlace> seat_place(std::string_view text);

struct SeatPage {
  struct Row {
    std::string_view id;
    const Seat* seat;
  };
  std::vector<Row> rows;               // good until the table changes
  std::optional<SeatPlace> next = {};  // none = that was all; also set for a page without rows
};
// At most `limit` (one, if it is zero) of the seats from `from` on that are `wanted`.
[[nodiscard]] SeatPage seats_from(const SeatTable& seats, const SeatPlace& from, std::size_t limit,
                                  const std::function<bool(const Seat&)>& wanted);

}  // namespace lic::api
