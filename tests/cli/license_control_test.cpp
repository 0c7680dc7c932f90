// `license-control ...` (R-CTL).
#include <gtest/gtest.h>

#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

class LicenseControl : public testing::Test {
protected:
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(LicenseControl, ShowsTheLimitsAndWhatWasConfirmed) {
  daemon.will_answer("GET /v1/license-control", 200,
                     R"({"applies":true,"editable":true,"license_type":"flex","overage_allowed":false,)"
                     R"("limits":{"standard":40,"premium":10},"ha_confirmation_needed":true,)"
                     R"("ha_license_purchased":true})");
  EXPECT_EQ(run_with(daemon, console, {"license-control", "show"}), 0);
  EXPECT_EQ(console.out,
            "Overage: not allowed\n  standard: 40\n  premium: 10\nHigh Availability License: confirmed as purchased\n");
}

TEST_F(LicenseControl, SaysWhenNothingIsLimitedAndWhy) {
  daemon.will_answer("GET /v1/license-control", 200,
                     R"({"applies":true,"editable":false,"license_type":"flex","overage_allowed":true,)"
                     R"("limits":{"standard":0,"premium":0},"ha_confirmation_needed":false,)"
                     R"("ha_license_purchased":false})");
  EXPECT_EQ(run_with(daemon, console, {"license-control", "show"}), 0);
  EXPECT_EQ(console.out,
            "Overage: allowed: use is counted and not limited\n"
            "Nothing is limited, and this cannot be changed, while the product is not\n  registered.\n");
  daemon.will_answer("GET /v1/license-control", 200, R"({"applies":false,"license_type":"nps"})");
  console.out.clear();
  EXPECT_EQ(run_with(daemon, console, {"license-control", "show"}), 0);
  EXPECT_EQ(console.out, "License Control does not apply to the license type nps.\n");
}

TEST_F(LicenseControl, SetsTheNamedLimitsAndPrintsWhatTheDaemonSays) {
  daemon.will_answer("PUT /v1/license-control", 200, R"({"text":"Overage is not allowed: use is limited to ..."})");
  EXPECT_EQ(
      run_with(daemon, console, {"license-control", "set", "--overage", "off", "--standard", "40", "--premium", "10"}),
      0);
  EXPECT_EQ(run_with(daemon, console,
                     {"license-control", "set", "--overage", "off", "--seats", "0", "--outbound", "3", "--ivr", "7",
                      "--ha-purchased"}),
            0);
  EXPECT_EQ(run_with(daemon, console, {"license-control", "set", "--overage", "on"}), 0);
  EXPECT_EQ(daemon.asked,
            (std::vector<std::string>{
                R"(PUT /v1/license-control {"overage_allowed":false,"limits":{"standard":40,"premium":10}})",
                R"(PUT /v1/license-control {"overage_allowed":false,"limits":{"seats":0,"outbound":3,"ivr":7},)"
                R"("ha_license_purchased":true})",
                R"(PUT /v1/license-control {"overage_allowed":true,"limits":{}})"}));
  EXPECT_EQ(console.out.substr(0, console.out.find('\n')), "Overage is not allowed: use is limited to ...");
}

TEST_F(LicenseControl, OffWithoutALimitIsATypingMistake) {
  EXPECT_EQ(run_with(daemon, console, {"license-control", "set", "--overage", "off"}), 2);
  EXPECT_EQ(run_with(daemon, console, {"license-control", "set", "--standard", "40"}), 2);
  EXPECT_EQ(run_with(daemon, console, {"license-control", "set", "--overage", "maybe"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
}

}  // namespace
}  // namespace lic::cli
