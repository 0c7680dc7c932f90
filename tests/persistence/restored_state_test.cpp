// A restore counts wholly or not at all, wherever it stopped.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "persistence/restored_state.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKept = "before-restore-x";

// The same word in each place of a state.
void put_state(const std::string& directory, const std::string& word) {
  fs::create_directories(directory + "/keys");
  fs::permissions(directory, fs::perms::owner_all);
  write_whole_file(directory + "/state.db", word);
  write_whole_file(directory + "/keys/id.key.pem", word);
}

struct Disk {
  ScratchDirectory scratch;
  std::string state = scratch.file("state");
  Disk() {
    put_state(state, "old");
    write_whole_file(state + "/state.db-wal", "old");
    EXPECT_TRUE(begin_restore(state).has_value());
    put_state(state + "/restore.unfinished", "new");
  }
  [[nodiscard]] std::string word() const {
    const std::string database = read_whole_file(state + "/state.db");
    const std::string key = read_whole_file(state + "/keys/id.key.pem");
    return database == key ? database : "torn: " + database + " and " + key;
  }
};

TEST(RestoredState, TakesThePlaceOfTheOneBefore) {
  const Disk disk;
  ASSERT_TRUE(commit_restore(disk.state, kKept).has_value());
  EXPECT_EQ(disk.word(), "new");
  EXPECT_FALSE(fs::exists(disk.state + "/state.db-wal")) << "the log of the old database is no longer beside";
  EXPECT_EQ(read_whole_file(disk.state + "/" + kKept + "/state.db"), "old");
  EXPECT_EQ(read_whole_file(disk.state + "/" + kKept + "/state.db-wal"), "old");
  EXPECT_EQ(read_whole_file(disk.state + "/" + kKept + "/keys/id.key.pem"), "old");
  for (const char* left : {"restore.unfinished", "restore.ready", "restore.moved"})
    EXPECT_FALSE(fs::exists(disk.state + "/" + left)) << left;
}

TEST(RestoredState, ThatDoesNotCountYetIsRemoved) {
  const Disk disk;
  ASSERT_TRUE(finish_restore(disk.state).has_value());
  EXPECT_EQ(disk.word(), "old");
  EXPECT_TRUE(fs::exists(disk.state + "/state.db-wal"));
  EXPECT_FALSE(fs::exists(disk.state + "/restore.unfinished"));
}

// Every order of renames that a stop can leave: the first `old` parts are out, then the first `fresh` parts are in.
TEST(RestoredState, IsFinishedFromWhereverItStopped) {
  const std::vector<std::string> parts = {"state.db-wal", "state.db", "keys"};
  for (std::size_t out = 0; out <= parts.size(); ++out) {
    const Disk disk;
    write_whole_file(disk.state + "/restore.unfinished/kept-as", kKept);
    fs::permissions(disk.state + "/restore.unfinished/kept-as", fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(disk.state + "/restore.unfinished", disk.state + "/restore.ready");
    fs::create_directory(disk.state + "/" + kKept);
    fs::permissions(disk.state + "/" + kKept, fs::perms::owner_all);
    for (std::size_t part = 0; part < out; ++part)
      fs::rename(disk.state + "/" + parts[part], disk.state + "/" + kKept + "/" + parts[part]);
    ASSERT_TRUE(finish_restore(disk.state).has_value()) << out;
    EXPECT_EQ(disk.word(), "new") << out;
    EXPECT_EQ(read_whole_file(disk.state + "/" + kKept + "/state.db"), "old") << out;
  }
  for (std::size_t in = 0; in <= 2; ++in) {
    const Disk disk;
    fs::rename(disk.state + "/restore.unfinished", disk.state + "/restore.moved");
    for (const std::string& part : parts) fs::remove_all(disk.state + "/" + part);
    for (std::size_t part = 0; part < in; ++part)
      fs::rename(disk.state + "/restore.moved/" + parts[part + 1], disk.state + "/" + parts[part + 1]);
    ASSERT_TRUE(finish_restore(disk.state).has_value()) << in;
    EXPECT_EQ(disk.word(), "new") << in;
    EXPECT_FALSE(fs::exists(disk.state + "/restore.moved")) << in;
  }
}

TEST(RestoredState, NeverLeavesTheStateDirectory) {
  const Disk disk;
  write_whole_file(disk.state + "/restore.unfinished/kept-as", "../../elsewhere");
  fs::permissions(disk.state + "/restore.unfinished/kept-as", fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(disk.state + "/restore.unfinished", disk.state + "/restore.ready");
  const auto done = finish_restore(disk.state);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::data_corrupt);
  EXPECT_EQ(disk.word(), "old");
}

}  // namespace
}  // namespace lic
