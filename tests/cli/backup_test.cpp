// `backup FILE` and what `restore` refuses before it starts the daemon's program.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "daemon/api_types/error_codes.hpp"
#include "tests/cli/fake_http.hpp"
#include "tests/cli/tiny_server.hpp"

namespace lic::cli {
namespace {

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

bool is_there(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0;
}

class BackupVerb : public testing::Test {
protected:
  BackupVerb() {
    console.input = "correct horse battery\n";
    daemon.answers["POST /v1/backup"] = HttpAnswer{200, "application/octet-stream", std::string("SAGENTBK\0\1", 10)};
  }
  int run(std::vector<std::string> arguments) { return run_with(daemon, console, std::move(arguments)); }
  TemporaryFolder folder;
  std::string file = folder / "state.backup";
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(BackupVerb, WritesWhatComesIntoAFileOfItsOwn) {
  EXPECT_EQ(run({"backup", file, "--passphrase-file", "-"}), kExitDone) << console.err;
  EXPECT_EQ(text_of(file), std::string("SAGENTBK\0\1", 10));
  struct stat found {};
  ASSERT_EQ(::stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_EQ(daemon.asked.back(), R"(POST /v1/backup {"passphrase":"correct horse battery"})");
  EXPECT_EQ(console.out.find("correct horse"), std::string::npos);
  EXPECT_FALSE(is_there(file + ".unfinished"));
}

TEST_F(BackupVerb, AsksTwiceAtATerminal) {
  console.askable = true;
  console.typed = "correct horse battery";
  EXPECT_EQ(run({"backup", file}), kExitDone);
  EXPECT_EQ(console.questions, 2);
}

TEST_F(BackupVerb, WantsAPassphrase) {
  EXPECT_EQ(run({"backup", file}), kExitUsage);
  console.input = " \n";
  EXPECT_EQ(run({"backup", file, "--passphrase-file", "-"}), kExitUsage);
  EXPECT_TRUE(daemon.asked.empty());
}

TEST_F(BackupVerb, LeavesAFileThatIsThereAlone) {
  std::ofstream{file} << "older";
  EXPECT_EQ(run({"backup", file, "--passphrase-file", "-"}), kExitWrongState);
  EXPECT_EQ(text_of(file), "older");
  EXPECT_TRUE(daemon.asked.empty());
  EXPECT_EQ(run({"backup", file, "--passphrase-file", "-", "--replace"}), kExitDone);
  EXPECT_NE(text_of(file), "older");
}

TEST_F(BackupVerb, LeavesNothingOfABackupThatBrokeOff) {
  daemon.answers["POST /v1/backup"] = HttpFailed{HttpFailure::cut_off, "cut"};
  EXPECT_EQ(run({"backup", file, "--passphrase-file", "-"}), kExitNotRunning);
  EXPECT_FALSE(is_there(file));
  EXPECT_FALSE(is_there(file + ".unfinished"));
}

TEST_F(BackupVerb, TellsWhyTheDaemonRefuses) {
  daemon.will_answer("POST /v1/backup", 409,
                     R"({"code":"failed_precondition","detail":"another backup is under way","remedy":"try again"})");
  EXPECT_EQ(run({"backup", file, "--passphrase-file", "-"}), kExitWrongState);
  EXPECT_EQ(console.err, "error: failed_precondition: another backup is under way; try again\n");
  EXPECT_FALSE(is_there(file));
}

TEST_F(BackupVerb, SaysThatItsDiskRefuses) {
  EXPECT_EQ(run({"backup", "/dev/full/state.backup", "--passphrase-file", "-"}), kExitStorage);
  EXPECT_TRUE(daemon.asked.empty());
}

TEST_F(BackupVerb, RestoreNamesTheProgramThatIsMissing) {
  EXPECT_EQ(run({"restore", file, "--passphrase-file", "-", "--daemon", folder / "none"}), kExitBug);
  EXPECT_NE(console.err.find("--daemon"), std::string::npos);
  EXPECT_EQ(run({"restore", file}), kExitUsage);
  EXPECT_TRUE(daemon.asked.empty()) << "it needs no daemon that runs";
  std::ofstream{folder / "broken.toml"} << "[api\n";
  EXPECT_EQ(run({"restore", file, "--show", "--passphrase-file", "-", "--daemon", folder / "none", "--config",
                 folder / "broken.toml"}),
            kExitBug)
      << "it needs no configuration";
}

}  // namespace
}  // namespace lic::cli
