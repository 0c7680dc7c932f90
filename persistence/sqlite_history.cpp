// The tables that only grow: history of usage (R-USE-8), what its reports said (R-USE-11), and events.

#include "persistence/sqlite_store.hpp"

namespace lic {
namespace {

std::int64_t stored(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall_time(std::int64_t stored_time) { return WallTime{Millis{stored_time}}; }

// The row `number` intervals later.
HistoryRow shifted(const HistoryRow& row, std::int64_t number) {
  HistoryRow later = row;
  const Millis shift = number * (row.interval_end - row.interval_start);
  later.interval_start += shift;
  later.interval_end += shift;
  return later;
}

}  // namespace

// Whole tables go page by page, not row by row. The numbers of events go on: a subscriber may hold the last one.
Result<void> SqliteStore::forget_past() {
  if (auto done = connection_.run("DELETE FROM history; DELETE FROM reports; DELETE FROM events"); !done) return done;
  return journal_.drop_before(snapshot_.folded());
}

Result<void> SqliteStore::append_history(const std::vector<HistoryAppend>& appends) {
  for (const HistoryAppend& append : appends) {
    for (std::int64_t number = 0; number <= append.repeats; ++number) {
      const HistoryRow row = shifted(append.row, number);
      auto done = statements_.append_history.start()
                      .bind(stored(row.interval_start))
                      .bind(stored(row.interval_end))
                      .bind(row.entitlement)
                      .bind(row.current)
                      .bind(row.peak)
                      .bind(row.average)
                      .bind(row.reported)
                      .bind(row.locked)
                      .bind(row.purchased)
                      .bind(row.state)
                      .run();
      if (!done) return done;
    }
  }
  return {};
}

Result<void> SqliteStore::complete_history(const std::vector<HistoryComplete>& completions) {
  for (const HistoryComplete& completion : completions) {
    auto done = statements_.complete_history.start()
                    .bind(completion.reported)
                    .bind(completion.locked)
                    .bind(completion.purchased)
                    .bind(completion.state)
                    .bind(stored(completion.interval_end))
                    .bind(completion.entitlement)
                    .run();
    if (!done) return done;
  }
  return {};
}

Result<void> SqliteStore::append_events(const std::vector<DomainEvent>& events) {
  for (const DomainEvent& event : events) {
    const std::optional<std::int64_t> minutes = event.minutes;
    auto done = statements_.append_event.start()
                    .bind(stored(event.at))
                    .bind(event.name)
                    .bind(event.kind)
                    .bind(std::int64_t{event.severity})
                    .bind(minutes)
                    .bind(event.text)
                    .run();
    if (!done) return done;
  }
  return events.empty() ? Result<void>() : prune_events();
}

// Cheap: looks at the two ends of the table, deletes a few hundred neighbours at a time.
Result<void> SqliteStore::prune_events() {
  return statements_.prune_events.start().bind(options_.events_max).bind(kEventsSlack).run();
}

// Once a day of the history's own time. Bounded, so that neither a long stretch nor a clock that went wrong makes a
// commit slow or empties the table at once.
Result<void> SqliteStore::prune(const Changes& changes) {
  if (changes.history.empty()) return {};
  const HistoryAppend& last = changes.history.back();
  const WallTime newest = shifted(last.row, last.repeats).interval_start;
  const std::int64_t day = newest.time_since_epoch() / kDay;
  if (pruned_on_day_ == day) return {};
  std::int64_t appended = 0;
  for (const HistoryAppend& append : changes.history) appended += append.repeats + 1;
  const WallTime oldest_kept = newest - options_.retention_days * kDay;
  const std::int64_t most = kPruneRowsMax + 2 * appended;
  auto done = statements_.prune_history.start().bind(stored(oldest_kept)).bind(most).run();
  if (done) done = statements_.prune_records.start().bind(stored(oldest_kept)).bind(most).run();
  if (done) pruned_on_day_ = day;
  return done;
}

Result<std::vector<HistoryRow>> SqliteStore::history(WallTime from, WallTime to, std::int64_t limit) {
  std::vector<HistoryRow> rows;
  if (limit <= 0) return rows;  // SQLite would take a negative limit for none
  Statement& select = statements_.select_history.start().bind(stored(from)).bind(stored(to)).bind(limit);
  while (true) {
    const auto row = select.next();
    if (!row) return row.error();
    if (!*row) return rows;
    rows.push_back(HistoryRow{.interval_start = wall_time(select.integer(0)),
                              .interval_end = wall_time(select.integer(1)),
                              .entitlement = select.text(2),
                              .current = select.integer(3),
                              .peak = select.integer(4),
                              .average = select.real(5),
                              .reported = select.optional_integer(6),
                              .locked = select.optional_integer(7),
                              .purchased = select.optional_integer(8),
                              .state = select.text(9)});
  }
}

Result<std::vector<StoredEvent>> SqliteStore::events(std::int64_t after, std::int64_t limit) {
  std::vector<StoredEvent> found;
  if (limit <= 0) return found;
  Statement& select = statements_.select_events.start().bind(after).bind(limit);
  while (true) {
    const auto row = select.next();
    if (!row) return row.error();
    if (!*row) return found;
    DomainEvent event;
    event.at = wall_time(select.integer(1));
    event.name = select.text(2);
    event.kind = select.text(3);
    event.severity = static_cast<int>(select.integer(4));
    if (const auto minutes = select.optional_integer(5)) event.minutes = static_cast<int>(*minutes);
    event.text = select.text(6);
    found.push_back(StoredEvent{select.integer(0), std::move(event)});
  }
}

Result<std::int64_t> SqliteStore::newest_event() { return connection_.number("SELECT max(id) FROM events"); }

Result<void> SqliteStore::put_records(const std::vector<ReportRecord>& records) {
  for (const ReportRecord& record : records) {
    auto done = statements_.put_record.start()
                    .bind(record.id)
                    .bind(record.entitlement.value)
                    .bind(stored(record.start))
                    .bind(stored(record.end))
                    .bind(record.peak)
                    .bind(record.peak_at.time_since_epoch().count())
                    .bind(record.peak_change)
                    .run();
    if (!done) return done;
  }
  return {};
}

Result<std::optional<ReportRecord>> SqliteStore::report(std::int64_t id) {
  Statement& select = statements_.select_record.start().bind(id);
  const auto row = select.next();
  if (!row) return row.error();
  if (!*row) return std::optional<ReportRecord>();
  ReportRecord record{.id = id,
                      .entitlement = {select.text(0)},
                      .start = wall_time(select.integer(1)),
                      .end = wall_time(select.integer(2)),
                      .peak = select.integer(3),
                      .peak_at = TrustedTime{Millis{select.integer(4)}},
                      .peak_change = select.integer(5)};
  select.finish();
  return std::optional(std::move(record));
}

Result<SessionLog> SqliteStore::sessions_across(std::int64_t change, std::int64_t limit) {
  return journal_.sessions_across(change, limit);
}

}  // namespace lic
