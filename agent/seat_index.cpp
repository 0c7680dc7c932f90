#include "agent/seat_index.hpp"

#include <functional>
#include <utility>

namespace lic {

SeatIndex::Mark SeatIndex::mark_of(std::string_view id) { return static_cast<Mark>(std::hash<std::string_view>{}(id)); }

void SeatIndex::insert(Mark mark, SlotNumber slot) {
  // Fuller than five eighths, searches become long.
  if (8 * (size_ + 1) > 5 * entries_.size()) grow();
  std::size_t place = home_of(mark);
  while (entries_[place].slot != kFree) place = after(place);
  entries_[place] = {mark, slot};
  ++size_;
}

// What lies behind the gap and may lie before it moves up, so that no search ends too early.
void SeatIndex::erase(Mark mark, SlotNumber slot) {
  std::size_t gap = home_of(mark);
  while (entries_[gap].slot != slot) gap = after(gap);
  for (std::size_t place = after(gap); entries_[place].slot != kFree; place = after(place)) {
    const std::size_t mask = entries_.size() - 1;
    const std::size_t from_home = (place - home_of(entries_[place].mark)) & mask;
    if (from_home < ((place - gap) & mask)) continue;
    entries_[gap] = entries_[place];
    gap = place;
  }
  entries_[gap] = {};
  --size_;
}

void SeatIndex::grow() {
  const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(2 * entries_.size()));
  for (const Entry& entry : old) {
    if (entry.slot == kFree) continue;
    std::size_t place = home_of(entry.mark);
    while (entries_[place].slot != kFree) place = after(place);
    entries_[place] = entry;
  }
}

}  // namespace lic
