#pragma once
// The durable state in one SQLite file, `state.db` in the state directory (WAL, synchronous=FULL). Tables and what is
// durable when: persistence/README.md.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "persistence/seat_journal.hpp"
#include "persistence/seat_snapshot.hpp"
#include "persistence/sqlite_connection.hpp"
#include "persistence/state_store.hpp"

namespace lic {

struct SqliteStoreOptions {
  std::int64_t retention_days = 400;         // R-USE-8: history older than this before its newest row may go
  std::int64_t events_max = 10000;           // about: the oldest go when there are kEventsSlack more
  std::chrono::milliseconds busy_wait{250};  // for another program that writes; the loop stands still meanwhile
  // R-USE-11: ended sessions are known as far back as this much of the journal before the snapshot reaches.
  std::int64_t session_log_bytes = 64 * 1024 * 1024;
  FoldPace fold = {};
  std::int64_t wal_pages = 1000;  // about: then the write-ahead log is brought home
};

inline constexpr std::int64_t kEventsSlack = 256;
// Rows of old history that one commit deletes at most, besides twice as many as it wrote.
inline constexpr std::int64_t kPruneRowsMax = 2000;

class SqliteStore final : public StateStore {
public:
  using Options = SqliteStoreOptions;

  // Creates or migrates the file. The caller holds the StateLock of the directory. `data_corrupt` if the file is no
  // database or damaged, `failed_precondition` if a newer agent or another program wrote it, else `storage`.
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::string& state_dir, const Options& options);

  // Another retention_days from now on: what is older goes with the next rows of history.
  void keep_history(std::int64_t days);

  [[nodiscard]] Result<LoadedState> load() override;
  // A failed commit may be repeated, alone or as part of a later one.
  [[nodiscard]] Result<void> commit(const Commit& commit) override;
  [[nodiscard]] Result<std::vector<HistoryRow>> history(WallTime from, WallTime to, std::int64_t limit) override;
  [[nodiscard]] Result<std::optional<ReportRecord>> report(std::int64_t id) override;
  [[nodiscard]] Result<SessionLog> sessions_across(std::int64_t change, std::int64_t limit) override;
  [[nodiscard]] Result<std::vector<StoredEvent>> events(std::int64_t after, std::int64_t limit) override;
  [[nodiscard]] Result<std::int64_t> newest_event() override;

private:
  // Kept for the life of the connection.
  struct Statements {
    Statement begin, commit;
    Statement put_section, put_report, drop_report, put_lab;
    Statement append_history, complete_history, prune_history, select_history;
    Statement put_record, prune_records, select_record;
    Statement append_event, prune_events, select_events;
  };

  SqliteStore(SqliteConnection connection, const Options& options);
  [[nodiscard]] Result<void> prepare();

  // Inside of commit()'s transaction.
  [[nodiscard]] Result<void> write(const Commit& commit);
  [[nodiscard]] Result<void> write_all(const Commit& commit);
  [[nodiscard]] Result<void> write_sections(const Sections& before, const Sections& after, bool with_counters);
  [[nodiscard]] Result<void> fold(const Commit& commit);
  [[nodiscard]] Result<void> write_outbox(const std::vector<OutboxChange>& changes);
  [[nodiscard]] Result<void> forget_past();
  [[nodiscard]] Result<void> append_history(const std::vector<HistoryAppend>& appends);
  [[nodiscard]] Result<void> complete_history(const std::vector<HistoryComplete>& completions);
  [[nodiscard]] Result<void> put_records(const std::vector<ReportRecord>& records);
  [[nodiscard]] Result<void> append_events(const std::vector<DomainEvent>& events);
  [[nodiscard]] Result<void> prune(const Changes& changes);
  [[nodiscard]] Result<void> prune_events();

  [[nodiscard]] Result<void> load_sections(LoadedState& loaded);
  [[nodiscard]] Result<void> load_outbox(AgentState& state);
  [[nodiscard]] Result<void> load_lab(LoadedState& loaded);

  Options options_;
  SqliteConnection connection_;
  Statements statements_;  // after connection_: finalized before it closes
  SeatJournal journal_;
  SeatSnapshot snapshot_;
  bool has_sections_ = false;
  std::optional<std::int64_t> pruned_on_day_;
};

}  // namespace lic
