#pragma once
// The snapshot: all seats in chunks, as of a place of the journal. It is written anew in slices, inside the
// transactions of ordinary commits, while the seats go on changing; what changes meanwhile is in the journal after that
// place, as what the seat is afterwards, so chunk and journal together are exact (docs/decisions/0013).

#include <cstdint>
#include <optional>

#include "agent/state.hpp"
#include "persistence/packed_bytes.hpp"
#include "persistence/seat_journal.hpp"
#include "persistence/sqlite_connection.hpp"

namespace lic {

// The id of a chunk is its generation times this, plus its number.
inline constexpr std::int64_t kChunksMax = 1'000'000;

struct FoldPace {
  // A fold begins when the journal has grown by both: so many bytes, and so much of the snapshot's own size.
  std::int64_t journal_bytes = 16 * 1024 * 1024;
  std::int64_t journal_percent = 200;
  std::int64_t chunks = 1;  // written by one commit
};
// The least that commits of any size do: a chunk is written for each so many bytes of journal, an old one dropped for
// each so many. So a fold ends, and the next can begin, when the journal has grown by about another snapshot.
inline constexpr std::int64_t kJournalBytesAChunk = 32 * 1024;
inline constexpr std::int64_t kJournalBytesADrop = 8 * 1024;

class SeatSnapshot {
public:
  // The connection must outlive it. What an earlier run did not finish is rubbish and goes in slices, too.
  [[nodiscard]] Result<void> open(SqliteConnection& connection);

  // Where the journal goes on after the complete snapshot.
  [[nodiscard]] const JournalPlace& folded() const { return state_.complete.journal; }

  // One slice of the work, inside of a transaction that has brought the journal to `end`; `seats` has what the journal
  // has. keep() or take_back() tells how the transaction went. A transaction taken back ends a running fold: taking
  // changes back may move seats that the journal does not name.
  [[nodiscard]] Result<void> fold(const SeatTable& seats, const JournalPlace& end, const FoldPace& pace);
  void keep() { kept_ = state_; }
  void take_back();

  // Puts the seats of the snapshot into `seats`.
  [[nodiscard]] Result<void> load(SeatTable& seats);

private:
  struct Generation {
    std::int64_t number = 0;  // 0 = there is no snapshot
    std::int64_t chunks = 0;
    std::int64_t bytes = 0;
    JournalPlace journal;  // the place from which rows must be replayed
  };
  struct State {
    Generation complete;
    std::optional<Generation> running;
    std::int64_t next_chunk = 0;            // of the running one
    bool has_rubbish = true;                // chunks of other generations may be there
    std::optional<std::int64_t> seen = {};  // bytes of the journal at the last slice
  };
  [[nodiscard]] Result<void> drop_rubbish(std::int64_t appended);
  [[nodiscard]] Result<void> write_chunk(const SeatTable& seats);
  [[nodiscard]] Result<void> complete();

  Statement put_chunk_, drop_chunks_, put_fold_, read_chunks_;
  SqliteConnection* connection_ = nullptr;
  PackedWriter record_;
  State state_;                   // as the open transaction sees it
  State kept_;                    // as stored
  std::int64_t last_number_ = 0;  // of generations, also of those that came to nothing
};

}  // namespace lic
