#pragma once
// Who is signed in, by id: a million seats in about 110 bytes each, every change O(1). Not thread-safe.
//
// A seat keeps its slot from sign-in to sign-out, and slots are visited in chunks: whoever copies the table chunk by
// chunk while it changes sees each seat that does not change in that time exactly once.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/seat.hpp"

namespace lic {

class SeatTable {
public:
  static constexpr std::size_t kChunkSeats = 1024;

  SeatTable();
  SeatTable(const SeatTable& other);
  SeatTable(SeatTable&& other) noexcept;  // which can then only be assigned to or destroyed
  SeatTable& operator=(const SeatTable& other);
  SeatTable& operator=(SeatTable&& other) noexcept;
  ~SeatTable();

  // Null if nobody of that name is signed in; good until the table changes.
  [[nodiscard]] const Seat* find(std::string_view id) const;
  [[nodiscard]] bool contains(std::string_view id) const { return find(id) != nullptr; }
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  void put(std::string_view id, const Seat& seat);
  // False if there was none.
  bool erase(std::string_view id);
  // Says that this seat will be looked for soon. Who says so for many at once waits for memory once and not many times.
  void expect(std::string_view id) const;

  // Seats that name this place of ProductState::versions; 0 = that told none.
  [[nodiscard]] std::int64_t count_of_version(std::uint16_t version) const;
  // The soonest end of a lease, in lease time.
  [[nodiscard]] std::optional<TrustedTime> next_lease_end() const;
  // Ids of seats whose lease has ended at `now`, soonest first, at most `most`.
  [[nodiscard]] std::vector<std::string> leases_ended(TrustedTime now, std::size_t most) const;

  [[nodiscard]] std::size_t chunk_count() const { return (slot_count() + kChunkSeats - 1) / kChunkSeats; }
  // Calls visit(std::string_view id, const Seat&) for each seat of the chunk, of which there may be none.
  template <class Visit>
  void visit_chunk(std::size_t chunk, Visit&& visit) const {
    const std::size_t end = std::min(slot_count(), (chunk + 1) * kChunkSeats);
    for (std::size_t slot = chunk * kChunkSeats; slot < end; ++slot)
      if (const Occupied found = at(slot); found.seat != nullptr) visit(found.id, *found.seat);
  }
  template <class Visit>
  void visit(Visit&& visit) const {
    for (std::size_t chunk = 0; chunk < chunk_count(); ++chunk) visit_chunk(chunk, visit);
  }

  // The same seats, whatever their slots.
  friend bool operator==(const SeatTable& left, const SeatTable& right);

private:
  struct Occupied {
    std::string_view id;
    const Seat* seat = nullptr;  // null = the slot is free
  };
  struct Storage;
  [[nodiscard]] std::size_t slot_count() const;
  [[nodiscard]] Occupied at(std::size_t slot) const;

  std::unique_ptr<Storage> storage_;
};

}  // namespace lic
