#include "daemon/cli/trace_file.hpp"

#include <gtest/gtest.h>

#include <string>

#include "agent/time_text.hpp"
#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

const std::string kHeader = "time,event,seat,detail\n";

TEST(TraceFile, ReadsEveryKindOfRow) {
  const auto rows = parse_trace("t.csv", kHeader +
                                             "2026-03-02T06:50:00Z,ports,,inbound=28;outbound=3\r\n"
                                             "2026-03-02T06:53:49Z,sign_in,agent1106,inbound_voice;supervisor\n"
                                             "2026-03-02T07:08:21Z,used,agent1106,chat\n"
                                             "2026-03-02T07:08:21Z,sign_out,agent1106,");
  ASSERT_TRUE(rows) << rows.error().what;
  ASSERT_EQ(rows->size(), 4U);
  EXPECT_EQ((*rows)[0].ports, (std::vector<std::pair<std::string, std::int64_t>>{{"inbound", 28}, {"outbound", 3}}));
  EXPECT_EQ((*rows)[1].capabilities, (std::vector<std::string>{"inbound_voice", "supervisor"}));
  EXPECT_EQ((*rows)[2].event, TraceEvent::used);
  EXPECT_EQ((*rows)[3].seat, "agent1106");
  EXPECT_EQ(to_rfc3339((*rows)[3].time), "2026-03-02T07:08:21Z");
  EXPECT_EQ((*rows)[3].line, 5);
}

struct WrongTrace {
  const char* rows;
  const char* fault;
};
class WrongTraces : public testing::TestWithParam<WrongTrace> {};

TEST_P(WrongTraces, AreRefusedWithFileAndLine) {
  const auto rows = parse_trace("t.csv", kHeader + GetParam().rows);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().what, GetParam().fault);
  EXPECT_EQ(rows.error().exit_code, kExitUsage);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongTraces,
    testing::Values(
        WrongTrace{"", "t.csv:1: the file holds no rows"},
        WrongTrace{"2026-03-02T07:00:00Z,sign_in,a\n", "t.csv:2: a row has 4 fields (time,event,seat,detail), not 3"},
        WrongTrace{"yesterday,sign_in,a,chat\n", "t.csv:2: 'yesterday' is no date like 2026-03-02T07:00:00Z"},
        WrongTrace{"2026-02-30T07:00:00Z,sign_in,a,chat\n",
                   "t.csv:2: '2026-02-30T07:00:00Z' is no date like 2026-03-02T07:00:00Z"},
        WrongTrace{"2026-03-02T07:00:00Z,log_in,a,chat\n", "t.csv:2: 'log_in' is not sign_in, sign_out, used or ports"},
        WrongTrace{"2026-03-02T07:00:00Z,sign_in,,chat\n", "t.csv:2: a seat is 1 to 128 printable bytes"},
        WrongTrace{"2026-03-02T07:00:00Z,ports,a,inbound=1\n", "t.csv:2: a ports row names no seat"},
        WrongTrace{"2026-03-02T07:00:00Z,sign_in,a,chat;fax\n", "t.csv:2: 'fax' is no capability"},
        WrongTrace{"2026-03-02T07:00:00Z,used,a,\n", "t.csv:2: '' is no capability"},
        WrongTrace{"2026-03-02T07:00:00Z,sign_out,a,chat\n", "t.csv:2: a sign_out row has no detail"},
        WrongTrace{"2026-03-02T07:00:00Z,ports,,inbound=-1\n", "t.csv:2: '-1' is no count from 0 to 1000000"},
        WrongTrace{"2026-03-02T07:00:00Z,ports,,inbound=1x\n", "t.csv:2: '1x' is no count from 0 to 1000000"},
        WrongTrace{"2026-03-02T07:00:00Z,ports,,fax=1\n",
                   "t.csv:2: 'fax=1' is not inbound, outbound, ivr or outbound_seats with '=' and a count"},
        WrongTrace{"2026-03-02T07:00:00Z,sign_out,a,\n\n",
                   "t.csv:3: a row has 4 fields (time,event,seat,detail), not 1"},
        WrongTrace{"2026-03-02T07:00:00Z,sign_in,a,chat\n2026-03-02T06:59:59Z,sign_out,a,\n",
                   "t.csv:3: the time is earlier than the row before"}));

TEST(TraceFile, RefusesAnotherHeader) {
  EXPECT_EQ(parse_trace("t.csv", "time;event\n").error().what,
            "t.csv:1: the first line is not 'time,event,seat,detail'");
}

TEST(TraceFile, RefusesALineWithoutEnd) {
  const auto rows = parse_trace("t.csv", kHeader + std::string(5000, 'x'));
  EXPECT_EQ(rows.error().what, "t.csv:2: the line is longer than 4096 bytes");
}

TEST(TraceFile, AWrongFileAsksTheDaemonNothing) {
  FakeDaemon daemon;
  FakeConsole console;
  EXPECT_EQ(run_with(daemon, console, {"replay", "/nowhere/trace.csv"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
}

}  // namespace
}  // namespace lic::cli
