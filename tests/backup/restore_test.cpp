// Restores: the right machine, nothing lost, nothing half.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <atomic>
#include <filesystem>

#include "daemon/backup/backup_stream.hpp"
#include "daemon/backup/restore.hpp"
#include "persistence/database_snapshot.hpp"
#include "persistence/file_key_store.hpp"
#include "persistence/migrations.hpp"
#include "persistence/sqlite_store.hpp"
#include "persistence/state_lock.hpp"
#include "persistence/state_note.hpp"
#include "tests/backup/sealed_file.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic::backup::test {
namespace {

namespace fs = std::filesystem;

const Udi kThisMachine{.pid = "UCCX", .serial = "059d8a992467", .uuid = "u-1"};

void commit(SqliteStore& store, const Sections& before, const Sections& after, const std::string& event) {
  Changes changes;
  changes.events.push_back({.at = {}, .name = event, .kind = "info", .severity = 6, .minutes = {}, .text = event});
  ASSERT_TRUE(store.commit({.before = before, .after = after, .changes = changes, .lab = {}}).has_value());
}

std::unique_ptr<SqliteStore> store_in(const std::string& directory) {
  auto store = SqliteStore::open(directory, {});
  EXPECT_TRUE(store.has_value());
  return std::move(*store);
}

class Restores : public testing::Test {
protected:
  // A state with one event and one key, and a backup of it; then a second event.
  Restores() {
    fs::create_directory(state);
    fs::permissions(state, fs::perms::owner_all);
    auto keys = FileKeyStore::open(state);
    EXPECT_TRUE((*keys)->store_key(KeyRef{"id-1"}, {Secret(std::string("a private key")), "a csr"}).has_value());
    auto store = store_in(state);
    Sections after;
    after.evaluation.used = 10 * kDay;
    after.installation.udi = kThisMachine;
    commit(*store, Sections{}, after, "FIRST");
    file = backup_of(state, kThisMachine);
    Sections later = after;
    later.evaluation.used = 40 * kDay;
    commit(*store, after, later, "SECOND");
  }

  static std::string backup_of(const std::string& directory, const Udi& udi, std::int64_t schema = newest_schema(),
                               bool lab = false) {
    auto snapshot = DatabaseSnapshot::take(directory);
    EXPECT_TRUE(snapshot.has_value());
    const std::atomic<bool> wanted{true};
    auto copy = std::move(*snapshot).copy(wanted);
    EXPECT_TRUE(copy.has_value());
    auto files = read_small_files(directory);
    EXPECT_TRUE(files.has_value());
    Contents contents{.manifest = {.made_at = WallTime{Millis{1772447400000}},
                                   .agent_version = "0.1.0",
                                   .schema = schema,
                                   .udi = udi,
                                   .lab = lab,
                                   .registration = "unregistered",
                                   .instance = {},
                                   .database_bytes = copy->bytes},
                      .files = std::move(*files),
                      .database = std::move(copy->file)};
    BackupStream stream(cheap_sealer(), std::move(contents));
    std::string bytes;
    for (auto piece = stream.next(); piece && !piece->empty(); piece = stream.next()) bytes += *piece;
    return bytes;
  }

  Result<Restored> restored(const std::string& into, bool replaces, const Udi& udi = kThisMachine) {
    return restore({.state_dir = into, .udi = udi, .lab = false, .replaces = replaces, .now = WallTime{Millis{0}}},
                   good_passphrase(), reading(file));
  }

  static std::vector<std::string> events_in(const std::string& directory) {
    std::vector<std::string> names;
    const auto events = store_in(directory)->events(0, 100);
    EXPECT_TRUE(events.has_value());
    for (const StoredEvent& event : *events) names.push_back(event.event.name);
    return names;
  }

  ScratchDirectory scratch;
  std::string state = scratch.file("state");
  std::string fresh = scratch.file("fresh");
  std::string file;
};

using Names = std::vector<std::string>;

TEST_F(Restores, PutTheStateIntoAFreshDirectory) {
  const auto done = restored(fresh, false);
  ASSERT_TRUE(done.has_value()) << done.error().what;
  EXPECT_EQ(done->kept_as, "");
  EXPECT_EQ(events_in(fresh), (Names{"FIRST", "STATE_RESTORED"}));
  EXPECT_NE(read_note(fresh, StateNote::recovered).find("restored from a backup"), std::string::npos);
  auto keys = FileKeyStore::open(fresh);
  EXPECT_EQ((*keys)->load_key(KeyRef{"id-1"})->private_key_pem.reveal(), "a private key");
  struct stat found {};
  ASSERT_EQ(::stat((fresh + "/keys/id-1.key.pem").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat(fresh.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
}

TEST_F(Restores, LeaveAStateThatIsThereAlone) {
  const auto done = restored(state, false);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::already_exists);
  EXPECT_NE(done.error().remedy.find("--replace"), std::string::npos);
  EXPECT_EQ(events_in(state), (Names{"FIRST", "SECOND"}));
}

TEST_F(Restores, KeepWhatTheyReplace) {
  const auto done = restored(state, true);
  ASSERT_TRUE(done.has_value()) << done.error().what;
  EXPECT_EQ(done->kept_as, "before-restore-19700101T000000Z");
  EXPECT_EQ(events_in(state), (Names{"FIRST", "STATE_RESTORED"}));
  EXPECT_EQ(read_note(state + "/" + done->kept_as, StateNote::recovered), "") << "what was there was no copy";
  EXPECT_EQ(events_in(state + "/" + done->kept_as), (Names{"FIRST", "SECOND"}));
  EXPECT_TRUE(fs::exists(state + "/" + done->kept_as + "/keys/id-1.key.pem"));
  EXPECT_EQ(restored(state, true)->kept_as, "before-restore-19700101T000000Z-2") << "of the same second";
}

TEST_F(Restores, GiveNoEvaluationTimeBack) {
  ASSERT_TRUE(restored(state, true).has_value());
  EXPECT_EQ(store_in(state)->load()->state.sections.evaluation.used, 40 * kDay);
  ASSERT_TRUE(restored(fresh, false).has_value());
  EXPECT_EQ(store_in(fresh)->load()->state.sections.evaluation.used, 10 * kDay);
}

TEST_F(Restores, ReplaceAStateThatCannotBeReadAndSaySo) {
  write_whole_file(state + "/state.db", "no database at all, but long enough to be looked at as one");
  fs::remove(state + "/state.db-wal");
  const auto done = restored(state, true);
  ASSERT_TRUE(done.has_value()) << done.error().what;
  EXPECT_FALSE(done->not_carried.empty());
  EXPECT_EQ(events_in(state), (Names{"FIRST", "STATE_RESTORED"}));
}

TEST_F(Restores, AreRefusedOnAnotherMachine) {
  for (const Udi& other :
       {Udi{.pid = "UCCX", .serial = "f0e1", .uuid = "u-2"},
        Udi{.pid = "UCCX", .serial = "059d8a992467", .uuid = "u-2"}, Udi{.pid = "UCCX", .serial = "", .uuid = ""}}) {
    const auto done = restored(fresh, true, other);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, ErrorCode::failed_precondition);
    EXPECT_FALSE(fs::exists(fresh)) << "not even the directory is made";
  }
}

TEST_F(Restores, AreRefusedForANewerSchema) {
  file = backup_of(state, kThisMachine, newest_schema() + 1);
  const auto done = restored(fresh, false);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::failed_precondition);
  EXPECT_NE(done.error().remedy.find("0.1.0"), std::string::npos);
}

TEST_F(Restores, AreRefusedWhileTheDirectoryIsInUse) {
  const auto lock = StateLock::acquire(state);
  const auto done = restored(state, true);
  ASSERT_FALSE(done.has_value());
  EXPECT_NE(done.error().remedy.find("systemctl stop"), std::string::npos);
}

TEST_F(Restores, OfADamagedFileChangeNothing) {
  file.resize(file.size() - 100);
  const auto done = restored(state, true);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::data_corrupt);
  EXPECT_EQ(events_in(state), (Names{"FIRST", "SECOND"}));
  EXPECT_FALSE(fs::exists(state + "/restore.unfinished"));
}

TEST_F(Restores, OfALabNeedALab) {
  const auto done = restore({.state_dir = fresh, .udi = kThisMachine, .lab = true, .replaces = false, .now = {}},
                            good_passphrase(), reading(file));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::failed_precondition);
}

TEST_F(Restores, ThatFailMakeNoLab) {
  file = backup_of(state, kThisMachine, newest_schema(), true);
  const std::string whole = file;
  file.resize(file.size() - 100);
  const RestoreTarget lab{.state_dir = fresh, .udi = kThisMachine, .lab = true, .replaces = false, .now = {}};
  ASSERT_FALSE(restore(lab, good_passphrase(), reading(file)).has_value());
  EXPECT_FALSE(fs::exists(fresh + "/LAB"));
  const auto done = restore(lab, good_passphrase(), reading(whole));
  ASSERT_TRUE(done.has_value()) << done.error().what;
  EXPECT_TRUE(fs::exists(fresh + "/LAB"));
}

TEST_F(Restores, MoveNothingAwayUnasked) {
  fs::create_directories(fresh + "/trust.d");
  fs::permissions(fresh, fs::perms::owner_all);
  write_whole_file(fresh + "/trust.d/imported.pem", "an anchor");
  const auto done = restored(fresh, false);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::already_exists);
  fs::remove(fresh + "/trust.d/imported.pem");
  EXPECT_TRUE(restored(fresh, false).has_value()) << "an empty folder is no state";
}

TEST(RestoredText, SaysWhatWasNotCarried) {
  const std::string text =
      to_text(Restored{.manifest = {}, .kept_as = {}, .not_carried = "the file \"state.db\" is bad"});
  EXPECT_NE(text.find(R"("not_carried":"the file \"state.db\" is bad")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("kept_as":null)"), std::string::npos) << text;
}

TEST_F(Restores, AreCheckedWithoutRestoring) {
  EXPECT_EQ(verify(good_passphrase(), reading(file))->udi, kThisMachine);
  file.back() = static_cast<char>(file.back() ^ 1);
  EXPECT_FALSE(verify(good_passphrase(), reading(file)).has_value());
}

}  // namespace
}  // namespace lic::backup::test
