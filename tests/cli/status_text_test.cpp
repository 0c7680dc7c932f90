#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "daemon/cli/health.hpp"
#include "daemon/cli/json_reading.hpp"
#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

std::string golden_path(const std::string& name) { return std::string{LIC_GOLDEN_DIR} + "/" + name; }

std::string text_of(const std::string& name) {
  std::ifstream stream{golden_path(name)};
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// registered.json, changed by what CASE.json says (RFC 7396).
Json status_of(const std::string& name) {
  Json status = parse_json(text_of("registered.json")).value_or(Json{});
  if (name != "registered") status.merge_patch(parse_json(text_of(name + ".json")).value_or(Json{}));
  return status;
}

// The text as kept in git. LIC_UPDATE_GOLDEN=1 writes it anew, for a change of layout that is meant.
void expect_golden(const std::string& name, const std::string& text) {
  if (std::getenv("LIC_UPDATE_GOLDEN") != nullptr) std::ofstream{golden_path(name)} << text;
  EXPECT_EQ(text, text_of(name)) << "golden/" << name;
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

struct StatusCase {
  const char* name;
  Level level;
};
class StatusText : public testing::TestWithParam<StatusCase> {
protected:
  StatusText() { daemon.will_answer("GET /v1/status", 200, status_of(GetParam().name).dump()); }
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_P(StatusText, IsAsKeptAndFitsTheScreen) {
  ASSERT_EQ(run_with(daemon, console, {"status"}), 0);
  expect_golden(std::string{GetParam().name} + ".txt", console.out);
  EXPECT_LE(longest_line(console.out), 80U);
}

TEST_P(StatusText, OtherLayoutsFitTheScreen) {
  ASSERT_EQ(run_with(daemon, console, {"summary"}), 0);
  ASSERT_EQ(run_with(daemon, console, {"show", "license", "usage"}), 0);
  ASSERT_EQ(run_with(daemon, console, {"show", "license", "status"}), 0);
  ASSERT_EQ(run_with(daemon, console, {"show", "license", "UDI"}), 0);
  ASSERT_EQ(run_with(daemon, console, {"next"}), 0);
  EXPECT_LE(longest_line(console.out), 80U);
}

TEST_P(StatusText, JsonIsTheDaemonsOwn) {
  ASSERT_EQ(run_with(daemon, console, {"status", "--json"}), 0);
  EXPECT_EQ(*parse_json(console.out), status_of(GetParam().name));
}

TEST_P(StatusText, CheckTellsTheLevel) {
  EXPECT_EQ(run_with(daemon, console, {"status", "--check"}), static_cast<int>(GetParam().level));
  EXPECT_TRUE(console.out.starts_with(std::string{name_of(GetParam().level)} + ": ")) << console.out;
  EXPECT_EQ(std::ranges::count(console.out, '\n'), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, StatusText,
    testing::Values(StatusCase{"unregistered", Level::warning}, StatusCase{"registering", Level::warning},
                    StatusCase{"registered", Level::good}, StatusCase{"tolerated", Level::warning},
                    StatusCase{"locked", Level::critical}, StatusCase{"authorization_expired", Level::critical},
                    StatusCase{"enforced", Level::critical}, StatusCase{"registration_expired", Level::critical},
                    StatusCase{"reserving", Level::warning}, StatusCase{"reserved", Level::warning},
                    StatusCase{"not_covered", Level::critical}, StatusCase{"classic", Level::warning},
                    StatusCase{"other_machine", Level::critical}, StatusCase{"clone", Level::critical}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(StatusTextOfAnOddDaemon, IsStillText) {
  FakeDaemon daemon;
  FakeConsole console;
  daemon.will_answer("GET /v1/status", 200, "{}");
  EXPECT_EQ(run_with(daemon, console, {"status"}), 0);
  daemon.will_answer("GET /v1/status", 200,
                     R"({"alarms":7,"entitlements":[1,null],"ooc":[],"registration":{"state":5,"last_attempt":"x"},)"
                     R"("udi":null,"ports":{"a":{}},"upcoming":[{}],"evaluation":{"seconds_left":"x"}})");
  EXPECT_EQ(run_with(daemon, console, {"status"}), 0);
  EXPECT_EQ(run_with(daemon, console, {"next"}), 0);
  EXPECT_EQ(run_with(daemon, console, {"summary"}), 0);
}

}  // namespace
}  // namespace lic::cli
