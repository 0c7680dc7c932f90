#include "persistence/sqlite_store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "persistence/bounded_json.hpp"
#include "persistence/migrations.hpp"
#include "persistence/section_json.hpp"

namespace lic {
namespace {

// Modest memory: 1 MiB of pages, no mapped file. The write-ahead log is never cut below what it grows to between two
// checkpoints: commits then overwrite blocks that the file has already, which is quicker to sync than a file that
// grows.
constexpr std::string_view kSettings =
    "PRAGMA synchronous = FULL; PRAGMA cache_size = -1024; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON; PRAGMA journal_size_limit = 16777216;";

SqliteStore::Options bounded(SqliteStore::Options options) {
  constexpr std::int64_t kRetentionDaysMax = 36500;
  options.retention_days = std::clamp<std::int64_t>(options.retention_days, 1, kRetentionDaysMax);
  options.events_max = std::max<std::int64_t>(options.events_max, 1);
  options.session_log_bytes = std::max<std::int64_t>(options.session_log_bytes, 0);
  options.wal_pages = std::max<std::int64_t>(options.wal_pages, 1);
  options.fold.chunks = std::max<std::int64_t>(options.fold.chunks, 1);
  return options;
}

}  // namespace

SqliteStore::SqliteStore(SqliteConnection connection, const Options& options)
    : options_(bounded(options)), connection_(std::move(connection)) {}

void SqliteStore::keep_history(std::int64_t days) {
  options_.retention_days = days;
  options_ = bounded(options_);
  pruned_on_day_.reset();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& state_dir, const Options& options) {
  auto connection = SqliteConnection::open(state_dir + "/state.db");
  if (!connection) return connection.error();
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(*connection), options));  // the constructor is private
  const std::string chosen = "PRAGMA busy_timeout = " + std::to_string(store->options_.busy_wait.count()) +
                             "; PRAGMA wal_autocheckpoint = " + std::to_string(store->options_.wal_pages);
  // WAL last: a file that is not ours must not be changed before migrate() has refused it.
  if (auto done = store->connection_.run(std::string(kSettings) + chosen); !done) return done.error();
  if (auto done = migrate(store->connection_); !done) return done.error();
  if (auto done = store->connection_.run("PRAGMA journal_mode = WAL"); !done) return done.error();
  if (auto done = store->prepare(); !done) return done.error();
  return store;
}

Result<void> SqliteStore::prepare() {
  const std::array<std::pair<Statement*, std::string_view>, 16> texts = {{
      {&statements_.begin, "BEGIN IMMEDIATE"},
      {&statements_.commit, "COMMIT"},
      {&statements_.put_section, "INSERT INTO sections VALUES(?,?) ON CONFLICT(name) DO UPDATE SET json=excluded.json"},
      {&statements_.put_report, "INSERT OR REPLACE INTO outbox VALUES(?,?)"},
      {&statements_.drop_report, "DELETE FROM outbox WHERE key=?"},
      {&statements_.put_lab, "INSERT OR REPLACE INTO lab VALUES(1,?,?,?)"},
      {&statements_.append_history,
       "INSERT INTO "
       "history(interval_start,interval_end,entitlement,current,peak,average,reported,locked,purchased,state)"
       " VALUES(?,?,?,?,?,?,?,?,?,?)"},
      // Once: what a second answer says does not change a row that has its answer (R-USE-4).
      {&statements_.complete_history,
       "UPDATE history SET reported=coalesce(?,reported), locked=coalesce(?,locked), purchased=coalesce(?,purchased),"
       " state=?, completed=1 WHERE interval_end=? AND entitlement=? AND completed=0"},
      {&statements_.prune_history,
       "DELETE FROM history WHERE id IN (SELECT id FROM history WHERE interval_start<? ORDER BY interval_start LIMIT "
       "?)"},
      {&statements_.select_history,
       "SELECT interval_start,interval_end,entitlement,current,peak,average,reported,locked,purchased,state FROM "
       "history"
       " WHERE interval_start>=? AND interval_start<? ORDER BY interval_start,id LIMIT ?"},
      {&statements_.put_record, "INSERT OR REPLACE INTO reports VALUES(?,?,?,?,?,?,?)"},
      {&statements_.prune_records,
       "DELETE FROM reports WHERE id IN (SELECT id FROM reports ORDER BY id LIMIT ?2) AND interval_end<?1"},
      {&statements_.select_record,
       "SELECT entitlement,interval_start,interval_end,peak,peak_at,peak_change FROM reports WHERE id=?"},
      {&statements_.append_event, "INSERT INTO events(at,name,kind,severity,minutes,text) VALUES(?,?,?,?,?,?)"},
      {&statements_.prune_events,
       "DELETE FROM events WHERE id<=(SELECT max(id) FROM events)-?1"
       " AND (SELECT max(id)-min(id) FROM events)>=?1+?2"},
      {&statements_.select_events,
       "SELECT id,at,name,kind,severity,minutes,text FROM events WHERE id>? ORDER BY id LIMIT ?"},
  }};
  for (const auto& [statement, text] : texts) {
    auto prepared = connection_.prepare(text);
    if (!prepared) return prepared.error();
    *statement = std::move(*prepared);
  }
  const auto sections = connection_.number("SELECT count(*) FROM sections");
  if (!sections) return sections.error();
  has_sections_ = *sections != 0;
  if (auto done = journal_.open(connection_); !done) return done;
  return snapshot_.open(connection_);
}

Result<void> SqliteStore::commit(const Commit& commit) {
  const bool is_quick = commit.usage_only && has_sections_;
  if (!is_quick && has_sections_ && !commit.lab && commit.changes.empty() && commit.before == commit.after) return {};
  auto done = statements_.begin.start().run();
  if (done) done = write(commit);
  if (done) done = statements_.commit.start().run();
  if (done) {
    has_sections_ = true;
    journal_.keep();
    snapshot_.keep();
    return {};
  }
  connection_.roll_back();
  journal_.take_back();
  snapshot_.take_back();
  pruned_on_day_.reset();
  // Damage found while writing is a refusing disk to the caller: nothing of this commit is stored.
  Error failure = done.error();
  if (failure.code == ErrorCode::data_corrupt) failure.code = ErrorCode::storage;
  return failure;
}

Result<void> SqliteStore::write(const Commit& commit) {
  const bool is_quick = commit.usage_only && has_sections_;
  auto done = is_quick ? journal_.append(commit.changes.seats, commit.after, &commit.after) : write_all(commit);
  if (done && commit.seats != nullptr) done = fold(commit);
  if (!done || !commit.lab) return done;
  return statements_.put_lab.start()
      .bind(commit.lab->wall.time_since_epoch().count())
      .bind(commit.lab->boot.time_since_epoch().count())
      .bind(commit.lab->boot_id)
      .run();
}

Result<void> SqliteStore::fold(const Commit& commit) {
  auto done = snapshot_.fold(*commit.seats, journal_.end(), options_.fold);
  return done ? journal_.drop_old(snapshot_.folded(), options_.session_log_bytes) : done;
}

Result<void> SqliteStore::write_all(const Commit& commit) {
  const Sections& before = commit.before;
  const Sections& after = commit.after;
  // The last row decides: while it carries the counters the sections clock and usage are old, and whatever changes them
  // has to bring both up to date and to end the row's rule.
  const bool counters_move =
      journal_.carries_counters() && !(before.clock == after.clock && before.usage == after.usage);
  const bool ends_rule = counters_move || (journal_.carries_counters() && !commit.changes.seats.empty());
  if (auto done = write_sections(before, after, ends_rule); !done) return done;
  if (ends_rule || !commit.changes.seats.empty())
    if (auto done = journal_.append(commit.changes.seats, after, nullptr); !done) return done;
  if (auto done = write_outbox(commit.changes.outbox); !done) return done;
  if (commit.changes.forgets_past)
    if (auto done = forget_past(); !done) return done;
  if (auto done = append_history(commit.changes.history); !done) return done;
  if (auto done = complete_history(commit.changes.completions); !done) return done;
  if (auto done = put_records(commit.changes.reports); !done) return done;
  if (auto done = append_events(commit.changes.events); !done) return done;
  return prune(commit.changes);
}

Result<void> SqliteStore::write_sections(const Sections& before, const Sections& after, bool with_counters) {
  for (const SectionFormat& format : section_formats()) {
    const bool is_counter = format.name == "clock" || format.name == "usage";
    // The first commit writes all: later a missing section is damage, not a default.
    if (has_sections_ && !(with_counters && is_counter) && format.equal(before, after)) continue;
    const std::string json = format.write(after);
    if (json.size() > kJsonBytesMax)
      return Error(ErrorCode::internal, "section " + std::string(format.name) + " has grown to " +
                                            std::to_string(json.size()) + " bytes and could not be read again");
    if (auto done = statements_.put_section.start().bind(format.name).bind(json).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::write_outbox(const std::vector<OutboxChange>& changes) {
  for (const OutboxChange& change : changes) {
    const std::string json = change.after ? write_report(*change.after) : std::string();
    auto done = change.after ? statements_.put_report.start().bind(change.key).bind(json).run()
                             : statements_.drop_report.start().bind(change.key).run();
    if (!done) return done;
  }
  return {};
}

}  // namespace lic
