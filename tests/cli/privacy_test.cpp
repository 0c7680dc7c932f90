// `privacy ...` (R-LIFE-7).
#include <gtest/gtest.h>

#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

constexpr const char* kHidden = R"({"host_identifier":null,"hostname":null,"product_instance_name":"S1",)"
                                R"("udi":{"pid":"P","serial":"S1","uuid":null}})";
constexpr const char* kHiddenText =
    "  host_identifier: None\n  hostname: None\n  product_instance_name: S1\n  udi_pid: P\n  udi_serial_number: S1\n"
    "  uuid: None\n";

class Privacy : public testing::Test {
protected:
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(Privacy, EnableHidesInBothSpellings) {
  daemon.will_answer(
      "PUT /v1/privacy", 200,
      R"({"hostname":true,"text":"The host name is hidden from SSM.","preview":)" + std::string(kHidden) + "}");
  EXPECT_EQ(run_with(daemon, console, {"license", "smart", "hostname", "enable"}), 0);
  EXPECT_EQ(console.out, "The host name is hidden from SSM.\nWhat the software manager is told from now on:\n" +
                             std::string(kHiddenText));
  EXPECT_EQ(run_with(daemon, console, {"privacy", "hostname", "off"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{R"(PUT /v1/privacy {"hostname":true})",
                                                    R"(PUT /v1/privacy {"hostname":false})"}));
}

TEST_F(Privacy, PreviewChangesNothing) {
  daemon.will_answer("GET /v1/privacy?hostname=true", 200,
                     R"({"hostname":false,"set_by":"file","preview":)" + std::string(kHidden) + "}");
  EXPECT_EQ(run_with(daemon, console, {"privacy", "hostname", "on", "--preview"}), 0);
  EXPECT_EQ(console.out, "What the software manager would be told (nothing was changed):\n" + std::string(kHiddenText));
  EXPECT_EQ(daemon.asked.size(), 1U);
}

TEST_F(Privacy, ShowSaysWhoSetIt) {
  daemon.will_answer("GET /v1/privacy", 200,
                     R"({"hostname":true,"set_by":"command","preview":)" + std::string(kHidden) + "}");
  EXPECT_EQ(run_with(daemon, console, {"privacy", "show"}), 0);
  EXPECT_EQ(console.out,
            "Host Name Privacy: on: the host name is hidden\nSet By: command, wins over the file\n"
            "What the software manager is told:\n" +
                std::string(kHiddenText));
}

}  // namespace
}  // namespace lic::cli
