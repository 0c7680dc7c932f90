#include "daemon/syslog/alarm_record.hpp"

#include <gtest/gtest.h>

#include "agent/time_text.hpp"

namespace lic {
namespace {

const AlarmStyle kStyle{SyslogForm::system, 1, {"Cluster View", "", "node1"}};
RecordStamp stamp(std::int64_t sequence = 7) { return {*from_rfc3339("2026-03-02T10:30:00Z"), "42", sequence}; }

TEST(AlarmRecord, CarriesTheLineAndTheFacts) {
  const AlarmNotice notice{AlarmNews::raised, AlarmCode::system_to_enter_ooc_state, 45, "45 minutes left", {}};
  EXPECT_EQ(
      syslog_message(alarm_record(kStyle, notice, stamp()), kStreamMessageBytesMax),
      "<25>1 2026-03-02T10:30:00Z node1 smart-agentd 42 SYSTEM_TO_ENTER_OOC_STATE [smartAgent@32473 "
      "alarm=\"SYSTEM_TO_ENTER_OOC_STATE\" state=\"raised\" severity=\"1\" minutes=\"45\" reason=\"45 minutes "
      "left\" remedy=\"sign seat users out or buy the licenses shown as short before the time is over\"][meta "
      "sequenceId=\"7\"] %UC_LIB_LICENSE-1-SYSTEM_TO_ENTER_OOC_STATE: %[The time remaining to enter OOC state=45 "
      "minutes][AppID=Cluster View][ClusterID=][NodeID=node1]: This Product Instance will enter Out of Compliance "
      "state because of insufficient licenses.");
}

TEST(AlarmRecord, IsNeverMoreUrgentThanTheFloor) {
  const AlarmNotice notice{AlarmNews::raised, AlarmCode::system_in_enforcement_state, {}, "out_of_compliance", {}};
  EXPECT_EQ(alarm_record(kStyle, notice, stamp()).priority, 1);
}

TEST(AlarmRecord, ClearedIsInformational) {
  const AlarmNotice notice{
      AlarmNews::cleared, AlarmCode::communication_failure, {}, "cleared after 3 minutes", 3 * kMinute};
  const SyslogRecord record = alarm_record(kStyle, notice, stamp());
  EXPECT_EQ(record.priority, 6);
  EXPECT_EQ(record.elements.front().parameters[1].value, "cleared");
}

TEST(AlarmRecord, SequenceBeginsAnewBeyondItsLimit) {
  const AlarmNotice notice{AlarmNews::raised, AlarmCode::clock_skew, {}, "", {}};
  EXPECT_EQ(alarm_record(kStyle, notice, stamp(2'147'483'647)).elements[1].parameters[0].value, "2147483647");
  EXPECT_EQ(alarm_record(kStyle, notice, stamp(2'147'483'648)).elements[1].parameters[0].value, "1");
}

TEST(LostRecord, SaysHowMany) {
  const std::string message = syslog_message(lost_record(12, "node1", stamp()), kStreamMessageBytesMax);
  EXPECT_TRUE(
      message.starts_with("<28>1 2026-03-02T10:30:00Z node1 smart-agentd 42 MESSAGES_LOST [smartAgent@32473 "
                          "lost=\"12\"]"));
  EXPECT_NE(message.find("12 messages lost: "), std::string::npos);
}

}  // namespace
}  // namespace lic
