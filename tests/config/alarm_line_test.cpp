#include "daemon/log/alarm_line.hpp"

#include <set>

#include <gtest/gtest.h>

#include "daemon/log/alarm_message_id.hpp"
#include "daemon/log/local_alarm_sinks.hpp"

namespace lic {
namespace {

const AlarmOrigin kOrigin{"Cisco Unified CCX Cluster View Daemon", "", "uccxpubsu1"};

AlarmNotice raised(AlarmCode code, std::optional<int> minutes = std::nullopt, std::string detail = {}) {
  return {AlarmNews::raised, code, minutes, std::move(detail), std::nullopt};
}
std::string line(SyslogForm form, const AlarmNotice& notice) {
  return alarm_line(form, kind_of(notice.code), notice, kOrigin);
}

// The sample lines of the vendor's document, to the letter.
TEST(AlarmLine, SystemFormIsTheDocumentedOne) {
  EXPECT_EQ(line(SyslogForm::system, raised(AlarmCode::system_to_enter_ooc_state_shortly, 15)),
            "%UC_LIB_LICENSE-0-SYSTEM_TO_ENTER_OOC_STATE_SHORTLY: %[The time remaining to enter OOC state=15 minutes]"
            "[AppID=Cisco Unified CCX Cluster View Daemon][ClusterID=][NodeID=uccxpubsu1]: The time required for the "
            "Product to be in compliance is about to expire. Else, you will have to procure more licenses.");
  EXPECT_EQ(
      line(SyslogForm::system, raised(AlarmCode::system_in_ooc_state)),
      "%UC_LIB_LICENSE-1-SYSTEM_IN_OOC_STATE: %[AppID=Cisco Unified CCX Cluster View Daemon][ClusterID=]"
      "[NodeID=uccxpubsu1]: This Product Instance is currently in Out of Compliance state because of insufficient "
      "licenses.");
}

// As in the document, less the name of the vendor's Java class after the brackets (interfaces.md section 4).
TEST(AlarmLine, DaemonFormIsTheDocumentedOne) {
  EXPECT_EQ(
      line(SyslogForm::daemon, raised(AlarmCode::system_to_enter_ooc_state, 45)),
      "%MCVD-LIB_LICENSE-1-SYSTEM_TO_ENTER_OOC_STATE: [REPORT_ENTITLE] This Product Instance will enter Out of "
      "Compliance state because of insufficient licenses.: This Product Instance will enter Out of Compliance state "
      "in =45 minutes");
  EXPECT_EQ(
      line(SyslogForm::daemon, raised(AlarmCode::system_to_enter_ooc_state_shortly, 15)),
      "%MCVD-LIB_LICENSE-0-SYSTEM_TO_ENTER_OOC_STATE_SHORTLY: [REPORT_ENTITLE] The time required for the Product to "
      "be in compliance is about to expire. Else, you will have to procure more licenses.: This Product Instance "
      "will enter Out of Compliance state in =15 minutes");
  EXPECT_EQ(line(SyslogForm::daemon, raised(AlarmCode::system_in_ooc_state)),
            "%MCVD-LIB_LICENSE-1-SYSTEM_IN_OOC_STATE: [REPORT_ENTITLE] This Product Instance is currently in Out of "
            "Compliance state because of insufficient licenses.");
}

TEST(AlarmLine, DetailNeverChangesADocumentedLine) {
  EXPECT_EQ(line(SyslogForm::system, raised(AlarmCode::system_in_ooc_state, std::nullopt, "3 short")),
            line(SyslogForm::system, raised(AlarmCode::system_in_ooc_state)));
}

TEST(AlarmLine, OtherAlarmsCarryTheirReason) {
  const AlarmNotice notice = raised(AlarmCode::communication_failure, std::nullopt, "no such host\nssm.example.com");
  EXPECT_EQ(line(SyslogForm::system, notice),
            "%UC_LIB_LICENSE-3-COMMUNICATION_FAILURE: %[Reason=no such host ssm.example.com][AppID=Cisco Unified CCX "
            "Cluster View Daemon][ClusterID=][NodeID=uccxpubsu1]: Communication with SSM fails.");
  EXPECT_EQ(
      line(SyslogForm::daemon, notice),
      "%MCVD-LIB_LICENSE-3-COMMUNICATION_FAILURE: [RENEW_AUTH] Communication with SSM fails.: Reason=no such host "
      "ssm.example.com");
}

TEST(AlarmLine, WhatIsOverIsInformationalAndSaysHowLongItHeld) {
  const AlarmNotice notice{AlarmNews::cleared, AlarmCode::system_in_ooc_state, std::nullopt, "cleared after 90 minutes",
                           90 * kMinute};
  EXPECT_TRUE(line(SyslogForm::system, notice)
                  .starts_with("%UC_LIB_LICENSE-6-SYSTEM_IN_OOC_STATE: %[Cleared after=90 minutes][AppID="));
  EXPECT_TRUE(line(SyslogForm::daemon, notice).ends_with("licenses.: Cleared after=90 minutes"));
}

TEST(AlarmPriority, IsNeverMoreUrgentThanTheFloor) {
  EXPECT_EQ(priority_of(0, 1), 1);
  EXPECT_EQ(priority_of(0, 0), 0);
  EXPECT_EQ(priority_of(3, 1), 3);
  EXPECT_EQ(priority_of(1, 4), 4);
}

TEST(AlarmMessageId, IsUniqueAndWellFormedForEveryCode) {
  std::set<std::string_view> ids;
  for (std::size_t index = 0; index < kAlarmCodeCount; ++index) {
    const std::string_view id = message_id_of(static_cast<AlarmCode>(index));
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string_view::npos);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), kAlarmCodeCount);
}

TEST(JournalFields, CarryTheAlarmForMachines) {
  const AlarmStyle style{SyslogForm::system, 1, kOrigin};
  const AlarmNotice notice = raised(AlarmCode::system_to_enter_ooc_state_shortly, 15, "2 premium short");
  EXPECT_EQ(journal_fields(style, notice),
            (std::vector<std::string>{
                "MESSAGE=" + line(SyslogForm::system, notice), "PRIORITY=1",
                "MESSAGE_ID=" + std::string(message_id_of(AlarmCode::system_to_enter_ooc_state_shortly)),
                "SYSLOG_IDENTIFIER=smart-agentd", "SMART_AGENT_ALARM=SYSTEM_TO_ENTER_OOC_STATE_SHORTLY",
                "SMART_AGENT_STATE=raised", "SMART_AGENT_REASON=2 premium short",
                "SMART_AGENT_REMEDY=" + std::string(kind_of(notice.code).remedy), "SMART_AGENT_MINUTES=15"}));
}

}  // namespace
}  // namespace lic
