// RFC 5424 section 6, to the letter.
#include "daemon/syslog/syslog_message.hpp"

#include <gtest/gtest.h>

#include "agent/time_text.hpp"

namespace lic {
namespace {

SyslogRecord record() {
  return {.priority = 3,
          .at = *from_rfc3339("2026-03-02T10:30:00.250Z"),
          .host = "uccxpubsu1",
          .process = "4711",
          .kind = "COMMUNICATION_FAILURE",
          .elements = {},
          .text = "Communication with SSM fails."};
}
std::string with_value(std::string value) {
  SyslogRecord one = record();
  one.elements = {{"smartAgent@32473", {{"reason", std::move(value)}}}};
  return syslog_message(one, kStreamMessageBytesMax);
}

TEST(SyslogMessage, HasHeaderElementsAndText) {
  SyslogRecord one = record();
  one.elements = {{"smartAgent@32473", {{"alarm", "COMMUNICATION_FAILURE"}, {"state", "raised"}}},
                  {"meta", {{"sequenceId", "1"}}}};
  EXPECT_EQ(syslog_message(one, kStreamMessageBytesMax),
            "<27>1 2026-03-02T10:30:00.250Z uccxpubsu1 smart-agentd 4711 COMMUNICATION_FAILURE "
            "[smartAgent@32473 alarm=\"COMMUNICATION_FAILURE\" state=\"raised\"][meta sequenceId=\"1\"] "
            "Communication with SSM fails.");
}

TEST(SyslogMessage, FacilityIsDaemonWhateverThePriority) {
  SyslogRecord one = record();
  one.priority = 0;
  EXPECT_TRUE(syslog_message(one, kStreamMessageBytesMax).starts_with("<24>1 "));
  one.priority = 7;
  EXPECT_TRUE(syslog_message(one, kStreamMessageBytesMax).starts_with("<31>1 "));
}

TEST(SyslogMessage, EscapesWhatWouldEndAValue) {
  EXPECT_NE(with_value(R"(a "b" [c] \d)").find(R"([smartAgent@32473 reason="a \"b\" [c\] \\d"])"), std::string::npos);
}

TEST(SyslogMessage, ControlCharactersBecomeBlanks) {
  EXPECT_NE(with_value("a\nb\tc\x7f\xC2\x85z").find("reason=\"a b c  z\""), std::string::npos);
  SyslogRecord one = record();
  one.text = "two\r\nlines";
  EXPECT_TRUE(syslog_message(one, kStreamMessageBytesMax).ends_with(" - two  lines"));
}

TEST(SyslogMessage, WhatIsNoUtf8BecomesAQuestionMark) {
  EXPECT_NE(with_value("a\xFFz \xC3\xBC \xC3").find("reason=\"a?z \xC3\xBC ?\""), std::string::npos);
}

TEST(SyslogMessage, AByteOrderMarkStandsBeforeTextThatIsNotAscii) {
  SyslogRecord one = record();
  one.text = "Z\xC3\xBCrich";
  EXPECT_TRUE(syslog_message(one, kStreamMessageBytesMax).ends_with(" - \xEF\xBB\xBFZ\xC3\xBCrich"));
  EXPECT_EQ(syslog_message(record(), kStreamMessageBytesMax).find('\xEF'), std::string::npos);
}

TEST(SyslogMessage, HeaderFieldsAreOneWordEach) {
  SyslogRecord one = record();
  one.host = "my host\xC3\xBC";
  one.kind = "SYSTEM_TO_ENTER_OOC_STATE_SHORTLY";  // 33 letters; RFC 5424 allows 32
  const std::string message = syslog_message(one, kStreamMessageBytesMax);
  EXPECT_NE(message.find(" my?host?? smart-agentd 4711 SYSTEM_TO_ENTER_OOC_STATE_SHORTL - "), std::string::npos);
  one.host.clear();
  one.process.clear();
  EXPECT_NE(syslog_message(one, kStreamMessageBytesMax).find("Z - smart-agentd - SYSTEM"), std::string::npos);
}

TEST(SyslogMessage, IsCutAtItsLimitBetweenTwoCharacters) {
  SyslogRecord one = record();
  one.text = "a";
  while (one.text.size() < 3000) one.text += "\xC3\xBC";
  const std::string message = syslog_message(one, kDatagramMessageBytesMax);
  EXPECT_LE(message.size(), kDatagramMessageBytesMax);
  EXPECT_GE(message.size(), kDatagramMessageBytesMax - 1);
  EXPECT_TRUE(message.ends_with("\xC3\xBC"));
}

TEST(SyslogMessage, ElementsGoBeforeTheTextDoes) {
  SyslogRecord one = record();
  one.elements = {{"smartAgent@32473", {{"reason", std::string(2100, ']')}}}};
  const std::string message = syslog_message(one, kDatagramMessageBytesMax);
  EXPECT_TRUE(message.ends_with("COMMUNICATION_FAILURE - Communication with SSM fails.")) << message;
}

}  // namespace
}  // namespace lic
