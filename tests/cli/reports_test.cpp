// smart-agentctl reports
#include <gtest/gtest.h>

#include <string>

#include "daemon/cli/json_reading.hpp"
#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

std::string page(const std::string& sessions, const std::string& end) {
  return R"({"id":17,"entitlement":"premium","start":"2026-03-02T10:15:00Z","end":"2026-03-02T10:30:00Z","peak":2,)"
         R"("peak_at":"2026-03-02T10:28:11Z","explanation":"It was so.","sessions":[)" +
         sessions + "]," + end + "}";
}
std::string session(const char* id, int change, const char* ended) {
  return std::string{R"({"id":")"} + id + R"(","class":"premium","since":"2026-03-02T08:00:00Z","change":)" +
         std::to_string(change) + R"(,"ended":)" + ended + "}";
}

// The first session ended while the pages were read, and comes twice.
FakeDaemon daemon_with_report() {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/reports/17/explain?limit=1000", 200,
                     page(session("a", 3, "false"), R"("found":1,"matches_peak":null,"reason":null,"cursor":"0:9")"));
  daemon.will_answer("GET /v1/reports/17/explain?limit=1000&cursor=0%3A9", 200,
                     page(session("a", 3, "true") + "," + session("b", 4, "true"),
                          R"("found":3,"matches_peak":null,"reason":"count each once","cursor":null)"));
  return daemon;
}

TEST(Reports, ExplainCountsEachSessionOnce) {
  FakeDaemon daemon = daemon_with_report();
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"reports", "explain", "17"}), 0);
  EXPECT_EQ(console.out,
            "Report: 17\n"
            "License: premium\n"
            "Time: Mar 02 10:15:00 2026 UTC to Mar 02 10:30:00 2026 UTC\n"
            "Peak: 2, first reached Mar 02 10:28:11 2026 UTC\n"
            "Because: It was so.\n"
            "Sessions: 2 of 2\n"
            "\n"
            "Seat user  Class    Signed in                 Now\n"
            "a          premium  Mar 02 08:00:00 2026 UTC  goes on\n"
            "b          premium  Mar 02 08:00:00 2026 UTC  ended\n");
}

TEST(Reports, ExplainAsJsonSaysThatTheyAreAll) {
  FakeDaemon daemon = daemon_with_report();
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"reports", "explain", "17", "--json"}), 0);
  const auto said = parse_json(console.out);
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(count_at(*said, "found"), 2);
  EXPECT_EQ(flag_at(*said, "matches_peak"), true);
  EXPECT_TRUE(member_at(*said, "reason").is_null());
}

TEST(Reports, ExplainSaysWhyNotAllAreKnown) {
  FakeDaemon daemon;
  daemon.will_answer(
      "GET /v1/reports/17/explain?limit=1000", 200,
      page("", R"("found":0,"matches_peak":null,"reason":"The log does not reach back.","cursor":null)"));
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"reports", "explain", "17"}), 0);
  EXPECT_TRUE(console.out.ends_with("Sessions: 0 of 2\nNot all: The log does not reach back.\n")) << console.out;
}

TEST(Reports, AreListedNewestFirstWithWhatStillWaits) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/reports?from=2026-03-02T00%3A00%3A00Z&limit=1000", 200,
                     R"({"reports":[{"id":18,"entitlement":"standard","start":"2026-03-02T10:15:00Z",)"
                     R"("end":"2026-03-02T10:30:00Z","peak":87,"peak_at":"2026-03-02T10:28:11Z","waiting":true},)"
                     R"({"id":17,"entitlement":"premium","start":"2026-03-02T10:15:00Z","end":"2026-03-02T10:30:00Z",)"
                     R"("peak":25,"peak_at":"2026-03-02T10:28:11Z","waiting":false}],"cursor":null})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"reports", "--from", "2026-03-02T00:00:00Z"}), 0);
  EXPECT_EQ(console.out,
            "Report  License   From              To                Peak  Delivered\n"
            "18      standard  2026-03-02 10:15  2026-03-02 10:30    87  waits\n"
            "17      premium   2026-03-02 10:15  2026-03-02 10:30    25  yes\n");
}

TEST(Reports, OfTheLastDayUnlessTold) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/status", 200, R"({"clock":{"now":"2026-03-02T12:00:00Z"}})");
  daemon.will_answer("GET /v1/reports?from=2026-03-01T12%3A00%3A00Z&limit=1000", 200,
                     R"({"reports":[],"cursor":null})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"reports", "list"}), 0);
  EXPECT_EQ(console.out, "No reports in this time.\n");
}

TEST(Reports, AnUnknownOneIsAWrongState) {
  FakeDaemon daemon;
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"reports", "explain", "18"}), 3);
  EXPECT_EQ(run_with(daemon, console, {"reports", "explain"}), 2);
}

}  // namespace
}  // namespace lic::cli
