#include "agent/seat_table.hpp"

#include <array>
#include <set>
#include <utility>

#include "agent/seat_index.hpp"
#include "agent/seat_slots.hpp"

namespace lic {

struct SeatTable::Storage {
  using SlotNumber = SeatSlots::SlotNumber;

  SeatSlots slots;
  SeatIndex index;
  std::vector<SlotNumber> free;
  std::set<std::pair<TrustedTime, SlotNumber>> leases;
  std::vector<std::int64_t> version_counts;
  std::array<SeatIndex::Mark, 16> expected = {};  // whose entries are on their way, in a ring
  std::size_t oldest_expected = 0;

  [[nodiscard]] std::optional<SlotNumber> find(SeatIndex::Mark mark, std::string_view id) const {
    return index.find(mark, [this, id](SlotNumber slot) { return slots[slot].id() == id; });
  }
  void count(const Seat& seat, SlotNumber slot) {
    if (version_counts.size() <= seat.version) version_counts.resize(seat.version + std::size_t{1});
    ++version_counts[seat.version];
    if (seat.lease_ends) leases.emplace(*seat.lease_ends, slot);
  }
  void uncount(const Seat& seat, SlotNumber slot) {
    --version_counts[seat.version];
    if (seat.lease_ends) leases.erase({*seat.lease_ends, slot});
  }
  SlotNumber free_slot() {
    if (free.empty()) return slots.add();
    const SlotNumber slot = free.back();
    free.pop_back();
    return slot;
  }
};

SeatTable::SeatTable() : storage_(std::make_unique<Storage>()) {}
SeatTable::SeatTable(SeatTable&& other) noexcept = default;
SeatTable& SeatTable::operator=(SeatTable&& other) noexcept = default;
SeatTable::~SeatTable() = default;

SeatTable::SeatTable(const SeatTable& other) : SeatTable() {
  other.visit([this](std::string_view id, const Seat& seat) { put(id, seat); });
}

SeatTable& SeatTable::operator=(const SeatTable& other) {
  if (this != &other) *this = SeatTable(other);
  return *this;
}

std::size_t SeatTable::size() const { return storage_->index.size(); }
std::size_t SeatTable::slot_count() const { return storage_->slots.size(); }

SeatTable::Occupied SeatTable::at(std::size_t slot) const {
  const SeatSlot& found = storage_->slots[static_cast<SeatSlots::SlotNumber>(slot)];
  return {found.id(), found.id().empty() ? nullptr : &found.seat};
}

const Seat* SeatTable::find(std::string_view id) const {
  const auto slot = storage_->find(SeatIndex::mark_of(id), id);
  return slot ? &storage_->slots[*slot].seat : nullptr;
}

void SeatTable::put(std::string_view id, const Seat& seat) {
  Storage& storage = *storage_;
  const SeatIndex::Mark mark = SeatIndex::mark_of(id);
  auto slot = storage.find(mark, id);
  if (slot) {
    storage.uncount(storage.slots[*slot].seat, *slot);
  } else {
    slot = storage.free_slot();
    storage.slots[*slot].set_id(id);
    storage.index.insert(mark, *slot);
  }
  storage.slots[*slot].seat = seat;
  storage.count(seat, *slot);
}

bool SeatTable::erase(std::string_view id) {
  Storage& storage = *storage_;
  const SeatIndex::Mark mark = SeatIndex::mark_of(id);
  const auto slot = storage.find(mark, id);
  if (!slot) return false;
  storage.index.erase(mark, *slot);
  storage.uncount(storage.slots[*slot].seat, *slot);
  storage.slots[*slot].set_id({});
  storage.free.push_back(*slot);
  return true;
}

// In two steps, so that neither waits: first the entry in the index is fetched, and some ids later, when it is there,
// the slot that it names. What is fetched for nothing does no harm.
void SeatTable::expect(std::string_view id) const {
  Storage& storage = *storage_;
  const SeatIndex::Mark mark = SeatIndex::mark_of(id);
  storage.index.fetch(mark);
  const SeatIndex::Mark arrived = std::exchange(storage.expected[storage.oldest_expected], mark);
  storage.oldest_expected = (storage.oldest_expected + 1) % storage.expected.size();
  (void)storage.index.find(arrived, [&storage](SeatSlots::SlotNumber slot) {
    storage.slots.fetch(slot);
    return true;
  });
}

std::int64_t SeatTable::count_of_version(std::uint16_t version) const {
  const auto& counts = storage_->version_counts;
  return version < counts.size() ? counts[version] : 0;
}

std::optional<TrustedTime> SeatTable::next_lease_end() const {
  const auto& leases = storage_->leases;
  return leases.empty() ? std::nullopt : std::optional(leases.begin()->first);
}

std::vector<std::string> SeatTable::leases_ended(TrustedTime now, std::size_t most) const {
  std::vector<std::string> ids;
  for (const auto& [end, slot] : storage_->leases) {
    if (end > now || ids.size() == most) break;
    ids.emplace_back(storage_->slots[slot].id());
  }
  return ids;
}

bool operator==(const SeatTable& left, const SeatTable& right) {
  if (left.size() != right.size()) return false;
  bool same = true;
  left.visit([&](std::string_view id, const Seat& seat) {
    const Seat* other = right.find(id);
    same = same && other != nullptr && *other == seat;
  });
  return same;
}

}  // namespace lic
