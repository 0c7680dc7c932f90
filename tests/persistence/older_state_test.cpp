// States that earlier versions of the agent wrote.

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "persistence/migrations.hpp"
#include "persistence/sqlite_store.hpp"
#include "tests/persistence/filled_state.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

// Stores filled_sections() and a waiting report, and takes them back by `sql` to what an earlier version wrote.
Result<void> store_older(const ScratchDirectory& directory, const std::string& sql) {
  {
    auto store = SqliteStore::open(directory.path(), {});
    if (!store) return store.error();
    Changes changes;
    changes.outbox = {{.key = 5, .before = std::nullopt, .after = filled_report()}};
    auto done = (*store)->commit(Commit{Sections{}, filled_sections(), changes, std::nullopt});
    if (!done) return done.error();
  }
  auto connection = SqliteConnection::open(directory.file("state.db"));
  if (!connection) return connection.error();
  return connection->run(sql);
}

Result<LoadedState> loaded_after(const std::string& sql) {
  const ScratchDirectory directory;
  if (auto done = store_older(directory, sql); !done) return done.error();
  auto store = SqliteStore::open(directory.path(), {});
  if (!store) return store.error();
  return (*store)->load();
}

// Takes what is stored back to schema version 5, then to 4, 3, 2 and 1.
constexpr const char* kToVersion5 =
    "DELETE FROM sections WHERE name = 'reservation';"
    "UPDATE sections SET json = json_remove(json, '$.licensing_mode') WHERE name = 'installation';"
    "PRAGMA user_version = 5;";
constexpr const char* kFrom5To4 =
    "DROP TABLE journal; DROP TABLE seat_chunks; DROP TABLE fold; DROP TABLE reports;"
    "CREATE TABLE seats(id TEXT PRIMARY KEY, class INTEGER NOT NULL, configured INTEGER NOT NULL,"
    " used INTEGER NOT NULL, since INTEGER NOT NULL, product_version TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "DELETE FROM sections WHERE name = 'products';"
    "UPDATE sections SET json = json_remove(json, '$.license', '$.control') WHERE name = 'settings';"
    "UPDATE sections SET json = json_set(json_remove(json, '$.last_change'), '$.meters', (SELECT json_group_array("
    " json(json_remove(value, '$.interval_peak_at', '$.window_peak_at', '$.interval_peak_change',"
    " '$.window_peak_change'))) FROM json_each(sections.json, '$.meters') WHERE key < 7)) WHERE name = 'usage';"
    "UPDATE outbox SET json = json_set(json, '$.rows', (SELECT json_group_array(json(json_remove(value, '$.peak_at',"
    " '$.peak_change'))) FROM json_each(outbox.json, '$.rows')));"
    "PRAGMA user_version = 4;";
constexpr const char* kFrom4To3 =
    "DELETE FROM sections WHERE name = 'drawer';"
    "UPDATE sections SET json = json_remove(json, '$.window', '$.last_attempt.code', '$.attempt.goodbyes_tried');"
    "PRAGMA user_version = 3;";
constexpr const char* kFrom3To2 =
    "UPDATE sections SET json = json_remove(json, '$.host_name') WHERE name = 'installation';"
    "PRAGMA user_version = 2;";
constexpr const char* kFrom2To1 =
    "DELETE FROM sections WHERE name IN ('settings', 'trust');"
    "PRAGMA user_version = 1;";

const std::string kToVersion4 = std::string(kToVersion5) + kFrom5To4;
const std::string kToVersion3 = kToVersion4 + kFrom4To3;
const std::string kToVersion2 = kToVersion3 + kFrom3To2;
const std::string kToVersion1 = kToVersion2 + kFrom2To1;

// What a state of version 5 becomes.
Sections from_version_5() {
  Sections sections = filled_sections();
  sections.reservation = {};
  sections.installation.licensing_mode = LicensingMode::smart;
  return sections;
}

// What a state of version 4 becomes.
Sections from_version_4() {
  Sections sections = from_version_5();
  sections.products = {};
  sections.settings.license.reset();
  sections.settings.control = {};
  sections.usage.last_change = 0;
  for (MeterState& meter : sections.usage.meters) {
    meter.interval_peak_at = {};
    meter.window_peak_at = {};
    meter.interval_peak_change = 0;
    meter.window_peak_change = 0;
  }
  sections.usage.meters.back() = {};  // of regular seats
  return sections;
}

// What a state of version 3 becomes.
Sections from_version_3() {
  Sections sections = from_version_4();
  sections.drawer = {};
  sections.renewal.window.reset();
  sections.registration.attempt->goodbyes_tried = false;
  for (auto* last :
       {&sections.registration.last_attempt, &sections.renewal.last_attempt, &sections.authorization.last_attempt})
    (*last)->code.reset();
  return sections;
}

TEST(OlderState, OfSchemaVersion5ReservedNothingAndWasSmart) {  // R-LIFE-1: there was no classic mode
  const auto loaded = loaded_after(kToVersion5);
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->state.sections, from_version_5());
}

TEST(OlderState, OfSchemaVersion4HasItsSeatsAndVersionsInTheSnapshot) {
  const std::string kSeats =
      "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM numbers WHERE n < 3000)"
      "INSERT INTO seats SELECT 'agent' || n, n % 2, n % 256, n % 128, 1000 + n,"
      " CASE n % 3 WHEN 0 THEN '' WHEN 1 THEN '12.5(1)' ELSE '15.0(1)' END FROM numbers;";
  const auto loaded = loaded_after(kToVersion4 + kSeats);
  ASSERT_TRUE(loaded) << loaded.error().what;
  Sections expected = from_version_4();
  expected.products.versions = {"12.5(1)", "15.0(1)"};
  EXPECT_EQ(loaded->state.sections, expected);
  SeatTable seats;
  for (unsigned number = 1; number <= 3000; ++number) {
    Seat seat;
    seat.seat_class = number % 2 == 0 ? SeatClass::standard : SeatClass::premium;
    seat.version = static_cast<std::uint16_t>(number % 3);
    seat.configured = CapabilitySet(number % 256);
    seat.used = CapabilitySet(number % 128);
    seat.since = TrustedTime{Millis{1000 + static_cast<std::int64_t>(number)}};
    seats.put("agent" + std::to_string(number), seat);
  }
  EXPECT_EQ(loaded->state.seats, seats);
  Report report = filled_report();
  for (ReportRow& row : report.rows) {
    row.peak_at = {};
    row.peak_change = 0;
  }
  EXPECT_EQ(loaded->state.outbox.at(5), report);
}

TEST(OlderState, OfSchemaVersion4WithASeatThatCannotBeIsDamage) {
  for (const char* values : {"9, 0, 0", "0, 256, 0", "0, 0, -1"}) {
    const auto loaded = loaded_after(kToVersion4 + "INSERT INTO seats VALUES('agent1', " + values + ", 0, '');");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::data_corrupt);
    EXPECT_NE(loaded.error().what.find("seat agent1"), std::string::npos) << loaded.error().what;
  }
}

TEST(OlderState, OfSchemaVersion3HasNoDrawerNoWindowAndNoCodes) {
  const auto loaded = loaded_after(kToVersion3);
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->state.sections, from_version_3());
}

TEST(OlderState, OfSchemaVersion2KnowsNoHostName) {
  const auto loaded = loaded_after(kToVersion2);
  ASSERT_TRUE(loaded) << loaded.error().what;
  Sections expected = from_version_3();
  expected.installation.host_name = "";
  EXPECT_EQ(loaded->state.sections, expected);
}

TEST(OlderState, OfSchemaVersion1HasNoSettingsAndNoTrust) {
  const auto loaded = loaded_after(kToVersion1);
  ASSERT_TRUE(loaded) << loaded.error().what;
  Sections expected = from_version_3();
  expected.installation.host_name = "";
  expected.settings = {};
  expected.trust = {};
  EXPECT_EQ(loaded->state.sections, expected);
}

TEST(OlderState, ThatNeverHeldAnythingIsFreshStill) {
  const auto loaded = loaded_after(kToVersion4 + "DELETE FROM sections; PRAGMA user_version = 1");
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_TRUE(loaded->fresh);
}

// SQLite keeps the number in the bytes 60 to 63 of its file, the most significant first.
std::int64_t schema_in_file(const std::string& path) {
  std::int64_t schema = 0;
  for (const char byte : read_whole_file(path).substr(60, 4)) schema = schema * 256 + static_cast<unsigned char>(byte);
  return schema;
}

// The package of an earlier version looks there, while the agent runs or after its power was cut.
TEST(OlderState, BroughtForwardShowsItsSchemaInTheFileItself) {
  const ScratchDirectory directory;
  ASSERT_TRUE(store_older(directory, kToVersion4));
  EXPECT_EQ(schema_in_file(directory.file("state.db")), 4);
  const auto store = SqliteStore::open(directory.path(), {});
  ASSERT_TRUE(store) << store.error().what;
  EXPECT_EQ(schema_in_file(directory.file("state.db")), newest_schema());
}

}  // namespace
}  // namespace lic
