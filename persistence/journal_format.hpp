#pragma once
// A row of the journal as a packed record: the seat changes of one commit, each as what the seat is afterwards, then
// the counters if it was a commit of the hot path.

#include <optional>
#include <string_view>
#include <vector>

#include "agent/state.hpp"
#include "persistence/packed_bytes.hpp"

namespace lic {

// `counters`: null = the row carries none.
void pack_journal_row(PackedWriter& record, const std::vector<SeatChange>& changes, const Sections* counters);

// A stretch in one class that this change ended (R-USE-11).
struct EndedClass {
  SeatClass seat_class = SeatClass::standard;
  TrustedTime since;      // signed in
  std::int64_t from = 0;  // the change that brought the seat into this class
};
struct StoredChange {
  std::int64_t number = 0;
  std::string_view seat;  // in the record
  std::optional<Seat> after;
  std::optional<EndedClass> ended;
};

// Reads a row. The record must outlive it.
class JournalRow {
public:
  explicit JournalRow(std::string_view sealed);
  [[nodiscard]] bool carries_counters() const { return carries_counters_; }
  // The changes in order; nothing at their end, or once something cannot be ours.
  [[nodiscard]] std::optional<StoredChange> next();
  // After the last change: the counters, if it carries them.
  void read_counters(Sections& into);
  [[nodiscard]] bool is_good() const { return record_.is_good(); }
  [[nodiscard]] bool is_done() const { return record_.is_done(); }

private:
  PackedReader record_;
  bool carries_counters_ = false;
  std::int64_t left_ = 0;
  std::int64_t last_number_ = 0;
};

}  // namespace lic
