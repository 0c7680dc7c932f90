#include "agent/seat_table.hpp"

#include <functional>

namespace lic {

SeatTable::SeatTable() : storage_(std::make_unique<Storage>()) {}

SeatTable::SeatTable(const SeatTable& other) : SeatTable() {
  other.visit([this](std::string_view id, const Seat& seat) { put(id, seat); });
}

SeatTable& SeatTable::operator=(const SeatTable& other) {
  if (this != &other) *this = SeatTable(other);
  return *this;
}

std::size_t SeatTable::Hash::operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }

const Seat* SeatTable::find(std::string_view id) const {
  const auto found = storage_->index.find(id);
  return found == storage_->index.end() ? nullptr : &storage_->slots[*found].seat;
}

void SeatTable::put(std::string_view id, const Seat& seat) {
  Storage& storage = *storage_;
  if (const auto found = storage.index.find(id); found != storage.index.end()) {
    Slot& slot = storage.slots[*found];
    uncount(slot.seat, *found);
    slot.seat = seat;
    count(seat, *found);
    return;
  }
  SlotNumber number = 0;
  if (storage.free.empty()) {
    number = static_cast<SlotNumber>(storage.slots.size());
    storage.slots.push_back({std::string(id), seat});
  } else {
    number = storage.free.back();
    storage.free.pop_back();
    storage.slots[number] = {std::string(id), seat};
  }
  storage.index.insert(number);
  count(seat, number);
}

bool SeatTable::erase(std::string_view id) {
  Storage& storage = *storage_;
  const auto found = storage.index.find(id);
  if (found == storage.index.end()) return false;
  const SlotNumber number = *found;
  storage.index.erase(found);
  uncount(storage.slots[number].seat, number);
  storage.slots[number] = {};
  storage.free.push_back(number);
  return true;
}

void SeatTable::count(const Seat& seat, SlotNumber slot) {
  Storage& storage = *storage_;
  if (storage.version_counts.size() <= seat.version) storage.version_counts.resize(seat.version + std::size_t{1});
  ++storage.version_counts[seat.version];
  if (seat.lease_ends) storage.leases.emplace(*seat.lease_ends, slot);
}

void SeatTable::uncount(const Seat& seat, SlotNumber slot) {
  --storage_->version_counts[seat.version];
  if (seat.lease_ends) storage_->leases.erase({*seat.lease_ends, slot});
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
    ids.push_back(storage_->slots[slot].id);
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
