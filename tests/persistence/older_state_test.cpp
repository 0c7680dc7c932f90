// States that earlier versions of the agent wrote.

#include <gtest/gtest.h>

#include <string>

#include "persistence/sqlite_store.hpp"
#include "tests/persistence/filled_state.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

// What is stored of filled_sections(), taken back by `sql` to what an earlier version wrote, and loaded.
Result<LoadedState> loaded_after(const std::string& sql) {
  const ScratchDirectory directory;
  {
    auto store = SqliteStore::open(directory.path(), {});
    if (!store) return store.error();
    auto done = (*store)->commit(Commit{Sections{}, filled_sections(), Changes{}, std::nullopt});
    if (!done) return done.error();
  }
  {
    auto connection = SqliteConnection::open(directory.file("state.db"));
    if (!connection) return connection.error();
    if (auto done = connection->run(sql); !done) return done.error();
  }
  auto store = SqliteStore::open(directory.path(), {});
  if (!store) return store.error();
  return (*store)->load();
}

// Takes filled_sections() as stored back to schema version 3, then to 2, then to 1.
constexpr const char* kToVersion3 =
    "DELETE FROM sections WHERE name = 'drawer';"
    "UPDATE sections SET json = json_remove(json, '$.window', '$.last_attempt.code', '$.attempt.goodbyes_tried');"
    "PRAGMA user_version = 3;";
constexpr const char* kToVersion2 =
    "UPDATE sections SET json = json_remove(json, '$.host_name') WHERE name = 'installation';"
    "PRAGMA user_version = 2;";
constexpr const char* kToVersion1 =
    "DELETE FROM sections WHERE name IN ('settings', 'trust');"
    "PRAGMA user_version = 1;";

// What a state of version 3 becomes.
Sections from_version_3() {
  Sections sections = filled_sections();
  sections.drawer = {};
  sections.renewal.window.reset();
  sections.registration.attempt->goodbyes_tried = false;
  for (auto* last :
       {&sections.registration.last_attempt, &sections.renewal.last_attempt, &sections.authorization.last_attempt})
    (*last)->code.reset();
  return sections;
}

TEST(OlderState, OfSchemaVersion3HasNoDrawerNoWindowAndNoCodes) {
  const auto loaded = loaded_after(kToVersion3);
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->state.sections, from_version_3());
}

TEST(OlderState, OfSchemaVersion2KnowsNoHostName) {
  const auto loaded = loaded_after(std::string(kToVersion3) + kToVersion2);
  ASSERT_TRUE(loaded) << loaded.error().what;
  Sections expected = from_version_3();
  expected.installation.host_name = "";
  EXPECT_EQ(loaded->state.sections, expected);
}

TEST(OlderState, OfSchemaVersion1HasNoSettingsAndNoTrust) {
  const auto loaded = loaded_after(std::string(kToVersion3) + kToVersion2 + kToVersion1);
  ASSERT_TRUE(loaded) << loaded.error().what;
  Sections expected = from_version_3();
  expected.installation.host_name = "";
  expected.settings = {};
  expected.trust = {};
  EXPECT_EQ(loaded->state.sections, expected);
}

TEST(OlderState, ThatNeverHeldAnythingIsFreshStill) {
  const auto loaded = loaded_after("DELETE FROM sections; PRAGMA user_version = 1");
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_TRUE(loaded->fresh);
}

}  // namespace
}  // namespace lic
