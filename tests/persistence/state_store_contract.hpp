#pragma once
// The stores that the contract tests are about, each able to be left and opened again, and what those tests share.

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "persistence/sqlite_store.hpp"
#include "tests/persistence/scratch_directory.hpp"
#include "tests/support/memory_store.hpp"

namespace lic {

inline constexpr std::int64_t kRetentionDays = 10;
inline constexpr std::int64_t kEventsMax = 50;

// A store that can be left and opened again, as by a restart of the daemon.
class SqliteSubject {
public:
  SqliteSubject() { reopen(); }
  void reopen() {
    store_.reset();
    auto opened = SqliteStore::open(directory_.path(), {.retention_days = kRetentionDays, .events_max = kEventsMax});
    if (!opened) {
      ADD_FAILURE() << opened.error().what;
      return;
    }
    store_ = std::move(*opened);
  }
  StateStore& store() { return *store_; }

private:
  ScratchDirectory directory_;
  std::unique_ptr<SqliteStore> store_;
};

class MemorySubject {
public:
  void reopen() {}
  StateStore& store() { return store_; }

private:
  MemoryStore store_{{.retention_days = kRetentionDays, .events_max = kEventsMax}};
};

template <class Subject>
class StateStoreContract : public testing::Test {
protected:
  // Commits `after` and `changes` on top of what the test committed last.
  void commit(const Sections& after, const Changes& changes = {}, std::optional<LabPosition> lab = {}) {
    const auto done = subject_.store().commit(Commit{last_, after, changes, std::move(lab)});
    ASSERT_TRUE(done) << done.error().what;
    last_ = after;
  }
  void commit(const Changes& changes) { commit(last_, changes); }
  // One of the hot path: nothing but counters and seats is looked at.
  void commit_usage(const Sections& after, const Changes& changes) {
    const auto done = subject_.store().commit(
        {.before = last_, .after = after, .changes = changes, .lab = {}, .seats = nullptr, .usage_only = true});
    ASSERT_TRUE(done) << done.error().what;
    last_ = after;
  }

  LoadedState reloaded() {
    subject_.reopen();
    auto loaded = subject_.store().load();
    if (!loaded) {
      ADD_FAILURE() << loaded.error().what;
      return {};
    }
    return std::move(*loaded);
  }
  std::vector<HistoryRow> history(std::int64_t limit = 100000) {
    return *subject_.store().history(WallTime::min(), WallTime::max(), limit);
  }

  Subject subject_;
  Sections last_;
};

struct SubjectNames {
  template <class Subject>
  static std::string GetName(int) {
    return std::is_same_v<Subject, SqliteSubject> ? "Sqlite" : "Memory";
  }
};
using Subjects = testing::Types<SqliteSubject, MemorySubject>;
inline WallTime quarter_hour(std::int64_t number) { return WallTime{number * 15 * kMinute}; }

}  // namespace lic
