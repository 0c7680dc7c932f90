#pragma once
// A StateStore in memory. It survives the "process" of a test: load() gives what was committed. Commits can be made to
// fail, and a commit that builds on something else than what is stored, or changes more than its `usage_only` says, is
// refused as `internal`: that is a bug of its caller.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "persistence/state_store.hpp"

namespace lic {

class MemoryStore final : public StateStore {
public:
  struct Options {
    std::int64_t retention_days = 400;
    std::int64_t events_max = 10000;
  };
  MemoryStore() : MemoryStore(Options{}) {}
  explicit MemoryStore(const Options& options) : options_(options) {}

  // The `number`th commit from now fails, counted from 1. May be called several times.
  void fail_commit(std::int64_t number) { failing_.insert(commits_tried_ + number); }
  // All commits fail until told otherwise.
  void refuse_commits(bool refuse) { refuses_ = refuse; }
  [[nodiscard]] std::int64_t commits_done() const { return commits_done_; }
  [[nodiscard]] std::int64_t commits_tried() const { return commits_tried_; }
  [[nodiscard]] bool was_usage_only() const { return was_usage_only_; }  // said of the last commit done

  [[nodiscard]] Result<LoadedState> load() override;
  [[nodiscard]] Result<void> commit(const Commit& commit) override;
  [[nodiscard]] Result<std::vector<HistoryRow>> history(WallTime from, WallTime to, std::int64_t limit) override;
  [[nodiscard]] Result<std::optional<ReportRecord>> report(std::int64_t id) override;
  [[nodiscard]] Result<SessionLog> sessions_across(std::int64_t change, std::int64_t limit) override;
  [[nodiscard]] Result<std::vector<StoredEvent>> events(std::int64_t after, std::int64_t limit) override;
  [[nodiscard]] Result<std::int64_t> newest_event() override;

private:
  using IntervalOf = std::pair<WallTime, std::string>;  // end and entitlement
  void forget_past();
  void append_history(const HistoryAppend& append);
  void complete_history(const HistoryComplete& completion);
  void prune();

  Options options_;
  bool fresh_ = true;
  Sections sections_;
  std::map<std::string, Seat> seats_;
  std::map<std::int64_t, Report> outbox_;
  std::optional<LabPosition> lab_;
  std::deque<HistoryRow> history_;  // as appended; the first has the number first_row_
  std::int64_t first_row_ = 0;
  std::multimap<IntervalOf, std::int64_t> incomplete_;  // numbers of rows that have no answer yet
  std::map<std::int64_t, ReportRecord> reports_;
  std::vector<EndedSession> ended_;
  std::deque<StoredEvent> events_;
  std::int64_t next_event_id_ = 1;
  std::int64_t commits_tried_ = 0;
  std::int64_t commits_done_ = 0;
  std::set<std::int64_t> failing_;
  bool refuses_ = false;
  bool was_usage_only_ = false;
};

}  // namespace lic
