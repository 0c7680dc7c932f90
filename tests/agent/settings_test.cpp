// R-REG-10, R-LIFE-7: what is set by command while the agent runs.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

TransportSettings through_proxy() {
  TransportSettings settings;
  settings.route = TransportRoute::proxy;
  settings.url = "https://somebody:secret@ssm.example.com/SmartTransport";
  settings.proxy = ProxySettings{};
  settings.proxy->host = "proxy.example.com";
  settings.proxy->user = "agent";
  settings.proxy->password_file = "/etc/smart-agent/proxy-password";
  return settings;
}

SetTransport another_way() { return {through_proxy(), "SSM answered within 80 ms."}; }

const DomainEvent* last_event(const Rig& rig, std::string_view name) {
  const DomainEvent* found = nullptr;
  for (const DomainEvent& event : rig.events)
    if (event.name == name) found = &event;
  return found;
}

std::string done_text(const Rig& rig, RequestId caller) {
  const Answered* answer = rig.answer_to(caller);
  if (answer == nullptr || !std::holds_alternative<CommandDone>(*answer)) return "not done";
  return std::get<CommandDone>(*answer).text;
}

// Registered, with the first authorization answered.
Rig authorized() {
  Rig rig;
  rig.register_now();
  const SsmRequest request = rig.sent.back();
  rig.reply(request, Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall));
  rig.sent.clear();
  return rig;
}

TEST(Transport, SetByCommandIsKeptAndShown) {  // R-REG-10
  Rig rig = authorized();
  EXPECT_FALSE(rig.status().transport_set_by_command.has_value());
  const RequestId caller = rig.ask(another_way());
  rig.restart();
  EXPECT_EQ(rig.status().transport_set_by_command, through_proxy());
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
  EXPECT_NE(done_text(rig, caller).find("route proxy"), std::string::npos);
}

TEST(Transport, ChangeIsRecordedWithWhatTheTrialShowedAndWithoutSecrets) {  // R-REG-10
  Rig rig = authorized();
  rig.ask(another_way());
  const DomainEvent* changed = last_event(rig, "TRANSPORT_CHANGED");
  ASSERT_NE(changed, nullptr);
  EXPECT_EQ(changed->text,
            "The way to SSM was set by command: mode smart, route proxy, https://ssm.example.com/SmartTransport, proxy "
            "proxy.example.com:3128. SSM answered within 80 ms.");
}

TEST(Transport, ResetGoesBackToTheConfiguration) {  // R-REG-10
  Rig rig = authorized();
  rig.ask(another_way());
  const RequestId caller = rig.ask(ResetTransport{});
  EXPECT_FALSE(rig.status().transport_set_by_command.has_value());
  EXPECT_EQ(last_event(rig, "TRANSPORT_CHANGED")->text, "The way to SSM is as the configuration says again.");
  EXPECT_EQ(done_text(rig, caller), "The way to SSM is as the configuration says again.");
}

TEST(Transport, ResetOfWhatWasNeverSetChangesNothing) {
  Rig rig = authorized();
  const Sections before = rig.state.sections;
  const RequestId caller = rig.ask(ResetTransport{});
  EXPECT_EQ(rig.state.sections, before);
  EXPECT_EQ(last_event(rig, "TRANSPORT_CHANGED"), nullptr);
  EXPECT_EQ(done_text(rig, caller), "The way to SSM is as the configuration says already.");
}

TEST(Transport, WhileNothingFailedItSendsNothing) {
  Rig rig = authorized();
  rig.ask(another_way());
  EXPECT_TRUE(rig.sent.empty());
}

TEST(Transport, AWaitingRegistrationIsTriedAtOnceOnTheNewWay) {  // R-REG-10, R-REG-3
  Rig rig;
  rig.ask(RegisterCommand{TokenRef{"t"}, "abcdef012345", false, false});
  for (int failures = 0; failures < 4; ++failures) {
    rig.fail(rig.sent.back());
    rig.advance_to(rig.now.wall + kDay);
  }
  rig.fail(rig.sent.back());
  rig.sent.clear();
  rig.ask(another_way());
  ASSERT_EQ(rig.sent.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<RegistrationRequest>(rig.sent.back().body));
}

TEST(Transport, AWaitingAuthorizationIsTriedAtOnceAsTheSameExchange) {  // R-REG-10, R-ID-1
  Rig rig = authorized();
  rig.ask(RenewAuthorizationCommand{false});
  const SsmRequest lost = rig.sent.back();
  rig.fail(lost);
  rig.sent.clear();
  rig.ask(another_way());
  ASSERT_EQ(rig.sent.size(), 1U);
  EXPECT_EQ(rig.sent.back(), lost);
}

TEST(Transport, AWaitingRenewalIsTriedAtOnce) {  // R-REG-10, R-REG-6
  Rig rig = authorized();
  rig.ask(RenewRegistrationCommand{false});
  const SsmRequest lost = rig.sent.back();
  rig.fail(lost);
  rig.sent.clear();
  rig.ask(ResetTransport{});
  EXPECT_TRUE(rig.sent.empty()) << "the way did not change";
  rig.ask(another_way());
  ASSERT_EQ(rig.sent.size(), 1U);
  EXPECT_EQ(rig.sent.back(), lost);
}

TEST(Transport, ResetTriesWhatWaitsToo) {  // R-REG-10
  Rig rig = authorized();
  rig.ask(another_way());
  rig.ask(RenewAuthorizationCommand{false});
  rig.fail(rig.sent.back());
  rig.sent.clear();
  rig.ask(ResetTransport{});
  EXPECT_EQ(rig.sent.size(), 1U);
}

TEST(Transport, WhatSsmAskedToWaitForWaits) {  // R-AUTH-8
  const ExchangeFailed busy{FailureCode::http_unavailable, "503", "wait", 3 * kHour};
  Rig authorizing = authorized();
  authorizing.ask(RenewAuthorizationCommand{false});
  authorizing.reply(authorizing.sent.back(), busy);
  Rig registering;
  registering.ask(RegisterCommand{TokenRef{"t"}, "abcdef012345", false, false});
  registering.reply(registering.sent.back(), busy);
  for (Rig* rig : {&authorizing, &registering}) {
    rig->policy.interval = kDay;  // no report time in between
    rig->sent.clear();
    rig->ask(another_way());
    rig->advance(3 * kHour - kSecond);
    EXPECT_TRUE(rig->sent.empty());
  }
  registering.advance(40 * kMinute);  // 20 % later at most
  ASSERT_EQ(registering.sent.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<RegistrationRequest>(registering.sent.back().body));
}

TEST(HostnamePrivacy, SsmIsToldAtOnceWhileRegistered) {  // R-LIFE-7
  Rig rig = authorized();
  const RequestId caller = rig.ask(SetHostnamePrivacy{true});
  EXPECT_EQ(rig.status().privacy_set_by_command, true);
  ASSERT_EQ(rig.sent.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<AuthorizationRequest>(rig.sent.back().body));
  EXPECT_EQ(last_event(rig, "HOSTNAME_PRIVACY_CHANGED")->text, "The host name is hidden from SSM.");
  EXPECT_EQ(done_text(rig, caller), "The host name is hidden from SSM.");
}

TEST(HostnamePrivacy, AnExchangeUnderWayIsFollowedByOneWithTheNewName) {  // R-LIFE-7
  Rig rig = authorized();
  rig.ask(RenewAuthorizationCommand{false});
  const SsmRequest under_way = rig.sent.back();
  rig.sent.clear();
  rig.ask(SetHostnamePrivacy{false});
  EXPECT_TRUE(rig.sent.empty());
  rig.reply(under_way, Pool{}.judge(std::get<AuthorizationRequest>(under_way.body), rig.now.wall));
  EXPECT_EQ(rig.sent.size(), 1U);
  EXPECT_EQ(rig.status().privacy_set_by_command, false);
}

TEST(HostnamePrivacy, UnregisteredNothingIsSent) {  // R-LIFE-7
  Rig rig;
  rig.ask(SetHostnamePrivacy{true});
  EXPECT_TRUE(rig.sent.empty());
  EXPECT_EQ(rig.status().privacy_set_by_command, true);
}

TEST(HostnamePrivacy, TellingWaitsAsSsmAskedTo) {  // R-LIFE-7, R-AUTH-8
  Rig rig = authorized();
  rig.ask(RenewAuthorizationCommand{false});
  rig.reply(rig.sent.back(), ExchangeFailed{FailureCode::http_unavailable, "503", "wait", 3 * kHour});
  rig.sent.clear();
  rig.ask(SetHostnamePrivacy{true});
  EXPECT_TRUE(rig.sent.empty());
}

TEST(Settings, OutliveADeregistration) {  // R-REG-10, R-LIFE-7
  Rig rig = authorized();
  rig.ask(another_way());
  rig.ask(DeregisterCommand{});
  rig.reply(rig.sent.back(), Deregistered{});
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_EQ(rig.status().transport_set_by_command, through_proxy());
}

}  // namespace
}  // namespace lic::test
