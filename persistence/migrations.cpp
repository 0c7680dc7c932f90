#include "persistence/migrations.hpp"

#include <array>

#include "persistence/seats_of_version_4.hpp"

namespace lic {
namespace {

// The position in the list, counted from one, is the schema version (PRAGMA user_version). Steps that were released
// never change; a new schema is a new step. Column meanings: persistence/README.md.
struct Step {
  std::string_view sql;
  Result<void> (*then)(SqliteConnection& connection) = nullptr;  // what SQL cannot do, in the same transaction
};
constexpr std::array<Step, 6> kSteps = {{
    {R"(CREATE TABLE sections(name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
       CREATE TABLE seats(id TEXT PRIMARY KEY, class INTEGER NOT NULL, configured INTEGER NOT NULL,
                          used INTEGER NOT NULL, since INTEGER NOT NULL,
                          product_version TEXT NOT NULL) STRICT, WITHOUT ROWID;
       CREATE TABLE outbox(key INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
       CREATE TABLE history(id INTEGER PRIMARY KEY, interval_start INTEGER NOT NULL, interval_end INTEGER NOT NULL,
                            entitlement TEXT NOT NULL, current INTEGER NOT NULL, peak INTEGER NOT NULL,
                            average REAL NOT NULL, reported INTEGER, locked INTEGER, purchased INTEGER,
                            state TEXT NOT NULL, completed INTEGER NOT NULL DEFAULT 0) STRICT;
       CREATE INDEX history_by_start ON history(interval_start);
       CREATE INDEX history_by_end ON history(interval_end, entitlement);
       CREATE TABLE events(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, name TEXT NOT NULL,
                           kind TEXT NOT NULL, severity INTEGER NOT NULL, minutes INTEGER, text TEXT NOT NULL) STRICT;
       CREATE TABLE lab(id INTEGER PRIMARY KEY CHECK(id = 1), wall INTEGER NOT NULL, boot INTEGER NOT NULL,
                        boot_id TEXT NOT NULL) STRICT;)"},
    // What is set by command, and trust told by SSM.
    {R"(INSERT INTO sections SELECT 'settings', '{"transport":null,"hostname_privacy":null}'
         WHERE EXISTS (SELECT 1 FROM sections);
       INSERT INTO sections SELECT 'trust', '{"bundle":null,"seen":[]}' WHERE EXISTS (SELECT 1 FROM sections);)"},
    // The host name, to be compared with the UDI.
    {R"(UPDATE sections SET json = json_set(json, '$.host_name', '') WHERE name = 'installation';)"},
    // Goodbyes that wait, SSM's window for the next renewal, failure codes instead of causes.
    {R"(INSERT INTO sections SELECT 'drawer', '{"goodbyes":[]}' WHERE EXISTS (SELECT 1 FROM sections);
       UPDATE sections SET json = json_set(json, '$.window', json('null')) WHERE name = 'renewal';
       UPDATE sections SET json = json_set(json, '$.attempt.goodbyes_tried', json('false'))
         WHERE name = 'registration' AND json_type(json, '$.attempt') = 'object';
       UPDATE sections SET json = json_set(json, '$.last_attempt.code', json('null'))
         WHERE name IN ('registration', 'renewal', 'authorization')
           AND json_type(json, '$.last_attempt') = 'object';)"},
    // License type and License Control by command, processes of the product, numbered seat changes, when peaks were
    // reached, and a meter of regular seats. Seats in a snapshot and a journal, and what reports said.
    {R"(UPDATE sections SET json = json_set(json, '$.license', json('null'), '$.control',
           json('{"overage_allowed":true,"limits":[],"ha_license_purchased":false}')) WHERE name = 'settings';
       INSERT INTO sections SELECT 'products', '{"processes":[],"last_holder":0,"unwatched":0,"versions":[],'
                                                || '"awaits_restart":[],"restart_since":null}'
         WHERE EXISTS (SELECT 1 FROM sections);
       UPDATE sections SET json = json_set(json, '$.last_change', 0, '$.meters',
           (SELECT json_group_array(json(meter)) FROM
             (SELECT json_set(value, '$.interval_peak_at', 0, '$.window_peak_at', 0, '$.interval_peak_change', 0,
                              '$.window_peak_change', 0) AS meter FROM json_each(sections.json, '$.meters')
            UNION ALL SELECT '{"current":0,"interval_peak":0,"window_peak":0,"integral":0,"interval_peak_at":0,'
                             || '"window_peak_at":0,"interval_peak_change":0,"window_peak_change":0}')))
         WHERE name = 'usage';
       UPDATE outbox SET json = json_set(json, '$.rows', (SELECT json_group_array(json(line)) FROM
           (SELECT json_set(value, '$.peak_at', 0, '$.peak_change', 0) AS line FROM json_each(outbox.json, '$.rows'))));
       CREATE TABLE journal(id INTEGER PRIMARY KEY, first_change INTEGER NOT NULL, bytes INTEGER NOT NULL,
                            changes BLOB NOT NULL) STRICT;
       CREATE TABLE seat_chunks(id INTEGER PRIMARY KEY, seats BLOB NOT NULL) STRICT;
       CREATE TABLE fold(id INTEGER PRIMARY KEY CHECK(id = 1), generation INTEGER NOT NULL, chunks INTEGER NOT NULL,
                         bytes INTEGER NOT NULL, journal_row INTEGER NOT NULL, journal_bytes INTEGER NOT NULL) STRICT;
       CREATE TABLE reports(id INTEGER PRIMARY KEY, entitlement TEXT NOT NULL, interval_start INTEGER NOT NULL,
                            interval_end INTEGER NOT NULL, peak INTEGER NOT NULL, peak_at INTEGER NOT NULL,
                            peak_change INTEGER NOT NULL) STRICT;)",
     move_seats_into_chunks},
    // Reservations, and the licensing mode: what ran before was smart.
    {R"(INSERT INTO sections SELECT 'reservation', '{"enabled":false,"request":null,"requests_made":0,'
                                                   || '"confirmation_code":"","return_code":"","used":[]}'
         WHERE EXISTS (SELECT 1 FROM sections);
       UPDATE sections SET json = json_set(json, '$.licensing_mode', 'smart') WHERE name = 'installation';)"},
}};

Result<void> run_step(SqliteConnection& connection, std::size_t version) {
  const Step& step = kSteps[version - 1];
  auto done = connection.run("BEGIN IMMEDIATE;" + std::string(step.sql));
  if (done && step.then != nullptr) done = step.then(connection);
  std::string sql = "PRAGMA application_id = " + std::to_string(kApplicationId) + ";";
  sql += "PRAGMA user_version = " + std::to_string(version) + "; COMMIT;";
  if (done) done = connection.run(sql);
  if (!done) connection.roll_back();
  return done;
}

}  // namespace

std::int64_t newest_schema() { return static_cast<std::int64_t>(kSteps.size()); }

Result<void> migrate(SqliteConnection& connection) {
  const auto application = connection.number("PRAGMA application_id");
  if (!application) return application.error();
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return version.error();
  const auto tables = connection.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();

  if (*application != kApplicationId && (*application != 0 || *tables != 0))
    return Error(ErrorCode::failed_precondition, connection.path() + " is the database of another program",
                 "name another state directory, or move that file away");
  if (*version > newest_schema())
    return Error(ErrorCode::failed_precondition,
                 connection.path() + " has schema version " + std::to_string(*version) +
                     ", this agent knows versions up to " + std::to_string(newest_schema()),
                 "install the version of the agent that wrote it, or a newer one");

  for (auto next = static_cast<std::size_t>(*version < 0 ? 0 : *version) + 1; next <= kSteps.size(); ++next) {
    auto done = run_step(connection, next);
    if (!done) return done;
  }
  // Into the file's own header, which installers read while the agent runs.
  if (*version < newest_schema()) return connection.run("PRAGMA wal_checkpoint(TRUNCATE)");
  return {};
}

}  // namespace lic
