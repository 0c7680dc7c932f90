#include "daemon/cli/records.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

constexpr const char* kFirstPage =
    R"({"rows":[{"interval_start":"2026-03-02T10:00:00Z","interval_end":"2026-03-02T10:15:00Z","entitlement":)"
    R"("standard","current":1,"peak":2,"average":1.5,"reported":2,"locked":null,"purchased":60,)"
    R"("state":"authorized"}],"cursor":"1772445600000.1"})";
constexpr const char* kSecondPage =
    R"({"rows":[{"interval_start":"2026-03-02T10:00:00Z","interval_end":"2026-03-02T10:15:00Z","entitlement":"seats",)"
    R"("current":1,"peak":2,"average":1.5,"reported":null,"locked":null,"purchased":null,"state":"authorized"}],)"
    R"("cursor":null})";

FakeDaemon daemon_with_history() {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/history?format=json&limit=1000", 200, kFirstPage);
  daemon.will_answer("GET /v1/history?format=json&limit=1000&cursor=1772445600000.1", 200, kSecondPage);
  return daemon;
}

TEST(Records, HistoryIsReadToItsEndEachRowOnce) {
  FakeDaemon daemon = daemon_with_history();
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"history", "--csv"}), 0);
  EXPECT_EQ(console.out,
            "interval_start,entitlement,current,peak,average,reported,locked,purchased,state\n"
            "2026-03-02T10:00:00Z,standard,1,2,1.5,2,,60,authorized\n"
            "2026-03-02T10:00:00Z,seats,1,2,1.5,,,,authorized\n");
}

TEST(Records, HistoryAsJsonIsOneListOfAllPages) {
  FakeDaemon daemon = daemon_with_history();
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"history", "--json"}), 0);
  const auto parsed = parse_json(console.out);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(list_at(*parsed, "rows").size(), 2U);
  EXPECT_EQ(console.out, pretty(*parsed) + "\n");
}

TEST(Records, AnEmptyHistoryIsAnEmptyList) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/history?format=json&limit=1000", 200, R"({"rows":[],"cursor":null})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"history", "--json"}), 0);
  EXPECT_EQ(console.out, "{\n  \"rows\": []\n}\n");
  EXPECT_EQ(run_with(daemon, console, {"history"}), 0);
  EXPECT_TRUE(console.out.ends_with("No history yet.\n"));
}

TEST(Records, HistoryAsksForTheTimeThatIsWanted) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/history?format=json&from=2026-03-02T10%3A00%3A00Z&to=2026-03-02T11%3A00%3A00Z&limit=1000",
                     200, R"({"rows":[],"cursor":null})");
  FakeConsole console;
  EXPECT_EQ(
      run_with(daemon, console, {"history", "--csv", "--from", "2026-03-02T10:00:00Z", "--to", "2026-03-02T11:00:00Z"}),
      0);
}

TEST(Records, HistoryFitsTheScreen) {
  FakeDaemon daemon = daemon_with_history();
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"history"}), 0);
  EXPECT_EQ(console.out,
            "Interval start   License  Curr Peak Avg Rep Lock Purch State\n"
            "2026-03-02 10:00 standard    1    2 1.5   2    -    60 authorized\n"
            "2026-03-02 10:00 seats       1    2 1.5   -    -     - authorized\n");
}

TEST(Records, EventsArePagedByTheNumberOfTheLast) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/events?limit=1000&since=7", 200,
                     R"({"events":[{"id":8,"time":"2026-03-02T10:30:00Z","name":"SYSTEM_TO_ENTER_OOC_STATE",)"
                     R"("kind":"alarm_raised","severity":1,"minutes":45,"text":"Text."}],"next":8})");
  daemon.will_answer("GET /v1/events?limit=1000&since=8", 200, R"({"events":[],"next":8})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"events", "--since", "7"}), 0);
  EXPECT_EQ(console.out,
            "Mar 02 10:30:00 2026 UTC  SYSTEM_TO_ENTER_OOC_STATE (alarm raised, severity 1,\n"
            "  45 minutes)  #8\n"
            "    Text.\n");
  EXPECT_EQ(daemon.asked.size(), 2U);
}

TEST(Records, EventsCanBeAskedForByDate) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/events?limit=1000", 200,
                     R"({"events":[{"id":1,"time":"2026-03-02T10:30:00Z","name":"A"},)"
                     R"({"id":2,"time":"2026-03-02T10:31:00Z","name":"B"}],"next":null})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"events", "--since", "2026-03-02T10:30:00Z"}), 0);
  EXPECT_EQ(console.out, "Mar 02 10:31:00 2026 UTC  B (info)  #2\n");
  EXPECT_EQ(run_with(daemon, console, {"events", "--since", "noon"}), 2);
}

TEST(Records, SeatsFollowTheCursor) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/seats?limit=1000", 200,
                     R"({"seats":[{"id":"a1","class":"standard","capabilities":["inbound_voice"],"used":[],)"
                     R"("since":"2026-03-02T07:00:00Z"}],"total":2,"cursor":"0:a1"})");
  // A page may be empty without being the last.
  daemon.will_answer("GET /v1/seats?limit=1000&cursor=0%3Aa1", 200, R"({"seats":[],"total":2,"cursor":"1:"})");
  daemon.will_answer("GET /v1/seats?limit=1000&cursor=1%3A", 200,
                     R"({"seats":[{"id":"a2","class":"premium","capabilities":["chat"],"used":["chat"],)"
                     R"("since":"2026-03-02T07:00:00Z"}],"total":2,"cursor":null})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"seats"}), 0);
  EXPECT_TRUE(console.out.starts_with("Seat users signed in: 2\n")) << console.out;
  EXPECT_NE(console.out.find("a2\n  Class: premium\n"), std::string::npos) << console.out;
}

TEST(Records, ExplainEncodesTheSeat) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/seats/a%2F1/explain", 200,
                     R"({"id":"a/1","class":"premium","rule":"chat is configured, and that makes a seat user premium",)"
                     R"("capabilities":["inbound_voice","chat"],"used":[],"since":"2026-03-02T07:00:00Z"})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"seats", "explain", "a/1"}), 0);
  EXPECT_EQ(console.out,
            "Seat user: a/1\n"
            "Class: premium\n"
            "Because: chat is configured, and that makes a seat user premium\n"
            "Signed in: Mar 02 07:00:00 2026 UTC\n"
            "Capabilities: inbound_voice, chat\n"
            "Used: None\n");
}

TEST(Records, ConfigurationIsShownAsKeysAndValues) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/config", 200,
                     R"({"set_by_command":[],"transport":{"url":null,"proxy":{"host":"p","port":1},"no_proxy":[]}})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"config", "show"}), 0);
  EXPECT_EQ(console.out,
            "transport.url: None\ntransport.proxy.host: p\ntransport.proxy.port: 1\ntransport.no_proxy: None\n");
}

TEST(Records, ConfigurationMarksWhatACommandSet) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/config", 200, R"({"set_by_command":["transport"],"transport":{"route":"direct"}})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"config", "show"}), 0);
  EXPECT_EQ(console.out, "transport: set by command, wins over the file\ntransport.route: direct\n");
}

TEST(LabTime, IsAdvancedDayByDay) {
  FakeDaemon daemon;
  daemon.will_answer("GET /v1/lab/clock", 200, R"({"now":"2026-03-02T06:00:00Z","next_due":null,"settled":true})");
  daemon.will_answer("POST /v1/lab/clock", 200,
                     R"({"now":"2026-03-04T18:00:00Z","next_due":"2026-03-04T18:15:00Z","settled":true})");
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"lab", "advance", "60h"}), 0);
  EXPECT_EQ(daemon.asked,
            (std::vector<std::string>{"GET /v1/lab/clock", R"(POST /v1/lab/clock {"to":"2026-03-03T06:00:00Z"})",
                                      R"(POST /v1/lab/clock {"to":"2026-03-04T06:00:00Z"})",
                                      R"(POST /v1/lab/clock {"to":"2026-03-04T18:00:00Z"})"}));
  EXPECT_EQ(console.out, "Lab time: Mar 04 18:00:00 2026 UTC\nNext due: Mar 04 18:15:00 2026 UTC\nSettled: yes\n");
  EXPECT_EQ(run_with(daemon, console, {"lab", "off", "2h"}), 0);
  EXPECT_EQ(daemon.asked.back(), R"(POST /v1/lab/clock {"off_until":"2026-03-02T08:00:00Z"})");
  EXPECT_EQ(run_with(daemon, console, {"lab", "step", "-90"}), 0);
  EXPECT_EQ(daemon.asked.back(), R"(POST /v1/lab/clock {"step_seconds":-90})");
}

}  // namespace
}  // namespace lic::cli
