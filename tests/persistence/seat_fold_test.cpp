// When the journal is folded into a snapshot, and how far it grows till that is done (docs/decisions/0013).

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "persistence/sqlite_store.hpp"
#include "tests/persistence/random_office.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

constexpr SqliteStoreOptions kOftenFolded = {.session_log_bytes = 0, .fold = {.journal_bytes = 1000}, .wal_pages = 50};

class SeatFold : public testing::Test {
protected:
  void SetUp() override {
    auto opened = SqliteStore::open(directory_.path(), kOftenFolded);
    ASSERT_TRUE(opened) << opened.error().what;
    store_ = std::move(*opened);
  }
  void commit_another(RandomOffice& office) {
    office.next();
    ASSERT_TRUE(store_->commit(office.commit()));
  }
  [[nodiscard]] std::int64_t number(const std::string& sql) const {
    auto connection = SqliteConnection::open(directory_.file("state.db"));
    const auto found = connection->number(sql);
    if (!found) ADD_FAILURE() << found.error().what;
    return found ? *found : -1;
  }
  // What a start would have to replay, and of what size the snapshot is.
  struct Grown {
    std::int64_t journal;
    std::int64_t snapshot;
    bool is_folding;
  };
  [[nodiscard]] Grown grown() const {
    return {number("SELECT max(journal.bytes)-journal_bytes FROM journal,fold"), number("SELECT bytes FROM fold"),
            number("SELECT max(seat_chunks.id)/1000000>generation FROM seat_chunks,fold") == 1};
  }

private:
  ScratchDirectory directory_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(SeatFold, BeginsWhenTheJournalHasGrownByTwiceTheSnapshot) {
  RandomOffice office({.ids = 4000, .changes_max = 100});
  int folds = 0;
  bool was_folding = true;  // how far the journal is when the test begins says nothing
  std::int64_t latest = 0;
  for (int count = 0; count < 1200; ++count) {
    commit_another(office);
    const Grown now = grown();
    if (now.is_folding && !was_folding && now.snapshot > 50'000) {
      ++folds;
      EXPECT_GT(now.journal, now.snapshot * 2) << count;
      latest = std::max(latest, now.journal * 100 / now.snapshot);
    }
    was_folding = now.is_folding;
  }
  EXPECT_GT(folds, 5);
  EXPECT_LT(latest, 220);  // later by the commit in which it begins, and no more
}

TEST_F(SeatFold, HoweverLargeTheCommitsAreTheJournalKeepsWithinItsBound) {
  constexpr std::int64_t kChunks = 60'000 / 1024 + 1;
  constexpr std::int64_t kCommitBytes = 20'000 * 60;
  RandomOffice office({.ids = 60'000, .changes_max = 20'000});
  for (int count = 0; count < 120; ++count) {
    commit_another(office);
    const Grown now = grown();
    const std::int64_t folding = kChunks * (kJournalBytesAChunk + kJournalBytesADrop) + 2 * kCommitBytes;
    EXPECT_LE(now.journal, now.snapshot * 2 + folding) << count;
  }
  EXPECT_GT(number("SELECT generation FROM fold"), 5);
}

}  // namespace
}  // namespace lic
