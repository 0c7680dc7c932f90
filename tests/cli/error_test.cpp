#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

struct ErrorRow {
  const char* code;
  const char* cause;  // "" = null
  int http_status;
  int exit_code;
};

std::string problem_object(const ErrorRow& row) {
  const std::string cause = *row.cause == '\0' ? "null" : "\"" + std::string{row.cause} + "\"";
  return R"({"type":"about:blank","title":"T","status":)" + std::to_string(row.http_status) +
         R"(,"detail":"It did not work.","code":")" + row.code +
         R"(","remedy":"do better","next_attempt":"2026-03-02T10:45:00Z","cause":)" + cause + "}";
}

class ErrorTable : public testing::TestWithParam<ErrorRow> {};

TEST_P(ErrorTable, OneLineAndTheExitCode) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/status", GetParam().http_status, problem_object(GetParam()));
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"status"}), GetParam().exit_code);
  EXPECT_EQ(console.out, "");
  EXPECT_EQ(console.err, "error: " + std::string{GetParam().code} +
                             ": It did not work; do better; next attempt at Mar 02 10:45:00 2026 UTC\n");
}

TEST_P(ErrorTable, TheProblemObjectWithJson) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/status", GetParam().http_status, problem_object(GetParam()));
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"status", "--json"}), GetParam().exit_code);
  EXPECT_EQ(console.err, problem_object(GetParam()) + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Codes, ErrorTable,
    testing::Values(ErrorRow{"invalid_argument", "", 400, 2}, ErrorRow{"unauthenticated", "", 401, 4},
                    ErrorRow{"permission_denied", "", 403, 4}, ErrorRow{"not_found", "", 404, 3},
                    ErrorRow{"already_exists", "", 409, 3}, ErrorRow{"failed_precondition", "", 409, 3},
                    ErrorRow{"resource_exhausted", "", 409, 5}, ErrorRow{"resource_exhausted", "", 503, 5},
                    ErrorRow{"ova_limit", "", 409, 5}, ErrorRow{"license_limit", "", 409, 5},
                    ErrorRow{"unavailable", "dns", 503, 6}, ErrorRow{"unavailable", "clock", 503, 8},
                    ErrorRow{"unavailable", "signature", 503, 8}, ErrorRow{"unavailable", "protocol", 503, 8},
                    ErrorRow{"deadline_exceeded", "no_answer", 504, 6}, ErrorRow{"rejected_by_ssm", "token", 422, 7},
                    ErrorRow{"data_corrupt", "", 502, 8}, ErrorRow{"storage", "", 507, 9},
                    ErrorRow{"internal", "", 500, 70}));

struct FailureRow {
  HttpFailure kind;
  const char* code;
  int exit_code;
};
class NoAnswer : public testing::TestWithParam<FailureRow> {};

TEST_P(NoAnswer, SaysWhereAndWhatToDo) {
  FakeDaemon daemon;
  daemon.answers["GET /v1/status"] = HttpFailed{GetParam().kind, "library text"};
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"status"}), GetParam().exit_code);
  EXPECT_TRUE(console.err.starts_with("error: " + std::string{GetParam().code} + ": ")) << console.err;
  EXPECT_NE(console.err.find("/nowhere"), std::string::npos);
  EXPECT_EQ(std::ranges::count(console.err, '\n'), 1);
}

INSTANTIATE_TEST_SUITE_P(Kinds, NoAnswer,
                         testing::Values(FailureRow{HttpFailure::nobody_listens, "not_running", 75},
                                         FailureRow{HttpFailure::not_permitted, "permission_denied", 4},
                                         FailureRow{HttpFailure::cut_off, "not_running", 75},
                                         FailureRow{HttpFailure::timed_out, "deadline_exceeded", 6},
                                         FailureRow{HttpFailure::other, "internal", 70}));

TEST(Errors, NamesTheServiceToStart) {
  FakeDaemon daemon;
  daemon.answers["GET /v1/status"] = HttpFailed{HttpFailure::nobody_listens, ""};
  FakeConsole console;
  (void)run_with(daemon, console, {"status"});
  EXPECT_NE(console.err.find("systemctl start smart-agentd"), std::string::npos);
}

TEST(Errors, AreOneLineWhateverTheTextHolds) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/status", 422, R"({"code":"rejected_by_ssm","detail":"two\nlines\u001b[2J","remedy":""})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"status"}), 7);
  EXPECT_EQ(console.err, "error: rejected_by_ssm: two lines [2J\n");
}

TEST(Errors, AnAnswerWithoutProblemObjectIsAnError) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/status", 500, "<html>");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"status"}), 70);
  daemon.will_answer("GET /v1/status", 200, "<html>");
  EXPECT_EQ(run_with(daemon, console, {"status"}), 70);
  daemon.will_answer("GET /v1/status", 200, "[]");
  EXPECT_EQ(run_with(daemon, console, {"status"}), 70);
}

TEST(Errors, AFullDiskUnderTheOutputIsNotADoneJob) {
  FakeDaemon daemon;
  FakeConsole console;
  console.flushed = false;
  EXPECT_EQ(run_with(daemon, console, {"version"}), 9);
}

TEST(Errors, ADaemonThatIsAwayIsCriticalForMonitoring) {
  FakeDaemon daemon;
  daemon.answers["GET /v1/status"] = HttpFailed{HttpFailure::nobody_listens, ""};
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"status", "--check"}), 2);
  EXPECT_TRUE(console.out.starts_with("CRITICAL: "));
}

}  // namespace
}  // namespace lic::cli
