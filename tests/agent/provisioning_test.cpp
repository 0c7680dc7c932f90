// R-ENF-1, 2: what the product is told about provisioning.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

std::vector<std::string> told(const Rig& rig) {
  std::vector<std::string> texts;
  for (const DomainEvent& event : rig.events)
    if (event.name.starts_with("PROVISIONING_")) texts.push_back(event.name + ": " + event.text);
  return texts;
}

std::string blocked_for(const std::string& reasons) {
  return "PROVISIONING_BLOCKED: Provisioning is blocked: agent_add, agent_change, agent_delete. Reasons: " + reasons +
         ".";
}

// What SYSTEM_IN_ENFORCEMENT_STATE says; empty if it does not hold.
std::string enforced_because(const Rig& rig) {
  const StatusView view = rig.status();
  for (const AlarmView& held : view.alarms)
    if (held.alarm.code == AlarmCode::system_in_enforcement_state) return held.alarm.detail;
  return {};
}

constexpr const char* kAllowed = "PROVISIONING_ALLOWED: Provisioning is allowed again.";

// Answers everything: identities, and authorizations as the pool allows.
void answer_from(Rig& rig, const Pool& pool, const bool& down) {
  rig.ssm = [&rig, &pool, &down](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (down) return ExchangeFailed{FailureCode::tcp_refused, "no way to SSM", "mend it", std::nullopt};
    if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return pool.judge(*body, rig.now.wall);
    return rig.identity_reply(request).answer;
  };
}

TEST(Provisioning, TheEndOfTheEvaluationBlocksAndRegisteringAllows) {  // R-EVAL-4, R-ENF-3
  Rig rig;
  EXPECT_TRUE(told(rig).empty());
  rig.advance(100 * kDay);
  EXPECT_EQ(told(rig), std::vector<std::string>{blocked_for("evaluation_expired")});
  EXPECT_FALSE(rig.status().provisioning_allowed);
  rig.restart(true, kDay);
  EXPECT_EQ(told(rig).size(), 1U) << "told once";
  rig.register_now();
  EXPECT_EQ(told(rig), (std::vector<std::string>{blocked_for("evaluation_expired"), kAllowed}));
  EXPECT_TRUE(rig.status().provisioning_allowed);
}

TEST(Provisioning, TheAlarmSaysWhatTheCatalogBlocks) {  // R-ENF-1: agents are only not added on CCE
  Policy policy = flex_policy();
  policy.blocked_when_enforced = {"agent_add"};
  Rig rig(policy);
  EXPECT_EQ(enforced_because(rig), "");
  rig.advance(100 * kDay);
  EXPECT_EQ(enforced_because(rig), "agent_add; reasons: evaluation_expired");
}

TEST(Provisioning, AReasonThatIsAddedIsToldAndAllMustBeCured) {  // R-ENF-2
  Rig rig(flex_su3_policy());
  Pool pool{-1, -1};
  bool down = false;
  answer_from(rig, pool, down);
  rig.register_now();
  rig.advance(kDay);
  ASSERT_EQ(rig.status().authorization, AuthorizationAxis::out_of_compliance);
  EXPECT_TRUE(told(rig).empty()) << "overage does not block";
  down = true;
  rig.advance(190 * kDay);
  EXPECT_EQ(told(rig), (std::vector<std::string>{blocked_for("out_of_compliance"),
                                                 blocked_for("out_of_compliance, authorization_expired")}));
  down = false;
  rig.advance(2 * kDay);
  EXPECT_EQ(told(rig).back(), blocked_for("out_of_compliance"));
  pool = Pool{60, 40};
  rig.advance(kDay);
  EXPECT_EQ(told(rig).size(), 4U);
  EXPECT_EQ(told(rig).back(), kAllowed);
}

}  // namespace
}  // namespace lic::test
