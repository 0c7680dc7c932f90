// The journal and its snapshot (docs/decisions/0013): whatever happens, a start finds what was committed.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "persistence/sqlite_store.hpp"
#include "tests/persistence/failing_disk.hpp"
#include "tests/persistence/random_office.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

using Store = std::unique_ptr<SqliteStore>;

constexpr SqliteStoreOptions kOftenFolded = {.session_log_bytes = 100'000,
                                             .fold = {.journal_bytes = 1000, .journal_percent = 100, .chunks = 1},
                                             .wal_pages = 50};

Store open_store(const ScratchDirectory& directory, const SqliteStoreOptions& options = kOftenFolded) {
  auto store = SqliteStore::open(directory.path(), options);
  if (!store) ADD_FAILURE() << store.error().what;
  return store ? std::move(*store) : nullptr;
}

LoadedState loaded(SqliteStore& store) {
  auto state = store.load();
  if (!state) ADD_FAILURE() << state.error().what;
  return state ? std::move(*state) : LoadedState{};
}

std::int64_t number(const ScratchDirectory& directory, const std::string& sql) {
  auto connection = SqliteConnection::open(directory.file("state.db"));
  const auto found = connection->number(sql);
  return found ? *found : -1;
}

void expect_that_is_loaded_what_was_committed(const SqliteStoreOptions& options) {
  const ScratchDirectory directory;
  Store store = open_store(directory, options);
  RandomOffice office({});
  for (int count = 1; count <= 250; ++count) {
    office.next();
    ASSERT_TRUE(store->commit(office.commit()));
    if (count % 11 == 0) store = open_store(directory, options);  // in the middle of a fold, too
    ASSERT_TRUE(office.equals(loaded(*store).state)) << count;
  }
  EXPECT_GT(number(directory, "SELECT generation FROM fold"), 5);
  EXPECT_GT(number(directory, "SELECT min(id) FROM journal"), 1) << "no row was dropped";
}

TEST(SeatJournal, WhatIsLoadedAfterEachCommitIsWhatWasCommittedHoweverOftenItIsFolded) {
  expect_that_is_loaded_what_was_committed(kOftenFolded);
}

TEST(SeatJournal, RowsThatTheSnapshotDoesNotHaveStayEvenIfNothingIsKeptForSessions) {
  SqliteStoreOptions options = kOftenFolded;
  options.session_log_bytes = 0;
  expect_that_is_loaded_what_was_committed(options);
}

TEST(SeatJournal, TheLastRowDecidesWhereTheCountersAre) {
  const ScratchDirectory directory;
  Store store = open_store(directory);
  Sections first;
  first.clock.boot_id = "first";
  ASSERT_TRUE(store->commit({.before = {}, .after = first, .changes = {}, .lab = {}}));
  Sections quick = first;
  quick.clock.wall += kMinute;
  quick.usage.meters[1].current = 7;
  const Commit hot{.before = first, .after = quick, .changes = {}, .lab = {}, .usage_only = true};
  ASSERT_TRUE(store->commit(hot));
  store = open_store(directory);
  EXPECT_EQ(loaded(*store).state.sections, quick);

  Sections alarmed = quick;  // changes no counter: the row goes on to decide
  alarmed.evaluation.used = Millis{1};
  ASSERT_TRUE(store->commit({.before = quick, .after = alarmed, .changes = {}, .lab = {}}));
  store = open_store(directory);
  EXPECT_EQ(loaded(*store).state.sections, alarmed);

  Sections closed = alarmed;  // changes one section of the two: both are brought up to date
  closed.usage.meters[1].current = 0;
  ASSERT_TRUE(store->commit({.before = alarmed, .after = closed, .changes = {}, .lab = {}}));
  store = open_store(directory);
  EXPECT_EQ(loaded(*store).state.sections, closed);

  const Commit again{.before = closed, .after = quick, .changes = {}, .lab = {}, .usage_only = true};
  ASSERT_TRUE(store->commit(again));
  Changes signed_in;  // changes a seat and no counter: its row ends the rule, so both sections are brought up to date
  signed_in.seats = {{.number = 1, .seat = {"one"}, .before = std::nullopt, .after = Seat{}}};
  quick.evaluation = closed.evaluation;
  ASSERT_TRUE(store->commit({.before = quick, .after = quick, .changes = signed_in, .lab = {}}));
  store = open_store(directory);
  EXPECT_EQ(loaded(*store).state.sections, quick);
  EXPECT_TRUE(loaded(*store).state.seats.contains("one"));
}

TEST(SeatJournal, AQuickCommitLooksAtNoSection) {
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({});
  office.next();
  ASSERT_TRUE(store->commit(office.commit()));
  office.next();
  Sections other = office.state().sections;
  other.evaluation.used = Millis{99};  // would be written by any other commit
  const Changes none;
  ASSERT_TRUE(store->commit({.before = {}, .after = other, .changes = none, .lab = {}, .usage_only = true}));
  EXPECT_EQ(loaded(*store).state.sections.evaluation.used, Millis{0});
}

// What a start would find if the process were killed now: the files as they are, the log not brought home.
LoadedState loaded_after_a_kill(const ScratchDirectory& directory) {
  const ScratchDirectory copy;
  for (const char* name : {"state.db", "state.db-wal"})
    std::filesystem::copy_file(directory.file(name), copy.file(name));
  const Store store = open_store(copy);
  return store ? loaded(*store) : LoadedState{};
}

TEST(SeatJournal, EachWriteThatFailsInTurnLeavesTheCommitBeforeOrTheCommitItself) {
  FailingDisk disk;
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({.ids = 4000, .changes_max = 300});
  int refused = 0;
  int failed_later = 0;
  bool was_refused = false;
  for (int count = 1; count <= 220; ++count) {
    office.next();
    disk.fail(1 + count % 37);  // in the row, in a chunk, in the switch of generations, in a checkpoint
    const auto done = store->commit(office.commit());
    if (done && disk.has_failed()) ++failed_later;
    disk.fail(0);
    if (!done) {
      ++refused;
      EXPECT_EQ(done.error().code, ErrorCode::storage);
      const LoadedState killed = loaded_after_a_kill(directory);
      const bool is_whole = office.equals(killed.state);  // a log that was written and could not be synced
      office.take_back();
      ASSERT_TRUE(is_whole || office.equals(killed.state)) << count;
    } else if (was_refused) {  // its remains lie behind this commit in the log
      ASSERT_TRUE(office.equals(loaded_after_a_kill(directory).state)) << count;
    }
    was_refused = !done;
    if (count % 10 == 0) store = open_store(directory);
    ASSERT_TRUE(office.equals(loaded(*store).state)) << count;
  }
  EXPECT_GT(refused, 50);
  EXPECT_GT(failed_later, 5);  // while the log was brought home: the commit is done all the same
  EXPECT_GT(number(directory, "SELECT generation FROM fold"), 3);
}

TEST(SeatJournal, AFailedCommitInTheMiddleOfAFoldBeginsItAnew) {
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({});
  // Until a fold of several chunks is under way.
  const std::string kUnderWay = "SELECT count(*) FROM seat_chunks,fold WHERE seat_chunks.id/1000000>fold.generation";
  while (number(directory, kUnderWay) != 2) {
    office.next();
    ASSERT_TRUE(store->commit(office.commit()));
  }
  const std::int64_t broken_off = number(directory, "SELECT max(id)/1000000 FROM seat_chunks");
  {
    auto other = SqliteConnection::open(directory.file("state.db"));
    ASSERT_TRUE(other->run("BEGIN IMMEDIATE"));
    office.next();
    ASSERT_FALSE(store->commit(office.commit()));
    office.take_back();
  }
  while (number(directory, "SELECT generation FROM fold") < broken_off) {
    office.next();
    ASSERT_TRUE(store->commit(office.commit()));
    ASSERT_TRUE(office.equals(loaded(*store).state));
  }
  EXPECT_EQ(number(directory, "SELECT generation FROM fold"), broken_off + 1);
}

TEST(SeatJournal, CountersAreFoundWhenTheSnapshotHasEverythingElse) {
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({.ids = 500});  // one chunk: a fold begins and ends in one commit
  const std::string kAllFolded = "SELECT journal_row=(SELECT max(id) FROM journal) FROM fold";
  for (int rounds = 0; number(directory, kAllFolded) != 1 || !office.commit().usage_only; ++rounds) {
    ASSERT_LT(rounds, 1000);
    office.next();
    ASSERT_TRUE(store->commit(office.commit()));
  }
  store = open_store(directory);
  EXPECT_TRUE(office.equals(loaded(*store).state));
}

// What load() says after `sql` has damaged a state with a snapshot and a journal.
Error failure_after(const std::string& sql) {
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({});
  while (number(directory, "SELECT count(*) FROM fold,journal WHERE journal.id>journal_row+3 AND chunks>2") < 1) {
    office.next();
    EXPECT_TRUE(store->commit(office.commit()));
  }
  store.reset();
  EXPECT_TRUE(SqliteConnection::open(directory.file("state.db"))->run(sql)) << sql;
  auto opened = SqliteStore::open(directory.path(), kOftenFolded);
  if (!opened) return opened.error();
  const auto state = (*opened)->load();
  return state ? Error(ErrorCode::internal, "it was loaded") : state.error();
}

void expect_damage(const std::string& sql, const std::string& place) {
  const Error failure = failure_after(sql);
  EXPECT_EQ(failure.code, ErrorCode::data_corrupt) << sql;
  EXPECT_NE(failure.what.find(place), std::string::npos) << sql << ": " << failure.what;
  EXPECT_NE(failure.remedy.find("backup"), std::string::npos) << sql;
}

TEST(SeatJournal, DamageIsNamedWithPlaceAndRemedy) {
  const std::string kTorn = "substr(changes, 1, length(changes) - 1)";
  const std::string kFlipped = "CAST(substr(changes, 1, 40) || x'55' || substr(changes, 42) AS BLOB)";
  const std::string kNewest = " WHERE id=(SELECT max(id) FROM journal)";
  const std::string kNeeded = " WHERE id=(SELECT journal_row+2 FROM fold)";
  expect_damage("UPDATE journal SET changes=" + kTorn + kNewest, "journal row ");
  expect_damage("UPDATE journal SET changes=" + kFlipped + kNewest, "its bytes are not those that were written");
  expect_damage("UPDATE journal SET changes=" + kTorn + kNeeded, "journal row ");
  expect_damage("UPDATE journal SET changes=" + kFlipped + kNeeded, "its bytes are not those that were written");
  expect_damage("DELETE FROM journal" + kNeeded, "is missing");
  expect_damage("DELETE FROM journal WHERE id>=(SELECT journal_row FROM fold)", "is missing");
  expect_damage("UPDATE seat_chunks SET seats=substr(seats, 1, 100)", "seat chunk 0: its bytes");
  expect_damage("DELETE FROM seat_chunks WHERE id%1000000=1", "seat chunk 1: is missing");
  expect_damage("DELETE FROM fold", "table fold: ");
  expect_damage("UPDATE fold SET chunks=chunks-1", "table fold: ");
  expect_damage("UPDATE fold SET journal_row=journal_row+2", "table fold: ");
  expect_damage("UPDATE fold SET generation=generation+1", "seat chunk 0: is missing");
}

TEST(SeatJournal, EndedSessionsAreKnownAsFarBackAsTheBudgetReaches) {  // R-USE-11
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({});
  std::vector<EndedSession> all;
  for (int count = 0; count < 300; ++count) {
    office.next();
    ASSERT_TRUE(store->commit(office.commit()));
    for (const SeatChange& change : office.commit().changes.seats)
      if (change.before && (!change.after || change.after->class_change != change.before->class_change))
        all.push_back(
            {change.seat, change.before->seat_class, change.before->since, change.before->class_change, change.number});
  }
  store = open_store(directory);
  const std::int64_t last = office.state().sections.usage.last_change;
  const std::int64_t reach = store->sessions_across(last, 1)->reaches_back_to;
  EXPECT_GT(reach, 0);
  EXPECT_LT(reach, last);
  for (std::int64_t change = reach; change <= last; change += 97) {
    std::vector<EndedSession> expected;
    for (const EndedSession& session : all)
      if (session.from <= change && change < session.to) expected.push_back(session);
    const auto log = store->sessions_across(change, 1'000'000);
    ASSERT_TRUE(log) << log.error().what;
    EXPECT_TRUE(log->is_whole);
    EXPECT_EQ(log->reaches_back_to, reach);
    ASSERT_EQ(log->ended, expected) << change;
  }
}

TEST(SeatJournal, TheFilesLevelOff) {
  const ScratchDirectory directory;
  Store store = open_store(directory);
  RandomOffice office({});
  const auto run = [&](int commits) {
    for (; commits > 0; --commits) {
      office.next();
      ASSERT_TRUE(store->commit(office.commit()));
    }
  };
  run(400);
  const auto early = std::filesystem::file_size(directory.file("state.db"));
  run(1600);
  EXPECT_LE(std::filesystem::file_size(directory.file("state.db")), early * 5 / 4);
  const std::int64_t journal = number(directory, "SELECT sum(length(changes)) FROM journal");
  const std::int64_t snapshot = number(directory, "SELECT bytes FROM fold");
  EXPECT_LE(journal, kOftenFolded.session_log_bytes + 4 * snapshot);
  EXPECT_LE(number(directory, "SELECT count(DISTINCT id/1000000) FROM seat_chunks"), 2);
}

}  // namespace
}  // namespace lic
