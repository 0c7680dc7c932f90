#include "tests/support/memory_store.hpp"

#include <algorithm>
#include <utility>

namespace lic {
namespace {

bool changes_usage_only(const Commit& commit) {
  Changes others = commit.changes;
  others.seats.clear();
  Sections after = commit.after;
  after.clock = commit.before.clock;
  after.usage = commit.before.usage;
  return others.empty() && !commit.lab && after == commit.before;
}

}  // namespace

Result<LoadedState> MemoryStore::load() {
  LoadedState loaded;
  loaded.fresh = fresh_;
  loaded.state.sections = sections_;
  for (const auto& [id, seat] : seats_) loaded.state.seats.put(id, seat);
  loaded.state.outbox = outbox_;
  loaded.lab = lab_;
  return loaded;
}

Result<void> MemoryStore::commit(const Commit& commit) {
  if (!fresh_ && !commit.lab && commit.changes.empty() && commit.before == commit.after) return {};
  ++commits_tried_;
  if (refuses_ || failing_.erase(commits_tried_) != 0)
    return Error(ErrorCode::storage, "cannot use memory: the test wants this commit to fail", "none: it is a test");
  if (!fresh_ && !(commit.before == sections_))
    return Error(ErrorCode::internal, "the commit does not build on what is stored");
  if (commit.usage_only && !changes_usage_only(commit))
    return Error(ErrorCode::internal, "the commit changes more than usage and says that it does not");

  fresh_ = false;
  was_usage_only_ = commit.usage_only;
  sections_ = commit.after;
  for (const SeatChange& change : commit.changes.seats) {
    seats_.erase(change.seat.value);
    if (change.after) seats_.emplace(change.seat.value, *change.after);
    if (change.before && (!change.after || change.after->class_change != change.before->class_change))
      ended_.push_back(
          {change.seat, change.before->seat_class, change.before->since, change.before->class_change, change.number});
  }
  for (const OutboxChange& change : commit.changes.outbox) {
    outbox_.erase(change.key);
    if (change.after) outbox_.emplace(change.key, *change.after);
  }
  if (commit.changes.forgets_past) forget_past();
  for (const HistoryAppend& append : commit.changes.history) append_history(append);
  for (const HistoryComplete& completion : commit.changes.completions) complete_history(completion);
  for (const ReportRecord& record : commit.changes.reports) reports_.insert_or_assign(record.id, record);
  for (const DomainEvent& event : commit.changes.events) events_.push_back(StoredEvent{next_event_id_++, event});
  if (commit.lab) lab_ = commit.lab;
  prune();
  ++commits_done_;
  return {};
}

// Numbers of events go on.
void MemoryStore::forget_past() {
  first_row_ += static_cast<std::int64_t>(history_.size());
  history_.clear();
  incomplete_.clear();
  reports_.clear();
  ended_.clear();
  events_.clear();
}

void MemoryStore::append_history(const HistoryAppend& append) {
  HistoryRow row = append.row;
  const Millis length = row.interval_end - row.interval_start;
  for (std::int64_t number = 0; number <= append.repeats; ++number) {
    incomplete_.emplace(IntervalOf{row.interval_end, row.entitlement},
                        first_row_ + static_cast<std::int64_t>(history_.size()));
    history_.push_back(row);
    row.interval_start += length;
    row.interval_end += length;
  }
}

void MemoryStore::complete_history(const HistoryComplete& completion) {
  const IntervalOf interval{completion.interval_end, completion.entitlement};
  const auto [first, end] = incomplete_.equal_range(interval);
  for (auto found = first; found != end; ++found) {
    if (found->second < first_row_) continue;  // pruned meanwhile
    HistoryRow& row = history_[static_cast<std::size_t>(found->second - first_row_)];
    if (completion.reported) row.reported = completion.reported;
    if (completion.locked) row.locked = completion.locked;
    if (completion.purchased) row.purchased = completion.purchased;
    row.state = completion.state;
  }
  incomplete_.erase(interval);
}

void MemoryStore::prune() {
  while (static_cast<std::int64_t>(events_.size()) > options_.events_max) events_.pop_front();
  if (history_.empty()) return;
  const WallTime oldest_kept = history_.back().interval_start - options_.retention_days * kDay;
  while (history_.front().interval_start < oldest_kept) {
    history_.pop_front();
    ++first_row_;
  }
  incomplete_.erase(incomplete_.begin(), incomplete_.lower_bound(IntervalOf{oldest_kept, {}}));
}

Result<std::vector<HistoryRow>> MemoryStore::history(WallTime from, WallTime to, std::int64_t limit) {
  std::vector<HistoryRow> rows;
  for (const HistoryRow& row : history_)
    if (row.interval_start >= from && row.interval_start < to) rows.push_back(row);
  std::stable_sort(rows.begin(), rows.end(), [](const HistoryRow& left, const HistoryRow& right) {
    return left.interval_start < right.interval_start;
  });
  const auto kept = static_cast<std::size_t>(std::max<std::int64_t>(limit, 0));
  if (rows.size() > kept) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
  return rows;
}

Result<std::vector<StoredEvent>> MemoryStore::events(std::int64_t after, std::int64_t limit) {
  std::vector<StoredEvent> found;
  for (const StoredEvent& event : events_)
    if (event.id > after && static_cast<std::int64_t>(found.size()) < limit) found.push_back(event);
  return found;
}

Result<std::int64_t> MemoryStore::newest_event() { return events_.empty() ? 0 : events_.back().id; }

Result<std::optional<ReportRecord>> MemoryStore::report(std::int64_t id) {
  const auto found = reports_.find(id);
  return found == reports_.end() ? std::nullopt : std::optional(found->second);
}

Result<SessionLog> MemoryStore::sessions_across(std::int64_t change, std::int64_t limit) {
  SessionLog log;
  for (const EndedSession& session : ended_) {
    if (session.from > change || change >= session.to) continue;
    log.is_whole = static_cast<std::int64_t>(log.ended.size()) < limit;
    if (!log.is_whole) break;
    log.ended.push_back(session);
  }
  return log;
}

}  // namespace lic
