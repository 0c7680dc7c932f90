// The command line of smart-agentd: what it takes, and one clear error for what it does not.

#include "daemon/app/command_line.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/api_types/error_codes.hpp"

namespace lic {
namespace {

std::variant<Options, int> read(std::vector<std::string> words) {
  words.insert(words.begin(), "smart-agentd");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return read_command_line(static_cast<int>(words.size()), argv.data());
}

Options good(const std::vector<std::string>& words) {
  auto options = read(words);
  EXPECT_TRUE(std::holds_alternative<Options>(options));
  return std::holds_alternative<Options>(options) ? std::get<Options>(std::move(options)) : Options{};
}

TEST(CommandLine, NothingGivenIsTheServiceAsInstalled) {
  const Options options = good({});
  EXPECT_EQ(options.places.config_file, "/etc/smart-agent/smart-agent.toml");
  EXPECT_EQ(options.places.state_dir, "/var/lib/smart-agent");
  EXPECT_EQ(options.places.runtime_dir, "/run/smart-agent");
  EXPECT_EQ(options.places.catalog_dirs,
            (std::vector<std::string>{"/etc/smart-agent/catalogs", "/usr/share/smart-agent/catalogs"}));
  EXPECT_FALSE(options.places.lab);
  EXPECT_FALSE(options.places.only_checked);
  EXPECT_FALSE(options.restore);
  EXPECT_EQ(options.lab_seed, 1u);
}

TEST(CommandLine, PlacesInBothFormsOfWriting) {
  const Options options =
      good({"--config=a.toml", "--state-dir", "s", "--runtime-dir=r", "--catalog-dir", "one", "--catalog-dir", "two"});
  EXPECT_EQ(options.places.config_file, "a.toml");
  EXPECT_EQ(options.places.state_dir, "s");
  EXPECT_EQ(options.places.runtime_dir, "r");
  EXPECT_EQ(options.places.catalog_dirs, (std::vector<std::string>{"one", "two"}));
}

TEST(CommandLine, LabOptions) {
  const Options options = good({"--lab-clock", "manual:2026-03-02T06:00:00Z", "--lab", "--lab-seed",
                                "18446744073709551615", "--lab-kill-at-commit", "3:after"});
  EXPECT_TRUE(options.places.lab);
  EXPECT_TRUE(options.lab_clock);
  EXPECT_EQ(options.lab_seed, 18446744073709551615u);
  ASSERT_TRUE(options.lab_crash);
  EXPECT_EQ(options.lab_crash->commit, 3);
  EXPECT_EQ(options.lab_crash->side, CrashPoint::Side::after);
}

TEST(CommandLine, RestoreAndCheckRunNothing) {
  const Options restore = good({"--restore", "b", "--passphrase-file", "-", "--replace"});
  ASSERT_TRUE(restore.restore);
  EXPECT_EQ(restore.restore->file, "b");
  EXPECT_EQ(restore.restore->passphrase_file, "-");
  EXPECT_TRUE(restore.restore->replace);
  EXPECT_FALSE(restore.restore->show);
  EXPECT_TRUE(restore.places.only_checked);
  EXPECT_TRUE(good({"--check-config"}).places.only_checked);
}

struct Refused {
  std::vector<std::string> words;
  std::string text;
};

class RefusedLine : public testing::TestWithParam<Refused> {};

TEST_P(RefusedLine, SaysWhatAndWhy) {
  testing::internal::CaptureStderr();
  const auto options = read(GetParam().words);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "error: usage: " + GetParam().text + "; see smart-agentd --help\n");
  ASSERT_TRUE(std::holds_alternative<int>(options));
  EXPECT_EQ(std::get<int>(options), kExitUsage);
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, RefusedLine,
    testing::Values(
        Refused{{"--nope"}, "no such option: --nope"}, Refused{{"--nope=3"}, "no such option: --nope=3"},
        Refused{{"--lab-"}, "no such option: --lab-"}, Refused{{"-q"}, "no such option: -q"},
        Refused{{"start"}, "nothing is expected but options: start"},
        Refused{{"--lab", "--", "--json"}, "nothing is expected but options: --json"},
        Refused{{"--config"}, "--config needs a value: FILE"}, Refused{{"--restore="}, "--restore needs a value: FILE"},
        Refused{{"--config", "--help"}, "--config needs a value: FILE"},
        Refused{{"--state-dir", "--check-config"}, "--state-dir needs a value: DIR"},
        Refused{{"--check-config=yes"}, "--check-config takes no value"},
        Refused{{"--lab-seed", "-1"}, "--lab-seed is a whole number from 0 to 18446744073709551615, not -1"},
        Refused{{"--lab-seed=1x"}, "--lab-seed is a whole number from 0 to 18446744073709551615, not 1x"},
        Refused{{"--lab-seed=18446744073709551616"},
                "--lab-seed is a whole number from 0 to 18446744073709551615, not 18446744073709551616"},
        Refused{
            {"--lab", "--lab-clock", "2026-03-02T06:00:00Z"},
            "--lab-clock is manual: and an RFC 3339 date, as in manual:2026-03-02T06:00:00Z, not 2026-03-02T06:00:00Z"},
        Refused{{"--lab", "--lab-kill-at-commit", "3:later"},
                "--lab-kill-at-commit is N, N:before, N:after or N:effect, not 3:later"},
        Refused{{"--lab-clock", "manual:2026-03-02T06:00:00Z"}, "--lab-clock needs --lab"},
        Refused{{"--lab-kill-at-commit", "3"}, "--lab-kill-at-commit needs --lab"},
        Refused{{"--lab-seed=5"}, "--lab-seed needs --lab"}, Refused{{"--json"}, "--json needs --restore"},
        Refused{{"--passphrase-file", "p"}, "--passphrase-file needs --restore"},
        Refused{{"--restore", "b"}, "--restore needs --passphrase-file"},
        Refused{{"--check"}, "no such option; is --check-config meant?"},
        Refused{{"--conf", "a"}, "no such option; is --config meant?"},
        Refused{{"--conf=a"}, "no such option; is --config meant?"},
        Refused{{"--config", "a", "--config=a"}, "--config is given twice"},
        Refused{{"--lab", "--lab"}, "--lab is given twice"},
        Refused{{"--check-config", "--restore", "b", "--passphrase-file", "p"},
                "--check-config and --restore are two things: choose one"}));

TEST(CommandLine, HelpAndVersionComeFirst) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(std::get<int>(read({"-h"})), 0);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("\n  --lab-kill-at-commit POINT "), std::string::npos);
  testing::internal::CaptureStdout();
  EXPECT_EQ(std::get<int>(read({"--version"})), 0);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("\nstate schema "), std::string::npos);
}

}  // namespace
}  // namespace lic
