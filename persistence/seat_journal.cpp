#include "persistence/seat_journal.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "persistence/section_json.hpp"

namespace lic {
namespace {

// Old rows go in heaps: a few pages change at once, not one at each commit.
constexpr std::int64_t kDropBytes = 64 * 1024;
constexpr std::int64_t kDropRowsMax = 1024;

Error damaged_row(std::int64_t row, std::string_view reason) {
  return damaged_state("journal row " + std::to_string(row), reason);
}

struct Question {
  std::int64_t change;
  std::int64_t limit;
};

// Of one row. False: that was the last one wanted.
bool collect_sessions(JournalRow& row, const Question& question, SessionLog& log) {
  while (const auto stored = row.next()) {
    if (!stored->ended || stored->number <= question.change || stored->ended->from > question.change) continue;
    log.is_whole = static_cast<std::int64_t>(log.ended.size()) < question.limit;
    if (!log.is_whole) return false;
    log.ended.push_back({SeatId{std::string(stored->seat)}, stored->ended->seat_class, stored->ended->since,
                         stored->ended->from, stored->number});
  }
  return true;
}

Result<void> collect_sessions(Statement& select, const Question& question, SessionLog& log) {
  std::int64_t left = kSessionBytesMax;
  while (true) {
    const auto found = select.next();
    if (!found) return found.error();
    if (!*found) return {};
    const std::string_view bytes = select.bytes(1);
    left -= static_cast<std::int64_t>(bytes.size());
    log.is_whole = left >= 0;
    if (!log.is_whole) return {};
    JournalRow row(bytes);
    if (!collect_sessions(row, question, log)) return {};
    if (!row.is_good()) return damaged_row(select.integer(0), "its bytes are not those that were written");
  }
}

// Of one row. Which seats are meant is said before the first of them is looked for.
void apply_row(JournalRow& row, SeatTable& seats) {
  for (JournalRow ahead = row; const auto change = ahead.next();) seats.expect(change->seat);
  while (const auto change = row.next()) {
    if (change->after)
      seats.put(change->seat, *change->after);
    else
      seats.erase(change->seat);
  }
}

}  // namespace

Result<void> SeatJournal::open(SqliteConnection& connection) {
  const std::array<std::pair<Statement*, std::string_view>, 5> texts = {{
      {&append_, "INSERT INTO journal VALUES(?,?,?,?)"},
      {&first_change_, "SELECT first_change FROM journal WHERE id=?"},
      {&read_, "SELECT id,changes FROM journal WHERE id>? ORDER BY id"},
      {&ends_of_, "SELECT id,bytes FROM journal WHERE id>? ORDER BY id LIMIT ?"},
      {&drop_, "DELETE FROM journal WHERE id<=?"},
  }};
  for (const auto& [statement, text] : texts) {
    auto prepared = connection.prepare(text);
    if (!prepared) return prepared.error();
    *statement = std::move(*prepared);
  }
  ends_ = {};
  auto first = connection.prepare("SELECT id-1,bytes-length(changes) FROM journal ORDER BY id LIMIT 1");
  if (!first) return first.error();
  auto row = first->next();
  if (!row) return row.error();
  if (*row) ends_.begin = {first->integer(0), first->integer(1)};
  auto last = connection.prepare("SELECT id,bytes,changes FROM journal ORDER BY id DESC LIMIT 1");
  if (!last) return last.error();
  row = last->next();
  if (!row) return row.error();
  if (*row) {
    ends_.end = {last->integer(0), last->integer(1)};
    const JournalRow decides(last->bytes(2));
    if (!decides.is_good()) return damaged_row(ends_.end.row, "its bytes are not those that were written");
    ends_.carries_counters = decides.carries_counters();
    ends_.appended = static_cast<std::int64_t>(last->bytes(2).size());
  }
  kept_ = ends_;
  return {};
}

Result<void> SeatJournal::append(const std::vector<SeatChange>& changes, const Sections& after,
                                 const Sections* counters) {
  pack_journal_row(record_, changes, counters);
  const std::string_view sealed = record_.sealed();
  const std::int64_t first = changes.empty() ? after.usage.last_change + 1 : changes.front().number;
  const auto size = static_cast<std::int64_t>(sealed.size());
  const JournalPlace end{ends_.end.row + 1, ends_.end.bytes + size};
  auto done = append_.start().bind(end.row).bind(first).bind(end.bytes).bind_bytes(sealed).run();
  if (!done) return done;
  ends_.end = end;
  ends_.appended = size;
  ends_.carries_counters = counters != nullptr;
  return {};
}

Result<void> SeatJournal::drop_old(const JournalPlace& folded, std::int64_t kept_bytes) {
  const std::int64_t droppable = folded.bytes - kept_bytes;  // rows that end before this may go
  if (droppable - ends_.begin.bytes < kDropBytes) return {};
  const std::int64_t enough = ends_.begin.bytes + std::max(kDropBytes, 2 * ends_.appended);
  JournalPlace begin = ends_.begin;
  Statement& select = ends_of_.start().bind(begin.row).bind(kDropRowsMax);
  while (begin.bytes < enough) {
    const auto row = select.next();
    if (!row) return row.error();
    if (!*row) break;
    const JournalPlace next{select.integer(0), select.integer(1)};
    if (next.bytes > droppable || next.row >= ends_.end.row) break;  // the last row decides and stays
    begin = next;
  }
  select.finish();
  return drop_up_to(begin);
}

Result<void> SeatJournal::drop_before(const JournalPlace& folded) {
  if (folded.row < ends_.end.row) return drop_up_to(folded);
  return drop_up_to({ends_.end.row - 1, ends_.end.bytes - ends_.appended});
}

Result<void> SeatJournal::drop_up_to(const JournalPlace& begin) {
  if (begin.row <= ends_.begin.row) return {};
  auto done = drop_.start().bind(begin.row).run();
  if (done) ends_.begin = begin;
  return done;
}

// Rows left out because the place is wrong would be changes lost.
Result<void> SeatJournal::check_place(const JournalPlace& folded) {
  if (folded.row > ends_.end.row) return damaged_row(ends_.end.row + 1, "is missing");
  if (folded.row < ends_.begin.row) return damaged_row(folded.row + 1, "is missing");
  std::int64_t bytes = ends_.begin.bytes;
  if (folded.row != ends_.begin.row) {
    Statement& select = ends_of_.start().bind(folded.row - 1).bind(std::int64_t{1});
    const auto row = select.next();
    if (!row) return row.error();
    if (!*row || select.integer(0) != folded.row) return damaged_row(folded.row, "is missing");
    bytes = select.integer(1);
    select.finish();
  }
  if (bytes == folded.bytes) return {};
  return damaged_state("table fold", "its place is not between two rows of the journal");
}

Result<void> SeatJournal::replay(const JournalPlace& folded, AgentState& state) {
  if (auto done = check_place(folded); !done) return done;
  if (ends_.end.row == 0) return {};
  // The last row is read in any case, for its counters; its changes a second time do no harm.
  std::int64_t expected = std::min(folded.row, ends_.end.row - 1);
  Statement& select = read_.start().bind(expected);
  while (true) {
    const auto found = select.next();
    if (!found) return found.error();
    if (!*found) break;
    if (select.integer(0) != ++expected) return damaged_row(expected, "is missing");
    JournalRow row(select.bytes(1));
    apply_row(row, state.seats);
    const bool decides = expected == ends_.end.row;
    if (decides) row.read_counters(state.sections);
    const bool is_sound = decides || !row.carries_counters() ? row.is_done() : row.is_good();
    if (!is_sound) return damaged_row(expected, "its bytes are not those that were written");
  }
  if (expected != ends_.end.row) return damaged_row(expected + 1, "is missing");
  return {};
}

Result<std::int64_t> SeatJournal::first_change_of(std::int64_t row) {
  Statement& select = first_change_.start().bind(row);
  const auto found = select.next();
  if (!found) return found.error();
  if (!*found) return damaged_row(row, "is missing");
  const std::int64_t change = select.integer(0);
  select.finish();
  return change;
}

Result<std::int64_t> SeatJournal::row_of(std::int64_t change) {
  std::int64_t low = ends_.begin.row + 1;
  for (std::int64_t high = ends_.end.row; low < high;) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    const auto first = first_change_of(middle);
    if (!first) return first.error();
    if (*first <= change)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

Result<SessionLog> SeatJournal::sessions_across(std::int64_t change, std::int64_t limit) {
  SessionLog log;
  if (ends_.end.row == 0) return log;
  const auto oldest = first_change_of(ends_.begin.row + 1);
  if (!oldest) return oldest.error();
  log.reaches_back_to = *oldest - 1;
  const auto first = row_of(change + 1);
  if (!first) return first.error();
  Statement& select = read_.start().bind(*first - 1);
  auto done = collect_sessions(select, {change, limit}, log);
  select.finish();  // or the write-ahead log could not be brought home
  if (!done) return done.error();
  return log;
}

}  // namespace lic
