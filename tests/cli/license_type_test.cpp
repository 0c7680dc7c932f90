// `license-type ...` (R-REG-10, R-LIFE-4).
#include <gtest/gtest.h>

#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

constexpr const char* kShown =
    R"({"type":"flex","title":"Flex","usage_mode":"production","set_by":"file","catalog":"c","awaits_restart":[],)"
    R"("entitlements":[{"name":"standard","display_name":"CCX Flex Standard Seat","mode":"counted"}],)"
    R"("choices":[{"type":"flex","title":"Flex","usage_mode":"production","note":null,"taken":"perpetual"},)"
    R"({"type":"perpetual","title":"Perpetual","usage_mode":"production","note":null,"taken":"perpetual"},)"
    R"({"type":"nps","title":"NPS","usage_mode":"non-production","note":"For labs only.","taken":"nps"}]})";

class LicenseTypeVerbs : public testing::Test {
protected:
  LicenseTypeVerbs() {
    daemon.will_answer("GET /v1/license-type", 200, kShown);
    daemon.will_answer("PUT /v1/license-type", 200,
                       R"({"type":"nps","text":"The license type is now nps.","awaits_restart":["cvd","engine"]})");
  }
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(LicenseTypeVerbs, ShowListsWhatHoldsAndWhatCanBeChosen) {
  EXPECT_EQ(run_with(daemon, console, {"license-type", "show"}), 0);
  EXPECT_EQ(console.out,
            "License Type: flex (Flex)\nUsage Mode: production\nSet By: file\nCatalog: c\nEntitlements:\n"
            "  standard: CCX Flex Standard Seat (counted)\nChoices:\n"
            "  flex: Flex, for production use; this deployment takes perpetual in its place\n"
            "  perpetual: Perpetual, for production use\n"
            "  nps: NPS, for non-production use; For labs only.\n");
}

TEST_F(LicenseTypeVerbs, WithoutANoteNobodyIsAsked) {
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "perpetual"}), 0);
  EXPECT_EQ(console.questions, 0);
  EXPECT_EQ(daemon.asked.back(), R"(PUT /v1/license-type {"type":"perpetual"})");
  EXPECT_EQ(console.out, "The license type is now nps.\nTo Be Restarted: cvd, engine\n");
}

TEST_F(LicenseTypeVerbs, ANoteIsReadAndConfirmedAtATerminal) {
  console.askable = true;
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "nps"}), 0);
  EXPECT_EQ(console.out, "Nothing was changed.\n");
  EXPECT_EQ(console.err, "For labs only.\n");
  EXPECT_EQ(daemon.asked.size(), 1U);
  console.says_yes = true;
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "nps"}), 0);
  EXPECT_EQ(console.questions, 2);
  EXPECT_EQ(daemon.asked.back(), R"(PUT /v1/license-type {"type":"nps","confirm":true})");
}

TEST_F(LicenseTypeVerbs, ANoteNeedsYesWithoutATerminal) {
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "nps"}), 2);
  EXPECT_EQ(console.err,
            "error: usage: the license type nps must be confirmed: For labs only; add --yes if that is what was "
            "bought\n");
  EXPECT_EQ(daemon.asked.size(), 1U);
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "nps", "--yes", "--usage-mode", "non-production"}), 0);
  EXPECT_EQ(daemon.asked.back(), R"(PUT /v1/license-type {"type":"nps","confirm":true,"usage_mode":"non-production"})");
}

TEST_F(LicenseTypeVerbs, ARefusalNamesTheMissingStep) {
  daemon.will_answer("PUT /v1/license-type", 409,
                     R"({"code":"failed_precondition","detail":"it is registered","remedy":"deregister first"})");
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "perpetual"}), 3);
  EXPECT_EQ(console.err, "error: failed_precondition: it is registered; deregister first\n");
}

TEST_F(LicenseTypeVerbs, UsageModesAreTwo) {
  EXPECT_EQ(run_with(daemon, console, {"license-type", "set", "nps", "--usage-mode", "lab"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
}

}  // namespace
}  // namespace lic::cli
