#include <gtest/gtest.h>

#include <fstream>

#include "tests/cli/fake_http.hpp"
#include "tests/cli/tiny_server.hpp"

namespace lic::cli {
namespace {

class Registering : public testing::Test {
protected:
  Registering() {
    daemon.will_answer("POST /v1/registration?wait=1", 200, R"({"state":"registered","text":"Registered as i-1."})");
    daemon.will_answer("POST /v1/registration", 202, R"({"state":"registering","text":"Started."})");
  }
  int run_it(std::vector<std::string> arguments) { return run_with(daemon, console, std::move(arguments)); }

  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(Registering, BothSpellingsSendTheSameRequest) {
  EXPECT_EQ(run_it({"register", "ABC", "--force"}), 0);
  EXPECT_EQ(run_it({"license", "smart", "register", "idtoken", "ABC", "force"}), 0);
  ASSERT_EQ(daemon.asked.size(), 2U);
  EXPECT_EQ(daemon.asked[0], R"(POST /v1/registration?wait=1 {"token":"ABC","force":true})");
  EXPECT_EQ(daemon.asked[1], daemon.asked[0]);
  EXPECT_EQ(console.out, "Registered as i-1.\nRegistered as i-1.\n");
  EXPECT_EQ(console.err, "");
}

TEST_F(Registering, TakesTheTokenFromAFileWithoutOuterWhiteSpace) {  // R-REG-1
  const TemporaryFolder folder;
  std::ofstream{folder / "token"} << "  ABC \n";
  EXPECT_EQ(run_it({"register", "--token-file", folder / "token"}), 0);
  EXPECT_EQ(daemon.asked[0], R"(POST /v1/registration?wait=1 {"token":"ABC"})");
}

TEST_F(Registering, TakesTheTokenFromStandardInput) {
  console.input = "ABC\n";
  EXPECT_EQ(run_it({"register", "--token-file", "-"}), 0);
  EXPECT_EQ(daemon.asked[0], R"(POST /v1/registration?wait=1 {"token":"ABC"})");
}

TEST_F(Registering, AsksForTheTokenOnATerminalAndShowsProgress) {
  console.askable = console.watched = true;
  console.typed = "ABC";
  EXPECT_EQ(run_it({"register"}), 0);
  EXPECT_EQ(console.questions, 1);
  EXPECT_EQ(daemon.asked[0], R"(POST /v1/registration?wait=1 {"token":"ABC"})");
  EXPECT_EQ(console.err, "Registering, waiting for the outcome of the first attempt ...\n");
}

TEST_F(Registering, NeedsAToken) {
  EXPECT_EQ(run_it({"register"}), 2);
  EXPECT_EQ(run_it({"register", "  "}), 2);
  EXPECT_EQ(run_it({"register", "ABC", "--token-file", "x"}), 2);
  EXPECT_EQ(run_it({"register", "--token-file", "/nowhere/token"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
}

TEST_F(Registering, DoesNotWaitIfToldSo) {
  EXPECT_EQ(run_it({"register", "ABC", "--no-wait"}), 0);
  EXPECT_EQ(daemon.asked[0], R"(POST /v1/registration {"token":"ABC"})");
  EXPECT_EQ(console.out, "Started.\nSee 'smart-agentctl status' for the progress and the result.\n");
}

TEST_F(Registering, TellsWhenTheNextAttemptIs) {  // R-REG-3
  daemon.will_answer(
      "POST /v1/registration?wait=1", 503,
      R"({"code":"unavailable","detail":"ssm.example.com has no address.","remedy":"check the name server",)"
      R"("next_attempt":"2026-03-02T10:31:00Z","cause":"dns"})");
  EXPECT_EQ(run_it({"register", "ABC"}), 6);
  EXPECT_EQ(console.err,
            "error: unavailable: ssm.example.com has no address; check the name server; next attempt at "
            "Mar 02 10:31:00 2026 UTC\n");
}

TEST_F(Registering, DeregisterAsksOnATerminalAndNeedsYesOtherwise) {
  daemon.will_answer("DELETE /v1/registration", 204, "");
  EXPECT_EQ(run_it({"deregister"}), 2);
  console.askable = true;
  EXPECT_EQ(run_it({"deregister"}), 0);
  EXPECT_TRUE(daemon.asked.empty());
  EXPECT_EQ(console.out, "Nothing was changed.\n");
  console.says_yes = true;
  EXPECT_EQ(run_it({"license", "smart", "deregister"}), 0);
  EXPECT_EQ(daemon.asked.size(), 1U);
  EXPECT_EQ(console.questions, 2);
  console.askable = false;
  EXPECT_EQ(run_it({"deregister", "--yes"}), 0);
  EXPECT_EQ(daemon.asked.size(), 2U);
}

TEST_F(Registering, DeregisterOnOneSideNamesTheInstanceToRemoveOnce) {  // R-REG-9
  daemon.will_answer("DELETE /v1/registration", 202,
                     R"({"text":"Deregistered here only. Remove product instance i-1 by hand.","instance_id":"i-1"})");
  EXPECT_EQ(run_it({"deregister", "--yes"}), 0);
  EXPECT_EQ(console.out, "Deregistered here only. Remove product instance i-1 by hand.\n");
}

TEST_F(Registering, RenewalsWaitUnlessToldNotTo) {
  daemon.will_answer("POST /v1/authorization/renew?wait=1", 200, R"({"text":"Authorized."})");
  daemon.will_answer("POST /v1/registration/renew", 202, R"({"text":"Started."})");
  EXPECT_EQ(run_it({"license", "smart", "renew", "auth"}), 0);
  EXPECT_EQ(run_it({"renew", "registration", "--no-wait"}), 0);
  EXPECT_EQ(daemon.asked[0], "POST /v1/authorization/renew?wait=1 {}");
  EXPECT_EQ(daemon.asked[1], "POST /v1/registration/renew {}");
}

}  // namespace
}  // namespace lic::cli
