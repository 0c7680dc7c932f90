#include <gtest/gtest.h>

#include <string>

#include "agent/time_text.hpp"
#include "daemon/cli/consumption_report.hpp"

namespace lic::cli {
namespace {

const char* const kStatus =
    R"({"entitlements":[{"name":"standard","mode":"counted"},{"name":"premium","mode":"counted"},)"
    R"({"name":"server","mode":"presence"}]})";

std::string row(const char* start, const char* end, const char* entitlement, const char* numbers, const char* state) {
  return std::string{R"({"interval_start":"2026-03-03T)"} + start + R"(:00Z","interval_end":"2026-03-03T)" + end +
         R"(:00Z","entitlement":")" + entitlement + "\"," + numbers + R"(,"state":")" + state + "\"}";
}

// Rows of an interval come in any order; one interval lies outside the span; the server has no column.
std::string history() {
  return R"({"rows":[)" +
         row("10:30", "10:45", "seats", R"("current":127,"peak":128,"reported":null,"locked":null)",
             "out_of_compliance") +
         "," +
         row("10:30", "10:45", "premium", R"("current":30,"peak":30,"reported":30,"locked":30)", "out_of_compliance") +
         "," +
         row("10:30", "10:45", "standard", R"("current":97,"peak":98,"reported":98,"locked":98)", "out_of_compliance") +
         "," +
         row("10:15", "10:30", "standard", R"("current":93,"peak":93,"reported":93,"locked":null)", "authorized") +
         "," + row("10:15", "10:30", "server", R"("current":0,"peak":0,"reported":0,"locked":null)", "authorized") +
         "," + row("10:00", "10:15", "standard", R"("current":1,"peak":1,"reported":1,"locked":null)", "authorized") +
         "]}";
}

std::string event(const char* time, const char* name, const char* kind, const char* severity, const char* minutes) {
  return std::string{R"({"id":"x","time":"2026-03-03T)"} + time + R"(:00Z","name":")" + name + R"(","kind":")" + kind +
         R"(","severity":)" + severity + R"(,"minutes":)" + minutes + "}";
}

std::string events() {
  return R"({"events":[)" + event("10:00", "SYSTEM_TO_ENTER_OOC_STATE", "alarm_raised", "1", "45") + "," +
         event("10:15", "SYSTEM_TO_ENTER_OOC_STATE", "alarm_raised", "1", "45") + "," +
         event("10:16", "SYSTEM_TO_ENTER_OOC_STATE", "alarm_reminded", "1", "45") + "," +
         event("10:20", "AUTHORIZATION_RENEWED", "info", "6", "null") + "," +
         event("10:30", "SYSTEM_TO_ENTER_OOC_STATE", "alarm_reminded", "1", "30") + "," +
         event("10:45", "SYSTEM_TO_ENTER_OOC_STATE", "alarm_cleared", "1", "null") + "," +
         event("11:45", "SYSTEM_IN_OOC_STATE", "alarm_raised", "1", "null") + "]}";
}

ConsumptionReport report() {
  const ReportSpan span{*from_rfc3339("2026-03-03T10:15:00Z"), *from_rfc3339("2026-03-03T11:00:00Z")};
  ReportMaker maker(*parse_json(kStatus), span);
  maker.add_history(*parse_json(history()));
  return maker.finish(*parse_json(events()));
}

TEST(ConsumptionReport, IsOneLineAnIntervalAndOneAnAlarm) {
  EXPECT_EQ(report_as_text(report()),
            "time              standard     premium      seats        state\n"
            "2026-03-03 10:30  93/93/93/-   -/-/-/-      -/-/-/-      authorized\n"
            "2026-03-03 10:45  97/98/98/98  30/30/30/30  127/128/-/-  out_of_compliance\n"
            "(each count: current/peak/reported/locked; the time is the end of the interval)\n"
            "\n"
            "Alarms\n"
            "======\n"
            "time              severity  name                       minutes  kind\n"
            "2026-03-03 10:15         1  SYSTEM_TO_ENTER_OOC_STATE       45  raised\n"
            "2026-03-03 10:30         1  SYSTEM_TO_ENTER_OOC_STATE       30  reminded\n"
            "2026-03-03 10:45         1  SYSTEM_TO_ENTER_OOC_STATE        -  cleared\n");
}

TEST(ConsumptionReport, NamesPurchases) {
  ConsumptionReport made = report();
  const WallTime at = *from_rfc3339("2026-03-03T10:50:00Z");
  made.purchases = {{at, {{"standard", 30}}}, {at, {}}};
  const std::string text = report_as_text(made);
  EXPECT_NE(text.find("Purchases\n=========\n"
                      "2026-03-03 10:50  30 standard\n"
                      "2026-03-03 10:50  nothing, since nothing is short\n"),
            std::string::npos)
      << text;
}

TEST(ConsumptionReport, IsCsvForSpreadsheets) {
  EXPECT_EQ(report_as_csv(report()),
            "time,standard_current,standard_peak,standard_reported,standard_locked,premium_current,premium_peak,"
            "premium_reported,premium_locked,seats_current,seats_peak,seats_reported,seats_locked,state\n"
            "2026-03-03T10:30:00Z,93,93,93,,,,,,,,,,authorized\n"
            "2026-03-03T10:45:00Z,97,98,98,98,30,30,30,30,127,128,,,out_of_compliance\n"
            "\n"
            "time,severity,name,minutes,kind\n"
            "2026-03-03T10:15:00Z,1,SYSTEM_TO_ENTER_OOC_STATE,45,raised\n"
            "2026-03-03T10:30:00Z,1,SYSTEM_TO_ENTER_OOC_STATE,30,reminded\n"
            "2026-03-03T10:45:00Z,1,SYSTEM_TO_ENTER_OOC_STATE,,cleared\n");
}

TEST(ConsumptionReport, IsJsonForPrograms) {
  const Json json = report_as_json(report());
  ASSERT_EQ(list_at(json, "intervals").size(), 2U);
  const Json& interval = list_at(json, "intervals")[1];
  EXPECT_EQ(text_at(interval, "time"), "2026-03-03T10:45:00Z");
  EXPECT_EQ(count_at(interval, "standard.locked"), 98);
  EXPECT_TRUE(member_at(interval, "seats.reported").is_null());
  EXPECT_EQ(list_at(json, "alarms").size(), 3U);
}

TEST(ConsumptionReport, NamesThePeaksOfTheWholeTime) {
  ConsumptionReport made = report();
  const WallTime at = *from_rfc3339("2026-03-03T10:45:00Z");
  made.peaks = peaks_of(made);
  EXPECT_EQ(made.peaks,
            (std::vector<ReportPeak>{{"standard", 98, at, 98}, {"premium", 30, at, 30}, {"seats", 128, at, {}}}));
  const std::string text = report_as_text(made);
  EXPECT_NE(text.find("Peaks\n=====\n"
                      "license   peak  interval end      reported\n"
                      "standard    98  2026-03-03 10:45        98\n"),
            std::string::npos)
      << text;
  EXPECT_NE(report_as_csv(made).find("\nlicense,peak,interval_end,reported\nstandard,98,2026-03-03T10:45:00Z,98\n"),
            std::string::npos);
  const Json json = report_as_json(made);
  EXPECT_EQ(list_at(json, "peaks").size(), 3U);
}

TEST(ConsumptionReport, HoldsNoIds) {
  EXPECT_EQ(report_as_text(report()).find('x'), report_as_text(report()).npos);
  EXPECT_EQ(report_as_json(report()).dump().find("\"id\""), std::string::npos);
}

}  // namespace
}  // namespace lic::cli
