#include "persistence/seat_snapshot.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "persistence/seat_format.hpp"
#include "persistence/section_json.hpp"

namespace lic {
namespace {

constexpr std::int64_t kRubbishChunks = 2;  // dropped by one commit

Error damaged_chunk(std::int64_t chunk, std::string_view reason) {
  return damaged_state("seat chunk " + std::to_string(chunk), reason);
}

}  // namespace

Result<void> SeatSnapshot::open(SqliteConnection& connection) {
  const std::array<std::pair<Statement*, std::string_view>, 4> texts = {{
      {&put_chunk_, "INSERT INTO seat_chunks VALUES(?,?)"},
      {&drop_chunks_,
       "DELETE FROM seat_chunks WHERE id IN (SELECT id FROM seat_chunks WHERE id<?1 OR id>=?2 LIMIT ?3)"},
      {&put_fold_, "INSERT OR REPLACE INTO fold VALUES(1,?,?,?,?,?)"},
      {&read_chunks_, "SELECT id,seats FROM seat_chunks WHERE id>=? AND id<? ORDER BY id"},
  }};
  for (const auto& [statement, text] : texts) {
    auto prepared = connection.prepare(text);
    if (!prepared) return prepared.error();
    *statement = std::move(*prepared);
  }
  connection_ = &connection;
  state_ = {};
  auto select = connection.prepare("SELECT generation,chunks,bytes,journal_row,journal_bytes FROM fold");
  if (!select) return select.error();
  const auto row = select->next();
  if (!row) return row.error();
  if (!*row) return damaged_state("table fold", "its row is missing");
  state_.complete = {select->integer(0), select->integer(1), select->integer(2),
                     JournalPlace{select->integer(3), select->integer(4)}};
  const auto last = connection.number("SELECT max(id) FROM seat_chunks");
  if (!last) return last.error();
  last_number_ = std::max(*last / kChunksMax, state_.complete.number);
  kept_ = state_;
  return {};
}

Result<void> SeatSnapshot::fold(const SeatTable& seats, const JournalPlace& end, const FoldPace& pace) {
  const std::int64_t appended = end.bytes - state_.seen.value_or(end.bytes);
  state_.seen = end.bytes;
  if (state_.has_rubbish) return drop_rubbish(appended);
  if (!state_.running) {
    const std::int64_t grown = end.bytes - state_.complete.journal.bytes;
    if (grown <= pace.journal_bytes || grown <= state_.complete.bytes * pace.journal_percent / 100) return {};
    const auto chunks = static_cast<std::int64_t>(seats.chunk_count());
    if (chunks >= kChunksMax) return Error(ErrorCode::internal, "there are too many seats for a snapshot");
    state_.running = Generation{++last_number_, chunks, 0, end};
    state_.next_chunk = 0;
  }
  const Generation& running = *state_.running;
  const std::int64_t owed = (end.bytes - running.journal.bytes) / kJournalBytesAChunk;
  const std::int64_t target = std::min(running.chunks, std::max(state_.next_chunk + pace.chunks, owed));
  while (state_.next_chunk < target)
    if (auto done = write_chunk(seats); !done) return done;
  return target == running.chunks ? complete() : Result<void>();
}

Result<void> SeatSnapshot::drop_rubbish(std::int64_t appended) {
  const std::int64_t first = state_.complete.number * kChunksMax;
  const std::int64_t most = std::max(kRubbishChunks, appended / kJournalBytesADrop);
  auto done = drop_chunks_.start().bind(first).bind(first + kChunksMax).bind(most).run();
  if (done && connection_->rows_changed() == 0) state_.has_rubbish = false;
  return done;
}

Result<void> SeatSnapshot::write_chunk(const SeatTable& seats) {
  pack_chunk(record_, seats, static_cast<std::size_t>(state_.next_chunk));
  const std::string_view sealed = record_.sealed();
  const std::int64_t id = state_.running->number * kChunksMax + state_.next_chunk;
  auto done = put_chunk_.start().bind(id).bind_bytes(sealed).run();
  if (!done) return done;
  ++state_.next_chunk;
  state_.running->bytes += static_cast<std::int64_t>(sealed.size());
  return {};
}

Result<void> SeatSnapshot::complete() {
  const Generation& done = *state_.running;
  auto put = put_fold_.start()
                 .bind(done.number)
                 .bind(done.chunks)
                 .bind(done.bytes)
                 .bind(done.journal.row)
                 .bind(done.journal.bytes)
                 .run();
  if (!put) return put;
  state_.complete = done;
  state_.running.reset();
  state_.has_rubbish = true;
  return {};
}

void SeatSnapshot::take_back() {
  state_ = kept_;
  if (!state_.running) return;
  state_.running.reset();
  state_.has_rubbish = true;
  kept_ = state_;
}

Result<void> SeatSnapshot::load(SeatTable& seats) {
  const std::int64_t first = state_.complete.number * kChunksMax;
  std::int64_t chunk = 0;
  std::int64_t bytes = 0;
  Statement& select = read_chunks_.start().bind(first).bind(first + kChunksMax);
  for (; chunk < state_.complete.chunks; ++chunk) {
    const auto row = select.next();
    if (!row) return row.error();
    if (!*row || select.integer(0) != first + chunk) return damaged_chunk(chunk, "is missing");
    bytes += static_cast<std::int64_t>(select.bytes(1).size());
    if (!unpack_chunk(select.bytes(1), seats)) return damaged_chunk(chunk, "its bytes are not those that were written");
  }
  select.finish();
  if (bytes != state_.complete.bytes) return damaged_state("table fold", "it does not name all seat chunks");
  return {};
}

}  // namespace lic
