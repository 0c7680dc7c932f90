#pragma once
// Who is signed in, by id: a million seats in about 150 bytes each, every change O(1). Not thread-safe.
//
// A seat keeps its slot from sign-in to sign-out, and slots are visited in chunks: whoever copies the table chunk by
// chunk while it changes sees each seat that does not change in that time exactly once.

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/seat.hpp"

namespace lic {

class SeatTable {
public:
  static constexpr std::size_t kChunkSeats = 1024;

  SeatTable();
  SeatTable(const SeatTable& other);
  SeatTable(SeatTable&&) noexcept = default;
  SeatTable& operator=(const SeatTable& other);
  SeatTable& operator=(SeatTable&&) noexcept = default;
  ~SeatTable() = default;

  // Null if nobody of that name is signed in; good until the table changes.
  [[nodiscard]] const Seat* find(std::string_view id) const;
  [[nodiscard]] bool contains(std::string_view id) const { return find(id) != nullptr; }
  [[nodiscard]] std::size_t size() const { return storage_->index.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  void put(std::string_view id, const Seat& seat);
  // False if there was none.
  bool erase(std::string_view id);

  // Seats that name this place of ProductState::versions; 0 = that told none.
  [[nodiscard]] std::int64_t count_of_version(std::uint16_t version) const;
  // The soonest end of a lease, in lease time.
  [[nodiscard]] std::optional<TrustedTime> next_lease_end() const;
  // Ids of seats whose lease has ended at `now`, soonest first, at most `most`.
  [[nodiscard]] std::vector<std::string> leases_ended(TrustedTime now, std::size_t most) const;

  [[nodiscard]] std::size_t chunk_count() const { return (storage_->slots.size() + kChunkSeats - 1) / kChunkSeats; }
  // Calls visit(std::string_view id, const Seat&) for each seat of the chunk, of which there may be none.
  template <class Visit>
  void visit_chunk(std::size_t chunk, Visit&& visit) const {
    const auto& slots = storage_->slots;
    const std::size_t end = std::min(slots.size(), (chunk + 1) * kChunkSeats);
    for (std::size_t slot = chunk * kChunkSeats; slot < end; ++slot)
      if (!slots[slot].id.empty()) visit(std::string_view(slots[slot].id), slots[slot].seat);
  }
  template <class Visit>
  void visit(Visit&& visit) const {
    for (std::size_t chunk = 0; chunk < chunk_count(); ++chunk) visit_chunk(chunk, visit);
  }

  // The same seats, whatever their slots.
  friend bool operator==(const SeatTable& left, const SeatTable& right);

private:
  struct Slot {
    std::string id;  // empty = free
    Seat seat;
  };
  using Slots = std::deque<Slot>;  // grows without moving what is there
  using SlotNumber = std::uint32_t;
  struct Hash {
    using is_transparent = void;
    const Slots* slots;
    std::size_t operator()(std::string_view id) const;
    std::size_t operator()(SlotNumber slot) const { return operator()(std::string_view((*slots)[slot].id)); }
  };
  struct Equal {
    using is_transparent = void;
    const Slots* slots;
    bool operator()(SlotNumber left, SlotNumber right) const { return left == right; }
    bool operator()(std::string_view left, SlotNumber right) const { return left == (*slots)[right].id; }
    bool operator()(SlotNumber left, std::string_view right) const { return (*slots)[left].id == right; }
  };
  // At one place in memory, since the index looks into the slots.
  struct Storage {
    Slots slots;
    boost::unordered_flat_set<SlotNumber, Hash, Equal> index{0, Hash{&slots}, Equal{&slots}};
    std::vector<SlotNumber> free;
    std::set<std::pair<TrustedTime, SlotNumber>> leases;
    std::vector<std::int64_t> version_counts;
  };
  void count(const Seat& seat, SlotNumber slot);
  void uncount(const Seat& seat, SlotNumber slot);

  std::unique_ptr<Storage> storage_;
};

}  // namespace lic
