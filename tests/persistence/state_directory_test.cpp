// Whose state directory it is: one daemon's, one user's, the lab's or the real world's.

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

#include "persistence/lab_mark.hpp"
#include "persistence/sqlite_store.hpp"
#include "persistence/state_lock.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

TEST(StateLock, SecondDaemonIsToldThePidAndTheDirectory) {
  const ScratchDirectory directory;
  const auto first = StateLock::acquire(directory.path());
  ASSERT_TRUE(first) << first.error().what;
  const auto second = StateLock::acquire(directory.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::failed_precondition);
  EXPECT_NE(second.error().what.find("process " + std::to_string(::getpid())), std::string::npos)
      << second.error().what;
  EXPECT_NE(second.error().what.find(directory.path()), std::string::npos);
}

TEST(StateLock, IsFreeAfterRelease) {
  const ScratchDirectory directory;
  std::optional<StateLock> first(*StateLock::acquire(directory.path()));
  first.reset();
  EXPECT_TRUE(StateLock::acquire(directory.path()));
}

TEST(StateLock, IsFreeAfterItsHolderWasKilled) {
  const ScratchDirectory directory;
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = StateLock::acquire(directory.path());
    const char told = lock ? 'y' : 'n';
    if (::write(ends[1], &told, 1) == 1) ::pause();
    ::_exit(1);
  }
  char told = 0;
  ASSERT_EQ(::read(ends[0], &told, 1), 1);
  EXPECT_EQ(told, 'y');
  const auto refused = StateLock::acquire(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("process " + std::to_string(child)), std::string::npos) << refused.error().what;
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(StateLock::acquire(directory.path()));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(StateLock, MakesOneLevelOfTheDirectoryPrivately) {
  const ScratchDirectory directory;
  const std::string made = directory.file("state");
  ASSERT_TRUE(StateLock::acquire(made));
  struct stat found {};
  ASSERT_EQ(::stat(made.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0700U);
  EXPECT_EQ(StateLock::acquire(directory.file("no/such/parent")).error().code, ErrorCode::storage);
}

TEST(StateLock, DirectoryThatOthersMayWriteIsRefused) {
  const ScratchDirectory directory;
  for (const mode_t mode : {0770U, 0707U, 0777U}) {
    ASSERT_EQ(::chmod(directory.path().c_str(), mode), 0);
    const auto lock = StateLock::acquire(directory.path());
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().code, ErrorCode::failed_precondition);
    EXPECT_NE(lock.error().what.find("may be written by others"), std::string::npos);
    EXPECT_NE(lock.error().remedy.find("chmod 700"), std::string::npos);
  }
}

TEST(StateLock, DirectoryOfSomebodyElseIsRefused) {
  const ScratchDirectory directory;
  // As root the directory is given away; any other user meets one of root's.
  const std::string foreign = ::geteuid() == 0 ? directory.path() : "/etc";
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(foreign.c_str(), 1234, 1234), 0);
  }
  const auto lock = StateLock::acquire(foreign);
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ErrorCode::failed_precondition);
  EXPECT_NE(lock.error().what.find("belongs to user"), std::string::npos) << lock.error().what;
}

TEST(StateLock, FileInPlaceOfTheDirectoryIsRefused) {
  const ScratchDirectory directory;
  write_whole_file(directory.file("state"), "x");
  EXPECT_EQ(StateLock::acquire(directory.file("state")).error().code, ErrorCode::failed_precondition);
}

TEST(LabMark, FreshDirectoryIsMarkedForEver) {
  const ScratchDirectory directory;
  const auto lock = StateLock::acquire(directory.path());
  ASSERT_TRUE(check_lab_mark(directory.path(), true));
  EXPECT_TRUE(std::filesystem::exists(directory.file("LAB")));
  ASSERT_TRUE(SqliteStore::open(directory.path(), {}));
  EXPECT_TRUE(check_lab_mark(directory.path(), true));
  const auto refused = check_lab_mark(directory.path(), false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
  EXPECT_NE(refused.error().remedy.find("--lab"), std::string::npos);
}

TEST(LabMark, RealStateIsRefusedInLabMode) {
  const ScratchDirectory directory;
  ASSERT_TRUE(check_lab_mark(directory.path(), false));
  ASSERT_TRUE(SqliteStore::open(directory.path(), {}));
  const auto refused = check_lab_mark(directory.path(), true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
  EXPECT_FALSE(std::filesystem::exists(directory.file("LAB")));
}

TEST(LabMark, KeysWithoutADatabaseAreRealStateToo) {
  const ScratchDirectory directory;
  std::filesystem::create_directory(directory.file("keys"));
  EXPECT_TRUE(check_lab_mark(directory.path(), false));
  write_whole_file(directory.file("keys/key-1.key.pem"), "x");
  EXPECT_FALSE(check_lab_mark(directory.path(), true));
}

TEST(LabMark, InstalledDirectoryIsNeverALabHoweverItIsNamed) {
  const ScratchDirectory directory;
  const std::string link = directory.file("link") + "/smart-agent";
  std::filesystem::create_directory_symlink("/var/lib", directory.file("link"));
  for (const std::string& name : {std::string("/var/lib/smart-agent"), std::string("/var/lib/smart-agent/"),
                                  std::string("/var/lib/../lib/smart-agent/."), link}) {
    const auto refused = check_lab_mark(name, true);
    ASSERT_FALSE(refused) << name;
    EXPECT_NE(refused.error().what.find("installed state directory"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace lic
