// kill -9 at any moment: what was acknowledged is there, nothing is there by half (architecture.md section 7).

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "persistence/file_key_store.hpp"
#include "persistence/sqlite_store.hpp"
#include "tests/persistence/random_office.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

// Commit number `count` touches every table; after it each of them says `count`.
Sections numbered(std::int64_t count) {
  Sections sections;
  sections.evaluation.used = Millis{count};
  sections.usage.next_row_id = count;
  sections.clock.boot_id = std::string(500, 'x') + std::to_string(count);
  return sections;
}

Changes changes_of(std::int64_t count) {
  Seat seat;
  seat.since = TrustedTime{Millis{count}};
  Report report;
  report.seats_peak = count;
  HistoryRow row;
  row.interval_start = WallTime{count * kMinute};
  row.interval_end = WallTime{(count + 1) * kMinute};
  DomainEvent event;
  event.name = std::to_string(count);
  Changes changes;
  changes.seats = {{.seat = {"only"}, .before = std::nullopt, .after = seat},
                   {.seat = {"seat" + std::to_string(count)}, .before = std::nullopt, .after = Seat{}}};
  changes.outbox = {{.key = count, .before = std::nullopt, .after = report},
                    {.key = count - 1, .before = std::nullopt, .after = std::nullopt}};
  changes.history = {{.row = row, .repeats = 0}};
  changes.events = {event};
  return changes;
}

// Runs in the child until it is killed: commits and tells the number of each commit that returned.
[[noreturn]] void commit_for_ever(const std::string& directory, int acknowledgements) {
  auto store = SqliteStore::open(directory, {});
  if (!store) ::_exit(1);
  const auto loaded = (*store)->load();
  if (!loaded) ::_exit(2);
  Sections before = loaded->state.sections;
  for (std::int64_t count = before.evaluation.used.count() + 1;; ++count) {
    const Sections after = numbered(count);
    if (!(*store)->commit(Commit{before, after, changes_of(count), std::nullopt})) ::_exit(3);
    if (::write(acknowledgements, &count, sizeof count) != sizeof count) ::_exit(4);
    before = after;
  }
}

// The journal folded all the time, and brought home all the time.
SqliteStore::Options busy_journal() {
  return {.session_log_bytes = 50'000,
          .fold = {.journal_bytes = 1000, .journal_percent = 100, .chunks = 1},
          .wal_pages = 40};
}
constexpr RandomOffice::Size kCrashOffice{.ids = 3000, .changes_max = 60};

// As commit_for_ever, with seats at random and all paths of a commit.
[[noreturn]] void run_an_office_for_ever(const std::string& directory, int acknowledgements) {
  auto store = SqliteStore::open(directory, busy_journal());
  if (!store) ::_exit(1);
  const auto loaded = (*store)->load();
  if (!loaded) ::_exit(2);
  RandomOffice office(kCrashOffice);
  while (office.commits() < RandomOffice::commits_of(loaded->state)) office.next();
  while (true) {
    office.next();
    if (!(*store)->commit(office.commit())) ::_exit(3);
    const std::int64_t count = office.commits();
    if (::write(acknowledgements, &count, sizeof count) != sizeof count) ::_exit(4);
  }
}

// Kills a committing child after it acknowledged `commits` more; gives the last number that it acknowledged.
std::int64_t kill_while_committing(const std::string& directory, int commits,
                                   void (*commit_until_killed)(const std::string&, int) = commit_for_ever) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    commit_until_killed(directory, ends[1]);
  }
  ::close(ends[1]);
  std::int64_t last = 0;
  for (int seen = 0; seen < commits && ::read(ends[0], &last, sizeof last) == sizeof last; ++seen) {
  }
  ::kill(child, SIGKILL);
  std::int64_t later = 0;
  while (::read(ends[0], &later, sizeof later) == sizeof later) last = later;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
  return last;
}

void expect_whole(const std::string& directory, std::int64_t acknowledged) {
  auto store = SqliteStore::open(directory, {});
  ASSERT_TRUE(store) << store.error().what;
  const auto loaded = (*store)->load();
  ASSERT_TRUE(loaded) << loaded.error().what;
  const std::int64_t stored = loaded->state.sections.evaluation.used.count();
  EXPECT_GE(stored, acknowledged);
  EXPECT_LE(stored, acknowledged + 1);  // one may be done but not yet told
  EXPECT_EQ(loaded->state.sections, numbered(stored));
  EXPECT_EQ(loaded->state.seats.size(), static_cast<std::size_t>(stored) + 1);
  EXPECT_EQ(loaded->state.seats.find("only")->since, TrustedTime{Millis{stored}});
  ASSERT_EQ(loaded->state.outbox.size(), 1U);
  EXPECT_EQ(loaded->state.outbox.begin()->second.seats_peak, stored);
  EXPECT_EQ((*store)->history(WallTime::min(), WallTime::max(), 1000000)->size(), static_cast<std::size_t>(stored));
  const auto events = (*store)->events(0, 1000000);
  ASSERT_EQ(events->size(), static_cast<std::size_t>(stored));
  EXPECT_EQ(events->back().event.name, std::to_string(stored));
}

TEST(SqliteStoreCrash, KilledInTheMiddleOfManyCommitsLosesAndHalvesNothing) {
  const ScratchDirectory directory;
  for (int round = 0; round < 25; ++round) {
    const std::int64_t acknowledged = kill_while_committing(directory.path(), 1 + round * 7 % 40);
    ASSERT_GT(acknowledged, 0);
    expect_whole(directory.path(), acknowledged);
    if (HasFatalFailure()) return;
  }
}

TEST(SqliteStoreCrash, KilledInTheMiddleOfFoldsTheSeatsAreThoseOfTheLastCommitOrTheNext) {
  const ScratchDirectory directory;
  RandomOffice office(kCrashOffice);
  for (int round = 0; round < 40; ++round) {
    const std::int64_t acknowledged =
        kill_while_committing(directory.path(), 1 + round * 7 % 31, run_an_office_for_ever);
    ASSERT_GT(acknowledged, 0);
    auto store = SqliteStore::open(directory.path(), busy_journal());
    ASSERT_TRUE(store) << store.error().what;
    const auto loaded = (*store)->load();
    ASSERT_TRUE(loaded) << loaded.error().what;
    const std::int64_t stored = RandomOffice::commits_of(loaded->state);
    EXPECT_GE(stored, acknowledged);
    EXPECT_LE(stored, acknowledged + 1);
    while (office.commits() < stored) office.next();
    ASSERT_TRUE(office.equals(loaded->state)) << stored;
  }
  auto connection = SqliteConnection::open(directory.file("state.db"));
  const auto generation = connection->number("SELECT generation FROM fold");
  ASSERT_TRUE(generation) << generation.error().what;
  EXPECT_GT(*generation, 5);
}

TEST(SqliteStoreCrash, KilledWhileTheDatabaseIsMadeStartsFresh) {
  for (int round = 0; round < 10; ++round) {
    const ScratchDirectory directory;
    const pid_t child = ::fork();
    if (child == 0) {
      (void)SqliteStore::open(directory.path(), {});
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(round * 700));  // any moment will do; the outcome must not depend on it
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto store = SqliteStore::open(directory.path(), {});
    ASSERT_TRUE(store) << store.error().what;
    EXPECT_TRUE((*store)->load()->fresh);
  }
}

// Runs in the child until it is killed: stores keys and tells the number of each that is stored.
[[noreturn]] void store_keys_for_ever(const std::string& directory, int round, int acknowledgements) {
  auto store = FileKeyStore::open(directory);
  const std::string text(3000, 'k');
  for (int number = 0; store; ++number) {
    const KeyRef name{"key-" + std::to_string(round) + "-" + std::to_string(number)};
    if (!(*store)->store_key(name, KeyMaterial{Secret(text), text})) ::_exit(1);
    if (::write(acknowledgements, &number, sizeof number) != sizeof number) ::_exit(1);
  }
  ::_exit(1);
}

TEST(FileKeyStoreCrash, KilledWhileKeysAreMadeLeavesWholeKeysOrNone) {
  const ScratchDirectory directory;
  const std::string text(3000, 'k');
  for (int round = 0; round < 10; ++round) {
    int ends[2] = {-1, -1};
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) store_keys_for_ever(directory.path(), round, ends[1]);
    ::close(ends[1]);
    int last = -1;
    for (int seen = 0; seen < 3 + round; ++seen) ASSERT_EQ(::read(ends[0], &last, sizeof last), ssize_t{sizeof last});
    ::kill(child, SIGKILL);
    for (int later = 0; ::read(ends[0], &later, sizeof later) == sizeof later;) last = later;
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);

    auto store = FileKeyStore::open(directory.path());
    ASSERT_TRUE(store) << store.error().what;
    for (int number = 0; number <= last; ++number) {
      const auto key = (*store)->load_key(KeyRef{"key-" + std::to_string(round) + "-" + std::to_string(number)});
      ASSERT_TRUE(key) << key.error().what;
      EXPECT_EQ(key->private_key_pem.reveal(), text);
      EXPECT_EQ(key->csr_der, text);
    }
  }
}

}  // namespace
}  // namespace lic
