#pragma once
// The journal: one row for each commit that changes seats or only counters. It brings the snapshot (seat_snapshot.hpp)
// up to date at a start and answers who was signed in earlier (R-USE-11). The last row decides where the counters are:
// if it carries them they win, else the sections clock and usage are right.

#include <cstdint>
#include <vector>

#include "persistence/journal_format.hpp"
#include "persistence/sqlite_connection.hpp"
#include "persistence/state_store.hpp"

namespace lic {

// A place between two rows of the journal.
struct JournalPlace {
  std::int64_t row = 0;    // the last one before it; 0 = the very beginning
  std::int64_t bytes = 0;  // of all rows before it, also of those that are long gone
  friend bool operator==(const JournalPlace&, const JournalPlace&) = default;
};

// What sessions_across() reads at most; it holds up the loop for about that long as reading takes.
inline constexpr std::int64_t kSessionBytesMax = 16 * 1024 * 1024;

class SeatJournal {
public:
  // The connection must outlive it. `data_corrupt` if the last row is no row of ours.
  [[nodiscard]] Result<void> open(SqliteConnection& connection);

  [[nodiscard]] JournalPlace end() const { return ends_.end; }
  [[nodiscard]] bool carries_counters() const { return ends_.carries_counters; }

  // The following four run inside of a transaction; keep() or take_back() tells how it went.
  // `counters`: null = the row carries none.
  [[nodiscard]] Result<void> append(const std::vector<SeatChange>& changes, const Sections& after,
                                    const Sections* counters);
  // Drops the oldest rows before `folded`, as far as they are more than `kept_bytes`: some at a time, but more than are
  // appended.
  [[nodiscard]] Result<void> drop_old(const JournalPlace& folded, std::int64_t kept_bytes);
  // Drops all rows before `folded`, but not the last one of the journal: no ended session before it is known any more.
  [[nodiscard]] Result<void> drop_before(const JournalPlace& folded);
  void keep() { kept_ = ends_; }
  void take_back() { ends_ = kept_; }

  // Applies all rows after `folded` to the seats, and the counters of the last row if it carries them, wherever it is.
  [[nodiscard]] Result<void> replay(const JournalPlace& folded, AgentState& state);
  [[nodiscard]] Result<SessionLog> sessions_across(std::int64_t change, std::int64_t limit);

private:
  struct Ends {
    JournalPlace begin;  // rows before it are gone
    JournalPlace end;
    bool carries_counters = false;  // the last row
    std::int64_t appended = 0;      // bytes of the last row
  };
  [[nodiscard]] Result<void> drop_up_to(const JournalPlace& begin);
  [[nodiscard]] Result<void> check_place(const JournalPlace& folded);
  // The row that holds the change, or the first one after it.
  [[nodiscard]] Result<std::int64_t> row_of(std::int64_t change);
  [[nodiscard]] Result<std::int64_t> first_change_of(std::int64_t row);

  Statement append_, first_change_, read_, ends_of_, drop_;
  PackedWriter record_;
  Ends ends_;  // as the open transaction sees it
  Ends kept_;  // as stored
};

}  // namespace lic
