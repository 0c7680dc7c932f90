// AUTHORIZATION, wire.md P5.2 and P13: compliance of an account and reports that count once.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Authorization : public testing::Test {
protected:
  void SetUp() override { ASSERT_EQ(agent.register_with(lab.token()).status, "OK"); }

  static std::string status_of(const TestReply& reply, const std::string& tag) {
    for (const Json& entitlement : reply.data["entitlements"]) {
      if (entitlement["tag"] == tag) return entitlement["status"].get<std::string>();
    }
    return "absent";
  }

  static Json report(std::int64_t id, std::int64_t peak) {
    return {{"id", id},
            {"tag", "tag"},
            {"interval_start_ms", kStartMs},
            {"interval_end_ms", kStartMs + 15 * kMinuteMs},
            {"peak", peak},
            {"reported", peak},
            {"locked", 0}};
  }

  Json reports_of(const TestAgent& whose) {
    const std::string id = whose.instance.get<std::string>();
    return lab.admin("GET", "/admin/usage?instance=" + id).body["instances"][0]["reports"];
  }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Authorization, AnswersEveryMemberOfTheProfile) {
  const std::string tag = "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_lab";
  lab.set_pools({{tag, 10}});
  const TestReply reply = agent.authorize({{tag, 3}});
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.header["product_instance_identifier"], agent.instance);
  EXPECT_EQ(reply.data["version"], 1);
  EXPECT_EQ(reply.data["overall_status"], "InCompliance");
  EXPECT_EQ(reply.data["auth_expiry"], kStartMs - 5 * kMinuteMs + 90 * kDayMs);
  EXPECT_EQ(reply.data["renew_interval_seconds"], 2'592'000);
  EXPECT_EQ(reply.data["sequence"], 1);
  EXPECT_EQ(reply.data["nonce"], agent.last_nonce);
  EXPECT_EQ(reply.data["accepted_reports"], Json::array());
  EXPECT_EQ(reply.data["entitlements"][0], Json({{"tag", tag},
                                                 {"count", 3},
                                                 {"status", "InCompliance"},
                                                 {"display_name", "CCX Flex Standard Seat"},
                                                 {"description", "CCX Flex Standard Seat (12.5)"},
                                                 {"export_allowed", false},
                                                 {"purchased", 10}}));
}

TEST_F(Authorization, OutOfComplianceAsksForTwelveHours) {
  lab.set_pools({{"tag", 2}, {"empty", 0}});
  const TestReply reply = agent.authorize({{"tag", 3}, {"empty", 0}, {"unknown", 0}});
  EXPECT_EQ(reply.data["overall_status"], "OutOfCompliance");
  EXPECT_EQ(reply.data["renew_interval_seconds"], 43'200);
  EXPECT_EQ(status_of(reply, "tag"), "OutOfCompliance");
  EXPECT_EQ(status_of(reply, "empty"), "InCompliance") << "a count of 0 is never out of compliance";
  EXPECT_EQ(status_of(reply, "unknown"), "InvalidTag");
  EXPECT_EQ(status_of(agent.authorize({{"empty", 1}}), "empty"), "OutOfCompliance");
}

TEST_F(Authorization, InvalidTagAloneIsNotOutOfCompliance) {
  const TestReply reply = agent.authorize({{"unknown", 7}});
  EXPECT_EQ(status_of(reply, "unknown"), "InvalidTag");
  EXPECT_EQ(reply.data["overall_status"], "InCompliance");
  EXPECT_TRUE(reply.data["entitlements"][0]["purchased"].is_null());
}

TEST_F(Authorization, AllInstancesOfAnAccountShareTheAnswer) {
  lab.set_pools({{"tag", 10}});
  TestAgent second(lab, "SERIAL2", 2);
  second.register_with(lab.token());
  EXPECT_EQ(status_of(agent.authorize({{"tag", 6}}), "tag"), "InCompliance");
  EXPECT_EQ(status_of(second.authorize({{"tag", 6}}), "tag"), "OutOfCompliance");
  EXPECT_EQ(status_of(agent.authorize({{"tag", 6}}), "tag"), "OutOfCompliance");
  EXPECT_EQ(status_of(second.authorize({{"tag", 4}}), "tag"), "InCompliance");
  EXPECT_EQ(status_of(agent.authorize({{"tag", 6}}), "tag"), "InCompliance");
}

TEST_F(Authorization, TagsThatAreNotNamedAreReleased) {
  lab.set_pools({{"tag", 5}});
  agent.authorize({{"tag", 5}});
  agent.authorize({});
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["tag"]["balance"], 5);
}

TEST_F(Authorization, VersionRisesWithEachOtherSetAndNeverFalls) {
  lab.set_pools({{"tag", 5}});
  EXPECT_EQ(agent.authorize({{"tag", 1}}).data["version"], 1);
  EXPECT_EQ(agent.authorize({{"tag", 1}}).data["version"], 1);
  EXPECT_EQ(agent.authorize({{"tag", 2}}).data["version"], 2);
  agent.version = 0;
  EXPECT_EQ(agent.authorize({{"tag", 2}}).data["version"], 2);
}

TEST_F(Authorization, MailsTellTheBeginAndTheEndOfOutOfCompliance) {
  lab.set_pools({{"tag", 1}});
  agent.authorize({{"tag", 2}});
  agent.authorize({{"tag", 2}});
  lab.move_to(kStartMs + kDayMs);
  lab.set_pools({{"tag", 2}});
  const Json mails = lab.admin("GET", "/admin/notifications").body["notifications"];
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0]["kind"], "out_of_compliance_begin");
  EXPECT_EQ(mails[0]["tags"], Json::array({"tag"}));
  EXPECT_EQ(mails[1]["kind"], "out_of_compliance_end");
  EXPECT_EQ(mails[1]["at"], "2025-01-02T00:00:00Z");
}

TEST_F(Authorization, ReportsAreAcknowledgedAndKept) {
  const TestReply reply = agent.authorize({}, Json::array({report(7, 3), report(8, 4)}));
  EXPECT_EQ(reply.data["accepted_reports"], Json::array({7, 8}));
  const Json kept = reports_of(agent);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1]["id"], 8);
  EXPECT_EQ(kept[1]["peak"], 4);
  EXPECT_EQ(kept[1]["interval_start"], kStart);
  EXPECT_EQ(kept[1]["times_received"], 1);
}

TEST_F(Authorization, ReportsThatComeTwiceCountOnce) {
  agent.authorize({}, Json::array({report(7, 3)}));
  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({}, Json::array({report(7, 3)})).data["accepted_reports"], Json::array({7}));
  EXPECT_EQ(agent.authorize({}, Json::array({report(7, 3)})).data["accepted_reports"], Json::array({7}));
  const Json kept = reports_of(agent);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0]["times_received"], 3);
  EXPECT_EQ(kept[0]["conflicts"], 0);
}

TEST_F(Authorization, AReportThatChangedIsSeenAndTheFirstOneStands) {
  agent.authorize({}, Json::array({report(7, 3)}));
  agent.authorize({}, Json::array({report(7, 9)}));
  const Json kept = reports_of(agent);
  EXPECT_EQ(kept[0]["peak"], 3);
  EXPECT_EQ(kept[0]["conflicts"], 1);
}

TEST_F(Authorization, BadRequestsAreRefusedWhole) {
  Json twice = agent.authorization_data({{"tag", 1}});
  twice["entitlements"].push_back(twice["entitlements"][0]);
  EXPECT_EQ(agent.send("AUTHORIZATION", twice).message, "Malformed request: entitlement twice: tag");
  Json bad_report = agent.authorization_data({{"tag", 1}}, Json::array({report(1, 1), {{"id", 2}}}));
  EXPECT_EQ(agent.send("AUTHORIZATION", bad_report).status, "FAILED");
  EXPECT_TRUE(reports_of(agent).empty());
  EXPECT_EQ(agent.send("AUTHORIZATION", {{"version", 0}}).message, "Malformed request: entitlements missing");
}

}  // namespace
}  // namespace ssm_lab_tests
