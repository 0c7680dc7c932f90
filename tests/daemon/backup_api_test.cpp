// POST /v1/backup: a whole encrypted file, one at a time, of a state that is on disk.
#include <gtest/gtest.h>

#include "daemon/backup/restore.hpp"
#include "persistence/sqlite_store.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

constexpr const char* kBody = R"({"passphrase":"correct horse battery"})";

backup::ReadBytes reading(const std::string& file) {
  // shared: the function is copied, and its copies read on where the others stopped.
  auto at = std::make_shared<std::size_t>(0);
  return [&file, at](std::size_t wanted) -> Result<std::string> {
    std::string part = file.substr(std::min(*at, file.size()), wanted);
    *at += part.size();
    return part;
  };
}

// The bench keeps its state in memory; what is backed up lies where a daemon would have it.
void put_database_into(const std::string& directory) {
  auto store = SqliteStore::open(directory, {});
  ASSERT_TRUE(store.has_value());
  const Sections sections;
  const Changes changes;
  ASSERT_TRUE((*store)->commit({.before = sections, .after = sections, .changes = changes, .lab = {}}).has_value());
}

TEST(BackupRoute, GivesAFileThatIsWhole) {
  ApiBench bench;
  put_database_into(bench.path("state"));
  const HttpAnswer answer = bench.ask("POST", "/v1/backup", kBody);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.head.find("application/octet-stream"), std::string::npos);
  const auto manifest = backup::verify(Secret(std::string("correct horse battery")), reading(answer.body));
  ASSERT_TRUE(manifest.has_value()) << manifest.error().what;
  EXPECT_EQ(manifest->udi.serial, "S1");
  EXPECT_EQ(manifest->registration, "unregistered");
  EXPECT_EQ(answer.body.find("SQLite"), std::string::npos);
}

TEST(BackupRoute, LeavesAnEventWhenItWasTakenWhole) {
  ApiBench bench;
  put_database_into(bench.path("state"));
  EXPECT_EQ(bench.ask("POST", "/v1/backup", kBody).status, 200);
  bench.on_loop([] {});
  EXPECT_NE(bench.ask("GET", "/v1/events").body.find("BACKUP_MADE"), std::string::npos);
}

TEST(BackupRoute, RefusesPassphrasesThatAreNone) {
  ApiBench bench;
  for (const char* body : {"", "{}", R"({"passphrase":""})", R"({"passphrase":"too short"})", R"({"passphrase":7})",
                           R"({"passphrase":"correct horse battery","to":"/etc/passwd"})"}) {
    const HttpAnswer answer = bench.ask("POST", "/v1/backup", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.body.find("too short"), std::string::npos) << "a passphrase is never repeated";
  }
}

TEST(BackupRoute, MakesOneAtATime) {
  ApiBench bench;
  put_database_into(bench.path("state"));
  ApiClient first(bench.socket_path());
  ApiClient second(bench.socket_path());
  first.send(http_request("POST", "/v1/backup", kBody));
  bench.on_loop([] {});
  second.send(http_request("POST", "/v1/backup", kBody));
  const HttpAnswer refused = second.receive();
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find("another backup"), std::string::npos);
  EXPECT_EQ(first.receive().status, 200);
  EXPECT_EQ(bench.ask("POST", "/v1/backup", kBody).status, 200) << "and the next one when it was taken";
}

TEST(BackupRoute, HoldsNobodyUp) {
  ApiBench bench;
  put_database_into(bench.path("state"));
  ApiClient client(bench.socket_path());
  client.send(http_request("POST", "/v1/backup", kBody));
  bench.on_loop([] {});
  EXPECT_EQ(bench.ask("POST", "/v1/seats", R"({"id":"a","capabilities":[]})").status, 201);
  EXPECT_EQ(client.receive().status, 200);
}

TEST(BackupRoute, SaysThatTheDiskRefuses) {
  ApiBench bench;
  put_database_into(bench.path("state"));
  bench.refuse_commits(true);
  EXPECT_EQ(bench.ask("POST", "/v1/seats", R"({"id":"a","capabilities":[]})").status, 201);
  const HttpAnswer answer = bench.ask("POST", "/v1/backup", kBody);
  EXPECT_EQ(answer.status, 507);
  EXPECT_EQ(text_at(json_of(answer), "/code"), "storage");
}

TEST(BackupRoute, SaysThatThereIsNoDatabase) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("POST", "/v1/backup", kBody);
  EXPECT_EQ(answer.status, 507);
  EXPECT_EQ(bench.ask("POST", "/v1/backup", kBody).status, 507) << "a failure is not under way for ever";
}

}  // namespace
}  // namespace lic::test
