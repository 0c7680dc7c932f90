#include "daemon/log/log.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "daemon/log/local_alarm_sinks.hpp"
#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

LogConfig file_log(const ConfigFolder& folder) {
  LogConfig config;
  config.target = LogTarget::file;
  config.file = folder.path("agent.log");
  return config;
}
// The lines without their time stamps.
std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream stream(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line.substr(line.find(' ') + 1));
  return lines;
}
using Lines = std::vector<std::string>;

TEST(LogLine, QuotesAndEscapesValues) {
  EXPECT_EQ(log_line("registration_failed", {{"cause", "dns"}, {"text", "no such \"host\"\n"}, {"empty", ""}}),
            R"(registration_failed cause=dns text="no such \"host\"\x0a" empty="")");
}

TEST(LogLine, IsCutAtItsLimit) {
  const std::string line = log_line("event", {{"text", std::string(10'000, 'x')}});
  EXPECT_EQ(line.size(), kLogLineBytesMax);
  EXPECT_TRUE(line.ends_with("x..."));
}

TEST(Log, ComponentsHaveLevelsOfTheirOwn) {
  const ConfigFolder folder;
  LogConfig config = file_log(folder);
  config.level = "warning";
  config.components["ss_rm"] = "debug";
  const auto log = Log::open(config);
  ASSERT_TRUE(log.has_value());
  (*log)->info(LogComponent::lib_license, "hidden");
  (*log)->warning(LogComponent::lib_license, "shown", {{"n", "1"}});
  (*log)->debug(LogComponent::ss_rm, "seat_signed_in", {{"id", "agent 1"}});
  (*log)->set_level(LogComponent::ss_rm, LogLevel::error);
  (*log)->warning(LogComponent::ss_rm, "hidden");
  (*log)->error(LogComponent::daemon, "braces_stay {} {0}");
  EXPECT_EQ(lines_of(config.file),
            (Lines{"warning lib_license: shown n=1", "debug ss_rm: seat_signed_in id=\"agent 1\"",
                   "error daemon: braces_stay {} {0}"}));
}

TEST(Log, ReopenGoesOnInANewFile) {
  const ConfigFolder folder;
  const LogConfig config = file_log(folder);
  const auto log = Log::open(config);
  ASSERT_TRUE(log.has_value());
  (*log)->info(LogComponent::daemon, "before");
  std::filesystem::rename(config.file, folder.path("agent.log.1"));
  (*log)->info(LogComponent::daemon, "still_old");
  ASSERT_TRUE((*log)->reopen().has_value());
  (*log)->info(LogComponent::daemon, "after");
  EXPECT_EQ(lines_of(folder.path("agent.log.1")), (Lines{"info daemon: before", "info daemon: still_old"}));
  EXPECT_EQ(lines_of(config.file), (Lines{"info daemon: after"}));
}

TEST(Log, TakesAnotherConfigurationAtOnce) {
  const ConfigFolder folder;
  const LogConfig first = file_log(folder);
  const auto log = Log::open(first);
  ASSERT_TRUE(log.has_value());
  LogConfig second = first;
  second.file = folder.path("second.log");
  second.level = "error";
  second.components["ss_rm"] = "debug";
  ASSERT_TRUE((*log)->take(second).has_value());
  (*log)->info(LogComponent::daemon, "hidden");
  (*log)->debug(LogComponent::ss_rm, "shown");
  EXPECT_EQ(lines_of(first.file), Lines{});
  EXPECT_EQ(lines_of(second.file), (Lines{"debug ss_rm: shown"}));
}

TEST(Log, AConfigurationThatCannotBeTakenChangesNothing) {
  const ConfigFolder folder;
  const LogConfig first = file_log(folder);
  const auto log = Log::open(first);
  ASSERT_TRUE(log.has_value());
  LogConfig second = first;
  second.file = "/proc/nothing/agent.log";
  second.level = "error";
  EXPECT_TRUE((*log)->take(second).has_error());
  (*log)->info(LogComponent::daemon, "still_here");
  EXPECT_EQ(lines_of(first.file), (Lines{"info daemon: still_here"}));
}

TEST(Log, UnusableFileIsAnErrorWithARemedy) {
  LogConfig config;
  config.target = LogTarget::file;
  config.file = "/proc/nothing/agent.log";
  const auto log = Log::open(config);
  ASSERT_TRUE(log.has_error());
  EXPECT_EQ(log.error().code, ErrorCode::storage);
  EXPECT_FALSE(log.error().remedy.empty());
}

TEST(Log, AlarmsAreWrittenWhateverTheLevel) {
  const ConfigFolder folder;
  LogConfig config = file_log(folder);
  config.level = "error";
  const auto log = Log::open(config);
  ASSERT_TRUE(log.has_value());
  const auto sink = make_alarm_sink({SyslogForm::daemon, 1, {}}, **log);
  sink->tell({AlarmNews::raised, AlarmCode::evaluation_expiring, std::nullopt, "30 days left", std::nullopt});
  EXPECT_EQ(lines_of(config.file),
            (Lines{"warning alarm: %MCVD-LIB_LICENSE-4-EVALUATION_EXPIRING: [COMPUTE] The evaluation period is running "
                   "out.: Reason=30 days left"}));
}

}  // namespace
}  // namespace lic
