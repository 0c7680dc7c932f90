#pragma once
// Finds the slot of a seat by its id: a flat table of marks and slot numbers, eight bytes an entry. A mark is 32 bits
// of the id's hash, so a look-up touches one place of memory before it touches the slot, growing touches no slot at
// all, and what will be looked up soon can be fetched in advance. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lic {

class SeatIndex {
public:
  using SlotNumber = std::uint32_t;
  using Mark = std::uint32_t;

  [[nodiscard]] static Mark mark_of(std::string_view id);

  // The slot of this mark for which is_it(SlotNumber) is true. Different ids may have the same mark.
  template <class IsIt>
  [[nodiscard]] std::optional<SlotNumber> find(Mark mark, IsIt&& is_it) const {
    for (std::size_t place = home_of(mark); entries_[place].slot != kFree; place = after(place))
      if (entries_[place].mark == mark && is_it(entries_[place].slot)) return entries_[place].slot;
    return std::nullopt;
  }
  // The caller has found that it is not there.
  void insert(Mark mark, SlotNumber slot);
  // The caller has found it there.
  void erase(Mark mark, SlotNumber slot);
  [[nodiscard]] std::size_t size() const { return size_; }

  // Asks the processor to bring the entries of this mark near.
  void fetch(Mark mark) const { __builtin_prefetch(&entries_[home_of(mark)]); }

private:
  static constexpr SlotNumber kFree = UINT32_MAX;
  static constexpr std::size_t kFirstEntries = 16;
  struct Entry {
    Mark mark = 0;
    SlotNumber slot = kFree;
  };
  [[nodiscard]] std::size_t home_of(Mark mark) const { return mark & (entries_.size() - 1); }
  [[nodiscard]] std::size_t after(std::size_t place) const { return (place + 1) & (entries_.size() - 1); }
  void grow();

  // Their number is a power of two, and some are always free, so every search ends. An entry lies at its home or, with
  // no free one between, after it.
  std::vector<Entry> entries_ = std::vector<Entry>(kFirstEntries);
  std::size_t size_ = 0;
};

}  // namespace lic
