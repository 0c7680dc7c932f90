// R-REG-1..3, 8, 9.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

RegisterCommand command(const char* token, bool force = false) {
  return {TokenRef{token}, "abcdef012345", force, true};
}

bool destroyed(const Rig& rig, const TokenRef& token) {
  return std::ranges::find(rig.effects, Effect{DestroyToken{token}}) != rig.effects.end();
}

bool destroyed(const Rig& rig, const KeyRef& key) {
  return std::ranges::find(rig.effects, Effect{DestroyKey{key}}) != rig.effects.end();
}

ErrorCode error_in(const Answered* answered) {
  EXPECT_NE(answered, nullptr);
  return answered == nullptr ? ErrorCode::internal : std::get<Error>(*answered).code;
}

TEST(Registration, StoresTheKeyBeforeItSends) {  // R-REG-1
  Rig rig;
  const Step first = step(rig.state, {rig.now, 7, RequestId{1}, command("t")}, rig.policy);
  ASSERT_TRUE(rig.state.sections.registration.attempt.has_value());
  const KeyRef key = rig.state.sections.registration.attempt->key;
  EXPECT_TRUE(std::ranges::find(first.effects, Effect{PrepareKey{key}}) != first.effects.end());
  for (const Effect& effect : first.effects) EXPECT_FALSE(std::holds_alternative<SendRequest>(effect));
  const Step second = step(rig.state, {rig.now, 8, std::nullopt, KeyPrepared{key, std::nullopt}}, rig.policy);
  EXPECT_TRUE(
      std::ranges::any_of(second.effects, [](const Effect& e) { return std::holds_alternative<SendRequest>(e); }));
}

TEST(Registration, SucceedsStopsEvaluationForgetsTheTokenAndAuthorizesAtOnce) {  // R-REG-2, R-AUTH-1
  Rig rig;
  const RequestId caller = rig.ask(command("t"));
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registering);
  EXPECT_EQ(rig.status().token_fingerprint, "abcdef012345");
  EXPECT_EQ(rig.answer_to(caller), nullptr);
  const SsmReply granted = rig.identity_reply(rig.sent.back());
  rig.feed(SsmReplied{granted});
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::waiting);
  EXPECT_TRUE(rig.status().provisioning_allowed);
  EXPECT_TRUE(destroyed(rig, TokenRef{"t"}));
  ASSERT_NE(rig.answer_to(caller), nullptr);
  EXPECT_TRUE(std::holds_alternative<CommandDone>(*rig.answer_to(caller)));
  EXPECT_TRUE(std::holds_alternative<AuthorizationRequest>(rig.sent.back().body));
}

TEST(Registration, ARefusedTokenLeavesTheStateOfBefore) {  // R-REG-3, exit 7
  Rig rig;
  const Sections before = rig.state.sections;
  const RequestId caller = rig.ask(command("t"));
  const KeyRef key = rig.state.sections.registration.attempt->key;
  rig.reply(rig.sent.back(), Refused{RefusalKind::token_invalid, "The token 'x' is not valid", std::nullopt});
  EXPECT_EQ(error_in(rig.answer_to(caller)), ErrorCode::rejected_by_ssm);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_EQ(rig.state.sections.evaluation, before.evaluation);
  EXPECT_TRUE(destroyed(rig, TokenRef{"t"}));
  EXPECT_TRUE(destroyed(rig, key));
  EXPECT_FALSE(rig.state.sections.registration.last_attempt->remedy.empty());
}

TEST(Registration, RetriesAfter1_5_15_60MinutesThenHourlyWithTheSameKey) {  // R-REG-3, exit 6
  Rig rig;
  const RequestId caller = rig.ask(command("t"));
  const auto first = std::get<RegistrationRequest>(rig.sent.back().body);
  std::vector<double> minutes;
  for (int attempt = 0; attempt < 6; ++attempt) {
    rig.fail(rig.sent.back(), FailureCode::dns_no_such_name);
    const WallTime failed_at = rig.now.wall;
    const std::size_t sent = rig.sent.size();
    while (rig.sent.size() == sent) rig.advance(10 * kSecond);
    minutes.push_back(std::chrono::duration<double, std::ratio<60>>(rig.now.wall - failed_at).count());
    EXPECT_EQ(std::get<RegistrationRequest>(rig.sent.back().body), first);
  }
  const std::vector<double> expected = {1, 5, 15, 60, 60, 60};
  for (std::size_t index = 0; index < expected.size(); ++index)
    EXPECT_NEAR(minutes[index], expected[index], expected[index] * 0.2 + 0.2);
  ASSERT_EQ(error_in(rig.answer_to(caller)), ErrorCode::unavailable);
  EXPECT_TRUE(std::get<Error>(*rig.answer_to(caller)).next_attempt.has_value());
  EXPECT_FALSE(destroyed(rig, TokenRef{"t"}));
  EXPECT_TRUE(rig.alarm(AlarmCode::communication_failure));
}

TEST(Registration, AnAnswerNotToBeTrustedIsDataCorrupt) {  // R-REG-3, exit 8
  for (const FailureCode code :
       {FailureCode::signature_wrong, FailureCode::protocol_malformed, FailureCode::clock_differs}) {
    Rig rig;
    const RequestId caller = rig.ask(command("t"));
    rig.fail(rig.sent.back(), code);
    EXPECT_EQ(error_in(rig.answer_to(caller)), ErrorCode::data_corrupt);
    EXPECT_EQ(rig.status().registration, RegistrationAxis::registering);
  }
}

TEST(Registration, NeedsForceWhenRegisteredAndAFailedOneLeavesTheOldUntouched) {  // R-REG-3, 8
  Rig rig;
  rig.register_now();
  const Identity old = *rig.status().identity;
  EXPECT_EQ(error_in(rig.answer_to(rig.ask(command("again")))), ErrorCode::failed_precondition);
  EXPECT_TRUE(destroyed(rig, TokenRef{"again"}));
  rig.fail(rig.sent.back());  // the first authorization
  const RequestId forced = rig.ask(command("forced", true));
  rig.reply(rig.sent.back(), Refused{RefusalKind::token_expired, "expired", std::nullopt});
  EXPECT_EQ(error_in(rig.answer_to(forced)), ErrorCode::rejected_by_ssm);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
  EXPECT_EQ(*rig.status().identity, old);
}

TEST(Registration, ANewerOneReplacesOneThatWaits) {  // R-REG-1
  Rig rig;
  const RequestId first = rig.ask(command("one"));
  rig.fail(rig.sent.back());
  const RequestId second = rig.ask(command("two"));
  EXPECT_TRUE(destroyed(rig, TokenRef{"one"}));
  EXPECT_EQ(std::get<RegistrationRequest>(rig.sent.back().body).token, TokenRef{"two"});
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  EXPECT_NE(rig.answer_to(first), nullptr);
  EXPECT_TRUE(std::holds_alternative<CommandDone>(*rig.answer_to(second)));
}

TEST(Registration, ANewerOneDoesNotMakeTheAlarmOfTheWayToSsmFlap) {  // R-AUTH-6
  Rig rig;
  rig.ask(command("one"));
  rig.fail(rig.sent.back());
  rig.ask(command("two"));
  EXPECT_TRUE(rig.alarm(AlarmCode::communication_failure));
  rig.fail(rig.sent.back());
  const auto told = [&rig](const char* kind) {
    return std::ranges::count_if(rig.events, [kind](const DomainEvent& event) {
      return event.name == "COMMUNICATION_FAILURE" && event.kind == kind;
    });
  };
  EXPECT_EQ(told("alarm_raised"), 1);
  EXPECT_EQ(told("alarm_cleared"), 0);
  const auto next = rig.status().registration_next_attempt_at;
  EXPECT_LE(*next - rig.now.wall, 72 * kSecond) << "the schedule of the newer one begins anew";
  rig.advance(2 * kMinute);
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  EXPECT_EQ(told("alarm_cleared"), 1);
}

TEST(Registration, ACrashRepeatsTheExchangeWithTheSameKey) {  // R-REG-1
  Rig rig;
  rig.ask(command("t"));
  const SsmRequest before = rig.sent.back();
  rig.sent.clear();
  rig.restart();
  ASSERT_EQ(rig.sent.size(), 1U);
  EXPECT_EQ(rig.sent.back(), before);
}

TEST(Registration, ALateOrDoubleReplyChangesNothing) {
  Rig rig;
  rig.ask(command("t"));
  const SsmRequest request = rig.sent.back();
  rig.fail(request);
  const Sections before = rig.state.sections;
  rig.feed(SsmReplied{rig.identity_reply(request)});
  EXPECT_EQ(rig.state.sections.registration, before.registration);
}

TEST(Registration, IsPolledForWhenSsmAsksForTime) {  // R-AUTH-8, wire P5.5
  Rig rig;
  const RequestId caller = rig.ask(command("t"));
  rig.reply(rig.sent.back(), PollLater{"poll-1", 60 * kSecond});
  EXPECT_EQ(rig.answer_to(caller), nullptr);
  rig.advance(59 * kSecond);
  EXPECT_TRUE(std::holds_alternative<RegistrationRequest>(rig.sent.back().body));
  rig.advance(kSecond);
  ASSERT_TRUE(std::holds_alternative<PollRequest>(rig.sent.back().body));
  EXPECT_EQ(std::get<PollRequest>(rig.sent.back().body).poll_id, "poll-1");
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
}

TEST(Deregistration, SendsOutstandingReportsThenGoodbyeAndForgets) {  // R-REG-9
  Rig rig;
  rig.register_now();
  rig.reply(rig.sent.back(), Pool{}.judge(std::get<AuthorizationRequest>(rig.sent.back().body), rig.now.wall));
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.advance(15 * kMinute);
  rig.fail(rig.sent.back());
  const KeyRef key = rig.status().identity->key;
  const RequestId caller = rig.ask(DeregisterCommand{});
  const auto last = std::get<AuthorizationRequest>(rig.sent.back().body);
  EXPECT_EQ(last.reports.size(), 2U);
  rig.reply(rig.sent.back(), Pool{}.judge(last, rig.now.wall));
  ASSERT_TRUE(std::holds_alternative<DeregistrationRequest>(rig.sent.back().body));
  rig.reply(rig.sent.back(), Deregistered{});
  EXPECT_EQ(*rig.answer_to(caller), Answered(CommandDone{false, false, "Deregistered here and at SSM."}));
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_TRUE(destroyed(rig, key));
  EXPECT_TRUE(rig.state.outbox.empty());
}

TEST(Deregistration, IsLocalWhenSsmIsSilentAndNamesTheInstance) {  // R-REG-9
  Rig rig;
  rig.register_now();
  rig.fail(rig.sent.back());
  const RequestId caller = rig.ask(DeregisterCommand{});
  rig.fail(rig.sent.back());
  const auto done = std::get<CommandDone>(*rig.answer_to(caller));
  EXPECT_TRUE(done.local_only);
  EXPECT_NE(done.text.find("piid-1"), std::string::npos);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
}

}  // namespace
}  // namespace lic::test
