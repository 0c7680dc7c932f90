// `reservation ...` in both spellings with the vendor's dialogue (R-SLR), `migrate`, `factory-reset`.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "daemon/cli/json_reading.hpp"
#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

constexpr const char* kInstalled =
    R"({"confirmation_code":null,"text":"The reservation is installed: 10 Premium Seat.","warnings":[]})";
constexpr const char* kInstall =
    R"(POST /v1/reservation/install {"authorization_code":"<specificPLR>x</specificPLR>"})";
constexpr const char* kDryRun =
    R"(POST /v1/reservation/install {"authorization_code":"<specificPLR>x</specificPLR>","dry_run":true})";
constexpr const char* kCode = "<specificPLR>x</specificPLR>";
constexpr const char* kReturned =
    R"({"return_code":"CC-3AEN61-XgQW45-7kLmNp-Zq8Rst","text":"The reservation is returned here.","warnings":[]})";

class ReservationVerbs : public testing::Test {
protected:
  ReservationVerbs() {
    daemon.will_answer("POST /v1/reservation/install", 200, kInstalled);
    daemon.will_answer("POST /v1/reservation/return", 200, kReturned);
    daemon.will_answer("POST /v1/reservation/return-authorization", 200, kReturned);
    daemon.will_answer("GET /v1/status", 200, R"({"evaluation":{"seconds_left":4000}})");
  }
  int run(std::vector<std::string> arguments) { return run_with(daemon, console, std::move(arguments)); }
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(ReservationVerbs, EnableTellsItsWarningsAndItsSuccess) {
  daemon.will_answer("POST /v1/reservation/enable", 200,
                     R"({"text":"License reservation is enabled.","warnings":["SSM can be reached from here"]})");
  EXPECT_EQ(run({"license", "smart", "reservation", "enable"}), 0);
  EXPECT_EQ(console.out,
            "License reservation is enabled.\nWarning: SSM can be reached from here\nCommand successful.\n");
}

TEST_F(ReservationVerbs, PlainVerbsEndWithTheVendorsLine) {
  for (const char* verb : {"cancel", "disable"}) {
    console.out.clear();
    daemon.will_answer(std::string("POST /v1/reservation/") + verb, 200, R"({"text":"Done so.","warnings":[]})");
    EXPECT_EQ(run({"reservation", verb}), 0);
    EXPECT_EQ(console.out, "Done so.\nCommand successful.\n");
  }
}

TEST_F(ReservationVerbs, RequestShowsTheCodeAndTheVendorsTable) {
  daemon.will_answer("POST /v1/reservation/request", 200,
                     R"({"request_code":"CB-ZUCCX:059d8a992467-AAwxxawE5-73","licenses":[)"
                     R"({"name":"standard","display_name":"CCX Flex Standard Seat","mandatory":false},)"
                     R"({"name":"version","display_name":"UCCX Version 15","mandatory":true}],)"
                     R"("text":"Enter the request code at SSM.","warnings":[]})");
  EXPECT_EQ(run({"license", "smart", "reservation", "request", "specific"}), 0);
  EXPECT_EQ(console.out,
            "Reservation Request Code: CB-ZUCCX:059d8a992467-AAwxxawE5-73\n"
            "Enter the request code at SSM.\n"
            "\n"
            "SL NO.  LICENSE NAME            MANDATORY\n"
            "1       CCX Flex Standard Seat  NO\n"
            "2       UCCX Version 15         YES\n"
            "\n"
            "Command successful.\n");
}

TEST_F(ReservationVerbs, ALongCodeHasNoBreakInIt) {
  const std::string code = "CB-ZUCCX:" + std::string(64, 's') + "-AAwxxawE5-73";
  daemon.will_answer("POST /v1/reservation/request", 200, R"({"request_code":")" + code + R"(","text":"x"})");
  EXPECT_EQ(run({"reservation", "request"}), 0);
  EXPECT_TRUE(console.out.starts_with("Reservation Request Code:\n" + code + "\n")) << console.out;
}

TEST_F(ReservationVerbs, InstallAsksTheVendorsQuestionAfterSayingWhatWillCome) {
  console.askable = console.watched = console.says_yes = true;
  EXPECT_EQ(run({"license", "smart", "reservation", "install", kCode}), 0);
  EXPECT_EQ(console.asked, "This operation has to be performed in maintenance window. Continue");
  EXPECT_EQ(console.err,
            "The reservation is installed: 10 Premium Seat.\nThe reservation is being installed. Please wait ...\n");
  EXPECT_EQ(console.out, "The reservation is installed: 10 Premium Seat.\nCommand successful.\n");
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{kDryRun, kInstall}));
}

TEST_F(ReservationVerbs, NoAtTheQuestionChangesNothing) {
  console.askable = true;
  EXPECT_EQ(run({"reservation", "install", kCode}), 0);
  EXPECT_EQ(console.out, "Nothing was changed.\n");
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{kDryRun}));
}

TEST_F(ReservationVerbs, AWrongCodeIsRefusedWithoutAQuestion) {
  console.askable = console.says_yes = true;
  daemon.will_answer(
      "POST /v1/reservation/install", 409,
      R"({"code":"failed_precondition","detail":"it is for another machine","remedy":"make a request"})");
  EXPECT_EQ(run({"reservation", "install", kCode}), 3);
  EXPECT_EQ(console.questions, 0);
  EXPECT_EQ(console.err, "error: failed_precondition: it is for another machine; make a request\n");
}

TEST_F(ReservationVerbs, ACodeThatIsNotSignedIsNotToBeTrusted) {
  daemon.will_answer("POST /v1/reservation/install", 422,
                     R"({"code":"data_corrupt","detail":"the signature is not good","remedy":"copy it whole"})");
  EXPECT_EQ(run({"reservation", "install", kCode, "--yes"}), 8);
}

TEST_F(ReservationVerbs, InstallNeedsYesWithoutATerminal) {
  EXPECT_EQ(run({"reservation", "install", kCode}), 2);
  EXPECT_EQ(console.err,
            "error: usage: installing a reservation changes what is licensed and asks before it does; add --yes\n");
  EXPECT_TRUE(daemon.asked.empty());
  EXPECT_EQ(run({"reservation", "install", kCode, "--yes"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{kInstall}));
}

TEST_F(ReservationVerbs, AChangeShowsTheConfirmationCode) {
  daemon.will_answer("POST /v1/reservation/install", 200,
                     R"({"confirmation_code":"125ffe1b","text":"The reservation is changed.","warnings":[]})");
  EXPECT_EQ(run({"reservation", "install", kCode, "--yes"}), 0);
  EXPECT_EQ(console.out,
            "The reservation is changed.\nConfirmation Code is: 125ffe1b\n"
            "Use this code in Cisco SSM. Until then it counts the reservation as before.\n"
            "Command successful.\n");
}

TEST_F(ReservationVerbs, ADryRunSaysThatNothingChanged) {
  EXPECT_EQ(run({"reservation", "install", kCode, "--dry-run"}), 0);
  EXPECT_EQ(console.out, "The reservation is installed: 10 Premium Seat.\nNothing was changed.\n");
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{kDryRun}));
}

TEST_F(ReservationVerbs, ACodeIsPastedOverSeveralLines) {
  console.askable = console.says_yes = true;
  console.pasted = "<specificPLR>x\n</specificPLR>\n";
  EXPECT_EQ(run({"reservation", "install"}), 0);
  EXPECT_TRUE(console.err.starts_with("Paste the authorization code, up to </specificPLR>, and press Enter:\n"))
      << console.err;
  EXPECT_EQ(daemon.asked.back(),
            R"(POST /v1/reservation/install {"authorization_code":"<specificPLR>x\n</specificPLR>\n"})");
}

TEST_F(ReservationVerbs, HalfACodeIsNotSent) {
  console.askable = true;
  EXPECT_EQ(run({"reservation", "install"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
}

TEST_F(ReservationVerbs, ACodeComesFromStandardInput) {
  console.input = kCode;
  EXPECT_EQ(run({"reservation", "install", "--file", "-", "--yes"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{kInstall}));
  console.input = " \n";
  EXPECT_EQ(run({"reservation", "install", "--file", "-", "--yes"}), 2);
  EXPECT_EQ(run({"reservation", "return-authorization"}), 2);
}

TEST_F(ReservationVerbs, ACodeComesFromAFileOfThisMachine) {
  const std::string path = "/tmp/lic-code-" + std::to_string(::getpid());
  std::ofstream(path) << kCode;
  EXPECT_EQ(run({"license", "smart", "reservation", "install-file", path, "--yes"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{kInstall}));
  std::ofstream(path) << "";
  EXPECT_EQ(run({"reservation", "install-file", path, "--yes"}), 2);
  std::ofstream(path) << std::string(70'000, 'x');
  EXPECT_EQ(run({"reservation", "install-file", path, "--yes"}), 2);
  std::filesystem::remove(path);
  EXPECT_EQ(run({"reservation", "install-file", path, "--yes"}), 2);
  EXPECT_EQ(daemon.asked.size(), 1U);
}

TEST_F(ReservationVerbs, AFileElsewhereIsNotFetched) {
  EXPECT_EQ(run({"license", "smart", "reservation", "install-file", "sftp://host:22/code", "--yes"}), 2);
  EXPECT_EQ(console.err,
            "error: usage: the file must lie on this machine, so sftp://host:22/code is not read; copy it here, then "
            "give its path\n");
}

TEST_F(ReservationVerbs, ReturnAsksTheVendorsQuestionAndShowsTheCode) {
  console.askable = true;
  EXPECT_EQ(run({"license", "smart", "reservation", "return"}), 0);
  EXPECT_EQ(console.asked,
            "This operation will return the license reservation and this product\n"
            "instance will transition back to the unregistered state. Continue");
  EXPECT_EQ(console.out, "Nothing was changed.\n");
  EXPECT_TRUE(console.err.empty());
  console.out.clear();
  console.says_yes = true;
  EXPECT_EQ(run({"reservation", "return"}), 0);
  EXPECT_EQ(console.out,
            "The reservation is returned here.\n"
            "Reservation Return Code: CC-3AEN61-XgQW45-7kLmNp-Zq8Rst\n"
            "Command successful.\n");
}

TEST_F(ReservationVerbs, ReturnWarnsWhereEnforcementFollows) {  // the evaluation is used up
  console.askable = true;
  daemon.will_answer("GET /v1/status", 200, R"({"evaluation":{"seconds_left":0}})");
  EXPECT_EQ(run({"reservation", "return"}), 0);
  EXPECT_EQ(console.err,
            "Warning: the evaluation period is used up, so provisioning is blocked as soon\n"
            "  as the reservation is returned\n");
}

TEST_F(ReservationVerbs, ReturnNeedsYesWithoutATerminal) {
  EXPECT_EQ(run({"reservation", "return"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
  EXPECT_EQ(run({"reservation", "return", "--yes"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{"POST /v1/reservation/return {}"}));
}

TEST_F(ReservationVerbs, ACodeThatWasNeverInstalledIsGivenBackInThreeSpellings) {
  EXPECT_EQ(run({"license", "smart", "reservation", "return-authorization", kCode}), 0);
  EXPECT_EQ(run({"license", "smart", "reservation", "return", "authorization", kCode}), 0);
  EXPECT_EQ(run({"reservation", "return-authorization", kCode}), 0);
  ASSERT_EQ(daemon.asked.size(), 3U);
  for (const std::string& asked : daemon.asked)
    EXPECT_EQ(asked,
              R"(POST /v1/reservation/return-authorization {"authorization_code":"<specificPLR>x</specificPLR>"})");
}

TEST_F(ReservationVerbs, JsonIsTheDaemonsOwn) {
  EXPECT_EQ(run({"reservation", "return", "--yes", "--json"}), 0);
  EXPECT_EQ(parse_json(console.out).value_or(Json{}), *parse_json(kReturned));
}

TEST_F(ReservationVerbs, ShowIsTheVendorsBlock) {
  daemon.will_answer("GET /v1/reservation", 200, R"({"enabled":false,"return_code":null})");
  EXPECT_EQ(run({"reservation", "show"}), 0);
  EXPECT_EQ(console.out, "Reservation Info\n================\nLicense reservation: DISABLED\n");
  console.out.clear();
  daemon.will_answer("GET /v1/reservation", 200,
                     R"({"enabled":true,"request_code":"CB-Z1","requested_at":"2026-03-02T09:12:00Z",)"
                     R"("authorization":null,"confirmation_code":null,"return_code":"CC-1",)"
                     R"("licenses":[{"name":"standard","display_name":null,"mandatory":false}]})");
  EXPECT_EQ(run({"reservation", "show"}), 0);
  EXPECT_EQ(console.out,
            "Reservation Info\n================\nLicense reservation: ENABLED\n"
            "Reservation status: REQUESTED on Mar 02 09:12:00 2026 UTC\nRequest code: CB-Z1\n"
            "Authorization code: None\nLast return code: CC-1\nLast confirmation code: None\n\n"
            "SL NO.  LICENSE NAME  MANDATORY\n1       standard      NO\n");
}

TEST(LifecycleVerbs, MigrateAsksBecauseThereIsNoWayBack) {
  FakeDaemon daemon;
  FakeConsole console;
  daemon.will_answer("POST /v1/migration", 200, R"({"text":"Smart licensing is enabled, for good."})");
  EXPECT_EQ(run_with(daemon, console, {"migrate"}), 2);
  EXPECT_EQ(console.err,
            "error: usage: migrate leaves classic licensing for good and asks before it does; add --yes\n");
  console.askable = true;
  EXPECT_EQ(run_with(daemon, console, {"migrate"}), 0);
  EXPECT_EQ(console.out, "Nothing was changed.\n");
  EXPECT_TRUE(daemon.asked.empty());
  EXPECT_EQ(run_with(daemon, console, {"migrate", "--yes"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{R"(POST /v1/migration {"confirm":true})"}));
}

TEST(LifecycleVerbs, FactoryResetNeedsConsentInBothSpellings) {
  FakeDaemon daemon;
  FakeConsole console;
  daemon.will_answer("POST /v1/factory-reset", 200, R"({"text":"Everything was forgotten."})");
  EXPECT_EQ(run_with(daemon, console, {"factory-reset"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
  EXPECT_EQ(run_with(daemon, console, {"license", "smart", "factory", "reset", "--yes"}), 0);
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{R"(POST /v1/factory-reset {"confirm":true})"}));
  EXPECT_EQ(console.out, "Everything was forgotten.\n");
}

}  // namespace
}  // namespace lic::cli
