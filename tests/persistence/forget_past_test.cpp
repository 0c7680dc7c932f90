// A factory reset in the store (R-LIFE-6): the past goes with one commit, wholly or not at all.

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "persistence/sqlite_store.hpp"
#include "tests/persistence/random_office.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

constexpr RandomOffice::Size kSize{.ids = 2000, .changes_max = 60};

// Commits of a RandomOffice. Each that is not of the hot path appends an event; every third of them forgets the past.
class ForgetfulOffice {
public:
  void next() {
    office.next();
    const Commit commit = office.commit();
    changes_ = commit.changes;
    if (commit.usage_only) return;
    changes_.events.emplace_back().name = std::to_string(++slow_commits_);
    changes_.forgets_past = slow_commits_ % kResetEvery == 0;
  }
  [[nodiscard]] Commit commit() const {
    const Commit part = office.commit();
    return {.before = part.before,
            .after = part.after,
            .changes = changes_,
            .lab = {},
            .seats = part.seats,
            .usage_only = part.usage_only};
  }
  [[nodiscard]] std::int64_t events_ever() const { return slow_commits_; }
  [[nodiscard]] std::int64_t events_left() const {
    return slow_commits_ < kResetEvery ? slow_commits_ : slow_commits_ % kResetEvery + 1;
  }
  RandomOffice office{kSize};

private:
  static constexpr std::int64_t kResetEvery = 3;
  Changes changes_;
  std::int64_t slow_commits_ = 0;
};

constexpr SqliteStoreOptions kOftenFolded = {.fold = {.journal_bytes = 1000, .journal_percent = 100, .chunks = 1},
                                             .wal_pages = 40};

void expect_whole(SqliteStore& store, const ForgetfulOffice& office) {
  const auto loaded = store.load();
  ASSERT_TRUE(loaded) << loaded.error().what;
  ASSERT_TRUE(office.office.equals(loaded->state)) << office.office.commits();
  const auto events = store.events(0, 1'000'000);
  ASSERT_EQ(static_cast<std::int64_t>(events->size()), office.events_left());
  if (events->empty()) return;
  EXPECT_EQ(events->back().id, office.events_ever());
}

std::int64_t number(const ScratchDirectory& directory, const std::string& sql) {
  auto connection = SqliteConnection::open(directory.file("state.db"));
  const auto found = connection->number(sql);
  return found ? *found : -1;
}

TEST(ForgetPast, SeatsAndCountersAreAsBeforeAndEndedSessionsGo) {
  const ScratchDirectory directory;
  auto store = SqliteStore::open(directory.path(), kOftenFolded);
  ASSERT_TRUE(store) << store.error().what;
  ForgetfulOffice office;
  for (int count = 1; count <= 210; ++count) {
    office.next();
    ASSERT_TRUE((*store)->commit(office.commit()));
    if (count % 5 == 0) store = SqliteStore::open(directory.path(), kOftenFolded);
    expect_whole(**store, office);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(number(directory, "SELECT generation FROM fold"), 5);
  // Commit 210 was a reset: of the journal, as long as all of these, is left what the snapshot did not have.
  EXPECT_GT(number(directory, "SELECT min(id) FROM journal"), 150);
}

TEST(ForgetPast, OfAJournalThatIsFoldedToItsEndTheLastRowStays) {
  const ScratchDirectory directory;
  const SqliteStoreOptions at_once = {.fold = {.journal_bytes = 0, .journal_percent = 100, .chunks = 1000}};
  auto store = SqliteStore::open(directory.path(), at_once);
  Sections sections;
  SeatTable seats;
  const auto commit = [&store, &sections, &seats](const Sections& after, const Changes& changes) {
    const auto done = (*store)->commit(
        {.before = sections, .after = after, .changes = changes, .lab = {}, .seats = &seats, .usage_only = false});
    sections = after;
    return done.has_value();
  };
  Sections after;
  Changes changes;  // many of one seat: the journal is longer than the snapshot will be
  for (after.usage.last_change = 1; after.usage.last_change < 200; ++after.usage.last_change)
    changes.seats.push_back(
        {.number = after.usage.last_change, .seat = {"only"}, .before = std::nullopt, .after = Seat{}});
  seats.put("only", Seat{});
  ASSERT_TRUE(commit(after, changes));
  for (int count = 1; count <= 5; ++count) {  // neither seat nor counter: no row, and the fold comes up to the last one
    after.evaluation.used = Millis{count};
    ASSERT_TRUE(commit(after, {}));
  }
  ASSERT_EQ(number(directory, "SELECT journal_row FROM fold"), number(directory, "SELECT max(id) FROM journal"));
  Changes reset;
  reset.forgets_past = true;
  ASSERT_TRUE(commit(after, reset));
  EXPECT_EQ(number(directory, "SELECT count(*) FROM journal"), 1);
  store = SqliteStore::open(directory.path(), at_once);
  const auto loaded = (*store)->load();
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->state.sections, after);
  EXPECT_EQ(loaded->state.seats, seats);
}

// Runs in the child until it is killed: commits and tells the number of each that returned.
[[noreturn]] void commit_for_ever(const std::string& directory, int acknowledgements) {
  auto store = SqliteStore::open(directory, kOftenFolded);
  if (!store) ::_exit(1);
  const auto loaded = (*store)->load();
  if (!loaded) ::_exit(2);
  ForgetfulOffice office;
  while (office.office.commits() < RandomOffice::commits_of(loaded->state)) office.next();
  while (true) {
    office.next();
    if (!(*store)->commit(office.commit())) ::_exit(3);
    const std::int64_t count = office.office.commits();
    if (::write(acknowledgements, &count, sizeof count) != sizeof count) ::_exit(4);
  }
}

// Kills a committing child after it acknowledged `commits` more; gives the last number that it acknowledged.
std::int64_t kill_after(const ScratchDirectory& directory, int commits) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    commit_for_ever(directory.path(), ends[1]);
  }
  ::close(ends[1]);
  std::int64_t last = 0;
  for (int seen = 0; seen < commits && ::read(ends[0], &last, sizeof last) == sizeof last; ++seen) {
  }
  ::kill(child, SIGKILL);
  while (::read(ends[0], &last, sizeof last) == sizeof last) {
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
  return last;
}

TEST(ForgetPast, KilledAtAnyMomentItHappenedOrNot) {
  const ScratchDirectory directory;
  ForgetfulOffice office;
  for (int round = 0; round < 25; ++round) {
    const std::int64_t acknowledged = kill_after(directory, 1 + round * 5 % 17);
    auto store = SqliteStore::open(directory.path(), kOftenFolded);
    ASSERT_TRUE(store) << store.error().what;
    const std::int64_t stored = RandomOffice::commits_of((*store)->load()->state);
    EXPECT_GE(stored, acknowledged);
    EXPECT_LE(stored, acknowledged + 1);
    while (office.office.commits() < stored) office.next();
    expect_whole(**store, office);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace lic
