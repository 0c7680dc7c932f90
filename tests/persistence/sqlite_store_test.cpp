// What only the store on disk can suffer: other programs, other versions, full disks, damage.

#include <gtest/gtest.h>

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <memory>
#include <string>

#include "persistence/sqlite_store.hpp"
#include "tests/persistence/filled_state.hpp"
#include "tests/persistence/scratch_directory.hpp"
#include "tests/support/memory_store.hpp"

namespace lic {
namespace {

using Store = std::unique_ptr<SqliteStore>;

Result<Store> open_store(const ScratchDirectory& directory) {
  return SqliteStore::open(directory.path(), {.busy_wait = std::chrono::milliseconds{0}});
}

// Runs SQL on the database as another program would.
struct OtherProgram {
  explicit OtherProgram(const ScratchDirectory& directory) {
    sqlite3_open(directory.file("state.db").c_str(), &handle);
  }
  ~OtherProgram() { sqlite3_close(handle); }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;
  int run(const std::string& sql) const { return sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr); }
  sqlite3* handle = nullptr;
};

void fill(const ScratchDirectory& directory) {
  auto store = open_store(directory);
  ASSERT_TRUE(store) << store.error().what;
  Changes changes;
  changes.seats = {{.seat = {"agent1"}, .before = std::nullopt, .after = filled_seat()}};
  changes.outbox = {{.key = 5, .before = std::nullopt, .after = filled_report()}};
  ASSERT_TRUE((*store)->commit(Commit{Sections{}, filled_sections(), changes, std::nullopt}));
}

Error load_failure(const ScratchDirectory& directory) {
  auto store = open_store(directory);
  if (!store) return store.error();
  const auto loaded = (*store)->load();
  if (loaded) return Error(ErrorCode::internal, "it was loaded");
  return loaded.error();
}

Error failure_after(const std::string& sql) {
  const ScratchDirectory directory;
  fill(directory);
  EXPECT_EQ(OtherProgram(directory).run(sql), SQLITE_OK) << sql;
  return load_failure(directory);
}

TEST(SqliteStore, FilesArePrivate) {
  const ScratchDirectory directory;
  auto store = open_store(directory);
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->commit(Commit{Sections{}, filled_sections(), Changes{}, std::nullopt}));
  for (const char* name : {"state.db", "state.db-wal"}) {
    struct stat found {};
    ASSERT_EQ(::stat(directory.file(name).c_str(), &found), 0) << name;
    EXPECT_EQ(found.st_mode & 07777, 0600U) << name;
  }
}

TEST(SqliteStore, WritesAheadAndSyncsEachCommit) {
  const ScratchDirectory directory;
  fill(directory);
  auto connection = SqliteConnection::open(directory.file("state.db"));
  ASSERT_TRUE(connection);
  auto mode = connection->prepare("PRAGMA journal_mode");
  ASSERT_TRUE(*mode->next());
  EXPECT_EQ(mode->text(0), "wal");
  EXPECT_EQ(*connection->number("PRAGMA application_id"), 0x4c494353);
  EXPECT_EQ(*connection->number("PRAGMA user_version"), 6);
}

TEST(SqliteStore, OnlySectionsThatDifferAreWritten) {
  const ScratchDirectory directory;
  auto store = open_store(directory);
  const Sections before = filled_sections();
  ASSERT_TRUE((*store)->commit(Commit{Sections{}, before, Changes{}, std::nullopt}));
  const OtherProgram other(directory);
  ASSERT_EQ(other.run("UPDATE sections SET json = '{}' WHERE name = 'clock'"), SQLITE_OK);
  Sections after = before;
  after.evaluation.used += Millis{1};
  ASSERT_TRUE((*store)->commit(Commit{before, after, Changes{}, std::nullopt}));
  // The clock section was equal in both, so what the other program wrote still lies there.
  const auto loaded = (*store)->load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().what.find("section clock: member boot_id is missing"), std::string::npos)
      << loaded.error().what;
}

TEST(SqliteStore, CommitWithoutChangesWritesNothing) {
  const ScratchDirectory directory;
  auto store = open_store(directory);
  const Sections sections = filled_sections();
  ASSERT_TRUE((*store)->commit(Commit{Sections{}, sections, Changes{}, std::nullopt}));
  const OtherProgram other(directory);
  ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);
  EXPECT_TRUE((*store)->commit(Commit{sections, sections, Changes{}, std::nullopt}));
}

TEST(SqliteStore, FileThatIsNoDatabaseIsDamageWithARemedy) {
  const ScratchDirectory directory;
  write_whole_file(directory.file("state.db"), std::string(8192, 'x'));
  const Error failure = load_failure(directory);
  EXPECT_EQ(failure.code, ErrorCode::data_corrupt);
  EXPECT_NE(failure.what.find(directory.file("state.db")), std::string::npos) << failure.what;
  EXPECT_NE(failure.remedy.find("backup"), std::string::npos);
}

TEST(SqliteStore, DamagedPagesAreFound) {
  const ScratchDirectory directory;
  fill(directory);
  std::string bytes = read_whole_file(directory.file("state.db"));
  ASSERT_GT(bytes.size(), 8192U);
  std::fill(bytes.begin() + 4096, bytes.end(), '\x5a');  // all but the schema
  write_whole_file(directory.file("state.db"), bytes);
  const Error failure = load_failure(directory);
  EXPECT_EQ(failure.code, ErrorCode::data_corrupt);
  EXPECT_FALSE(failure.remedy.empty());
}

TEST(SqliteStore, DamagedSectionIsNamed) {
  const Error failure = failure_after(
      "UPDATE sections SET json = json_remove(json, '$.standing.identity.key') WHERE name = 'registration'");
  EXPECT_EQ(failure.code, ErrorCode::data_corrupt);
  EXPECT_NE(failure.what.find("section registration: member standing.identity.key is missing"), std::string::npos)
      << failure.what;
}

TEST(SqliteStore, LostSectionIsDamageNotADefault) {
  const Error failure = failure_after("DELETE FROM sections WHERE name = 'evaluation'");
  EXPECT_EQ(failure.code, ErrorCode::data_corrupt);
  EXPECT_NE(failure.what.find("section evaluation: is missing"), std::string::npos) << failure.what;
}

TEST(SqliteStore, WaitingReportsAreChecked) {
  EXPECT_NE(failure_after("UPDATE outbox SET json = '{}'").what.find("waiting report 5"), std::string::npos);
}

TEST(SqliteStore, NewerSchemaIsRefusedAndLeftAlone) {
  const ScratchDirectory directory;
  fill(directory);
  ASSERT_EQ(OtherProgram(directory).run("PRAGMA user_version = 7"), SQLITE_OK);
  const Error failure = load_failure(directory);
  EXPECT_EQ(failure.code, ErrorCode::failed_precondition);
  EXPECT_NE(failure.what.find("schema version 7, this agent knows versions up to 6"), std::string::npos)
      << failure.what;
  ASSERT_EQ(OtherProgram(directory).run("PRAGMA user_version = 6"), SQLITE_OK);
  EXPECT_TRUE((*open_store(directory))->load());
}

TEST(SqliteStore, DatabaseOfAnotherProgramIsRefused) {
  const ScratchDirectory directory;
  ASSERT_EQ(OtherProgram(directory).run("CREATE TABLE songs(title)"), SQLITE_OK);
  EXPECT_EQ(load_failure(directory).code, ErrorCode::failed_precondition);
}

TEST(SqliteStore, EmptyFileOfACrashAtTheVeryStartIsFresh) {
  const ScratchDirectory directory;
  write_whole_file(directory.file("state.db"), "");
  auto store = open_store(directory);
  ASSERT_TRUE(store);
  EXPECT_TRUE((*store)->load()->fresh);
}

TEST(SqliteStore, MissingDirectoryIsAStorageFailure) {
  const auto store = SqliteStore::open("/nonexistent/directory", {});
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::storage);
  EXPECT_NE(store.error().what.find("/nonexistent/directory/state.db"), std::string::npos);
}

// Files of this process cannot grow beyond `bytes` while this lives, as on a full disk.
class FullDisk {
public:
  explicit FullDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit full{bytes, before_.rlim_max};
    previous_ = ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &full);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, previous_);
  }

private:
  rlimit before_{};
  sighandler_t previous_ = SIG_DFL;
};

TEST(SqliteStore, FullDiskStoresNothingOfTheCommitAndALaterOneWorks) {
  const ScratchDirectory directory;
  auto store = open_store(directory);
  ASSERT_TRUE(store);
  const Sections before = filled_sections();
  ASSERT_TRUE((*store)->commit(Commit{Sections{}, before, Changes{}, std::nullopt}));

  Sections after = before;
  after.evaluation.used += Millis{1};
  Changes changes;
  for (int number = 0; number < 3000; ++number)
    changes.seats.push_back(
        {.seat = {"agent" + std::to_string(number)}, .before = std::nullopt, .after = filled_seat()});
  Result<void> refused;
  {
    const FullDisk full(64 * 1024);
    refused = (*store)->commit(Commit{before, after, changes, std::nullopt});
  }
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::storage);
  EXPECT_NE(refused.error().what.find("state.db"), std::string::npos) << refused.error().what;
  EXPECT_NE(refused.error().remedy.find("space"), std::string::npos);
  auto loaded = (*store)->load();
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->state.sections, before);
  EXPECT_TRUE(loaded->state.seats.empty());

  ASSERT_TRUE((*store)->commit(Commit{before, after, changes, std::nullopt}));
  loaded = (*open_store(directory))->load();
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->state.sections, after);
  EXPECT_EQ(loaded->state.seats.size(), 3000U);
}

TEST(SqliteStore, AnotherWriterIsAStorageFailureThatPasses) {
  const ScratchDirectory directory;
  auto store = open_store(directory);
  ASSERT_TRUE(store);
  const OtherProgram other(directory);
  ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);
  const Sections after = filled_sections();
  const auto refused = (*store)->commit(Commit{Sections{}, after, Changes{}, std::nullopt});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::storage);
  EXPECT_NE(refused.error().remedy.find("other program"), std::string::npos);
  ASSERT_EQ(other.run("ROLLBACK"), SQLITE_OK);
  EXPECT_TRUE((*store)->commit(Commit{Sections{}, after, Changes{}, std::nullopt}));
  EXPECT_EQ((*store)->load()->state.sections, after);
}

TEST(SqliteStore, EventNumbersHaveNoGapAfterAFailedCommit) {
  const ScratchDirectory directory;
  auto store = open_store(directory);
  const Sections sections = filled_sections();
  Changes changes;
  changes.events = {DomainEvent{}};
  ASSERT_TRUE((*store)->commit(Commit{Sections{}, sections, changes, std::nullopt}));
  {
    const FullDisk full(4096);
    ASSERT_FALSE((*store)->commit(Commit{sections, sections, changes, std::nullopt}));
  }
  ASSERT_TRUE((*store)->commit(Commit{sections, sections, changes, std::nullopt}));
  const auto events = (*store)->events(0, 10);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ((*events)[1].id, (*events)[0].id + 1);
}

TEST(MemoryStoreFaults, NthCommitFailsAndLeavesNothing) {
  MemoryStore store;
  const Sections sections = filled_sections();
  store.fail_commit(2);
  ASSERT_TRUE(store.commit(Commit{Sections{}, Sections{}, Changes{}, std::nullopt}));
  const auto refused = store.commit(Commit{Sections{}, sections, Changes{}, std::nullopt});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::storage);
  EXPECT_EQ(store.load()->state.sections, Sections{});
  EXPECT_TRUE(store.commit(Commit{Sections{}, sections, Changes{}, std::nullopt}));
}

TEST(MemoryStoreFaults, CommitThatDoesNotBuildOnWhatIsStoredIsABug) {
  MemoryStore store;
  ASSERT_TRUE(store.commit(Commit{Sections{}, filled_sections(), Changes{}, std::nullopt}));
  EXPECT_FALSE(store.commit(Commit{Sections{}, filled_sections(), Changes{}, std::nullopt}));
}

}  // namespace
}  // namespace lic
