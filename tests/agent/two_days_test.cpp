// The main job on the real-shaped input, in the core alone: the two scenarios of the seeds (R-OOC, R-USE).
#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <map>
#include <sstream>

#include "agent/names.hpp"
#include "agent/time_text.hpp"
#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

struct TraceRow {
  WallTime time;
  std::string event, seat, detail;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<TraceRow> read_trace() {
  std::ifstream in(LIC_TEST_DATA "/two-days.csv");
  std::vector<TraceRow> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    auto parts = split(line, ',');
    parts.resize(4);
    rows.push_back({from_rfc3339(parts[0]).value(), parts[1], parts[2], parts[3]});
  }
  return rows;
}

Event event_of(const TraceRow& row) {
  CapabilitySet capabilities;
  if (row.event != "ports")
    for (const std::string& name : split(row.detail, ';')) capabilities |= with(capability_named(name).value());
  if (row.event == "sign_in") return SignIn{SeatId{row.seat}, capabilities, {}};
  if (row.event == "sign_out") return SignOut{SeatId{row.seat}};
  if (row.event == "used") return SeatUpdate{SeatId{row.seat}, std::nullopt, capabilities};
  PortsInUse ports;
  for (const std::string& part : split(row.detail, ';')) {
    const auto pair = split(part, '=');
    std::int64_t count = 0;
    (void)std::from_chars(pair[1].data(), pair[1].data() + pair[1].size(), count);
    (pair[0] == "inbound" ? ports.inbound : ports.outbound) = count;
  }
  return ports;
}

struct Line {
  std::int64_t standard = 0, premium = 0, seats = 0;
  std::optional<std::int64_t> locked_standard, locked_premium, locked_seats;
  std::string state;
};

struct Outcome {
  std::map<std::string, Line> reports;  // by interval end
  std::vector<std::string> alarms;      // "time kind name minutes"
};

Outcome replay(Policy policy, bool buy) {
  Rig rig(std::move(policy));
  Pool pool;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (const auto* authorization = std::get_if<AuthorizationRequest>(&request.body))
      return pool.judge(*authorization, rig.now.wall);
    return rig.identity_reply(request).answer;
  };
  rig.register_now();
  const WallTime buy_at = at("2026-03-03T15:05:00Z");
  bool bought = !buy;
  for (const TraceRow& row : read_trace()) {
    if (!bought && row.time >= buy_at) {
      rig.advance_to(buy_at);
      for (const auto& [name, count] : rig.status().ooc.shortfall)
        (name.value == "standard" ? pool.standard : pool.premium) += count;
      bought = true;
    }
    rig.advance_to(row.time);
    rig.feed(event_of(row));
  }
  rig.advance_to(at("2026-03-04T00:00:00Z"));
  Outcome outcome;
  for (const HistoryComplete& complete : rig.completions) {
    Line& line = outcome.reports[to_rfc3339(complete.interval_end)];
    line.state = complete.state;
    if (complete.entitlement == "standard") {
      line.standard = complete.reported.value_or(-1);
      line.locked_standard = complete.locked;
    } else if (complete.entitlement == "premium") {
      line.premium = complete.reported.value_or(-1);
      line.locked_premium = complete.locked;
    } else {
      line.seats = complete.reported.value_or(-1);
      line.locked_seats = complete.locked;
    }
  }
  for (const DomainEvent& event : rig.events)
    if (event.kind.starts_with("alarm"))
      outcome.alarms.push_back(to_rfc3339(event.at) + " " + event.kind + " " + event.name + " " +
                               (event.minutes ? std::to_string(*event.minutes) : "-"));
  return outcome;
}

TEST(TwoDays, TolerantShowsBothScenariosOfTheSeeds) {
  const Outcome outcome = replay(flex_policy(), true);
  const auto report = [&](const char* time) { return outcome.reports.at(time); };
  EXPECT_EQ(outcome.reports.size(), 192U);
  EXPECT_EQ(report("2026-03-02T10:30:00Z").standard, 87);
  EXPECT_EQ(report("2026-03-02T10:30:00Z").premium, 25);
  EXPECT_EQ(report("2026-03-02T10:30:00Z").seats, 112);
  EXPECT_EQ(report("2026-03-02T10:30:00Z").state, "tolerated");
  EXPECT_EQ(report("2026-03-02T11:00:00Z").state, "authorized");
  EXPECT_EQ(report("2026-03-03T10:30:00Z").standard, 93);
  EXPECT_EQ(report("2026-03-03T10:45:00Z").state, "locked");
  EXPECT_EQ(report("2026-03-03T10:45:00Z").locked_standard, 98);
  EXPECT_EQ(report("2026-03-03T10:45:00Z").locked_premium, 30);
  EXPECT_EQ(report("2026-03-03T10:45:00Z").locked_seats, 128);
  EXPECT_EQ(report("2026-03-03T11:00:00Z").locked_standard, 100);
  EXPECT_EQ(report("2026-03-03T11:00:00Z").locked_seats, 130);
  EXPECT_EQ(report("2026-03-03T12:00:00Z").standard, 100);
  EXPECT_EQ(report("2026-03-03T15:00:00Z").state, "locked");
  EXPECT_EQ(report("2026-03-03T15:15:00Z").standard, 100);
  EXPECT_EQ(report("2026-03-03T15:15:00Z").state, "authorized");
  EXPECT_LT(report("2026-03-03T15:30:00Z").standard, 100);
  const std::vector<std::string> expected = {
      "2026-03-02T10:30:00Z alarm_raised SYSTEM_TO_ENTER_OOC_STATE 45",
      "2026-03-02T10:45:00Z alarm_reminded SYSTEM_TO_ENTER_OOC_STATE 30",
      "2026-03-02T11:00:00Z alarm_cleared SYSTEM_TO_ENTER_OOC_STATE -",
      "2026-03-03T10:00:00Z alarm_raised SYSTEM_TO_ENTER_OOC_STATE 45",
      "2026-03-03T10:15:00Z alarm_reminded SYSTEM_TO_ENTER_OOC_STATE 30",
      "2026-03-03T10:30:00Z alarm_superseded SYSTEM_TO_ENTER_OOC_STATE -",
      "2026-03-03T10:30:00Z alarm_raised SYSTEM_TO_ENTER_OOC_STATE_SHORTLY 15",
      "2026-03-03T10:45:00Z alarm_superseded SYSTEM_TO_ENTER_OOC_STATE_SHORTLY -",
      "2026-03-03T10:45:00Z alarm_raised SYSTEM_IN_OOC_STATE -",
      "2026-03-03T15:15:00Z alarm_cleared SYSTEM_IN_OOC_STATE -"};
  EXPECT_EQ(outcome.alarms, expected);
}

TEST(TwoDays, WithoutBuyingTheLockStays) {
  const Outcome outcome = replay(flex_policy(), false);
  EXPECT_EQ(outcome.reports.at("2026-03-04T00:00:00Z").state, "locked");
  EXPECT_EQ(outcome.reports.at("2026-03-04T00:00:00Z").standard, 100);
}

TEST(TwoDays, ImmediateEntersAndLeavesByTheWindowAlone) {
  const Outcome outcome = replay(flex_su3_policy(), true);
  EXPECT_EQ(outcome.reports.size(), 6U);
  const Line first = outcome.reports.at("2026-03-02T16:00:00Z");
  EXPECT_EQ(first.standard, 96);
  EXPECT_EQ(first.premium, 16);
  EXPECT_EQ(first.seats, 112);
  EXPECT_EQ(first.state, "out_of_compliance");
  const Line second = outcome.reports.at("2026-03-03T16:00:00Z");
  EXPECT_EQ(second.standard, 108);
  EXPECT_EQ(second.premium, 23);
  EXPECT_EQ(second.seats, 130);
  EXPECT_EQ(outcome.reports.at("2026-03-03T00:00:00Z").standard, 75);
  EXPECT_EQ(outcome.reports.at("2026-03-03T00:00:00Z").premium, 12);
  EXPECT_EQ(outcome.reports.at("2026-03-04T00:00:00Z").standard, 73);
  EXPECT_EQ(outcome.reports.at("2026-03-04T00:00:00Z").premium, 17);
  const std::vector<std::string> expected = {"2026-03-02T16:00:00Z alarm_raised SYSTEM_IN_OOC_STATE -",
                                             "2026-03-03T00:00:00Z alarm_cleared SYSTEM_IN_OOC_STATE -",
                                             "2026-03-03T16:00:00Z alarm_raised SYSTEM_IN_OOC_STATE -",
                                             "2026-03-04T00:00:00Z alarm_cleared SYSTEM_IN_OOC_STATE -"};
  EXPECT_EQ(outcome.alarms, expected);
}

}  // namespace
}  // namespace lic::test
