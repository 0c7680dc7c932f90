// Wire P13: trust told in band, and certificates that are about to end. And the host name that gives the UDI away.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

constexpr const char* kAnchor = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";

TrustBundle bundle(std::int64_t version, int anchors = 2) {
  TrustBundle made{version, ""};
  for (int count = 0; count < anchors; ++count) made.pem += kAnchor;
  return made;
}

SeenCertificate certificate(CertificateRole role, WallTime not_after) {
  return {role, "CN=ssm.example.com", not_after};
}

AuthorizationGranted in_compliance(const Rig& rig, const SsmRequest& request) {
  return Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
}

Rig authorized() {
  Rig rig;
  rig.register_now();
  rig.reply(rig.sent.back(), in_compliance(rig, rig.sent.back()));
  rig.sent.clear();
  return rig;
}

// Asks SSM, whose answer tells `told` and shows `shown`.
void exchange(Rig& rig, std::optional<TrustBundle> told, std::vector<SeenCertificate> shown = {}) {
  rig.ask(RenewAuthorizationCommand{false});
  const SsmRequest request = rig.sent.back();
  rig.sent.clear();
  rig.feed(SsmReplied{{request.id, rig.now.wall, in_compliance(rig, request), std::move(told), {}, std::move(shown)}});
}

// Answers what comes with the certificates that SSM has, until `length` has passed.
void live(Rig& rig, Millis length, const std::vector<SeenCertificate>& shown) {
  const WallTime end = rig.now.wall + length;
  while (rig.now.wall < end) {
    rig.advance_to(std::min(end, rig.now.wall + kHour));
    while (!rig.sent.empty()) {
      const SsmRequest request = rig.sent.front();
      rig.sent.erase(rig.sent.begin());
      rig.feed(SsmReplied{{request.id, rig.now.wall, in_compliance(rig, request), {}, {}, shown}});
    }
  }
}

void deregister(Rig& rig) {
  rig.ask(DeregisterCommand{});
  rig.reply(rig.sent.back(), Deregistered{});
  rig.sent.clear();
}

std::int64_t told_version(const Rig& rig) { return rig.status().trust_bundle_version.value_or(0); }

std::vector<std::string> told_of(const Rig& rig, std::string_view name) {
  std::vector<std::string> texts;
  for (const DomainEvent& event : rig.events)
    if (event.name == name) texts.push_back(event.kind == "info" ? event.text : event.kind + ": " + event.text);
  return texts;
}

TEST(Trust, ABundleOfAHigherVersionIsTaken) {  // wire P13
  Rig rig = authorized();
  EXPECT_FALSE(rig.status().trust_bundle_version.has_value());
  exchange(rig, bundle(7, 3));
  EXPECT_EQ(rig.state.sections.trust.bundle, bundle(7, 3));
  exchange(rig, bundle(8, 1));
  EXPECT_EQ(rig.state.sections.trust.bundle, bundle(8, 1));
  EXPECT_EQ(told_of(rig, "TRUST_BUNDLE_UPDATED"),
            (std::vector<std::string>{"SSM announced version 7 of its trust anchors, with 3 certificates.",
                                      "SSM announced version 8 of its trust anchors, with 1 certificate."}));
}

TEST(Trust, ABundleOfALowerOrTheSameVersionIsIgnored) {  // wire P13: versions only rise
  Rig rig = authorized();
  exchange(rig, bundle(7));
  for (const std::int64_t version : {std::int64_t{7}, std::int64_t{6}, std::int64_t{0}, std::int64_t{-1}})
    exchange(rig, bundle(version, 5));
  EXPECT_EQ(rig.state.sections.trust.bundle, bundle(7));
  EXPECT_EQ(told_of(rig, "TRUST_BUNDLE_UPDATED").size(), 1U);
}

TEST(Trust, ABundleWithoutCertificatesIsIgnored) {  // wire P13
  Rig rig = authorized();
  exchange(rig, bundle(7, 0));
  EXPECT_EQ(told_version(rig), 0);
}

TEST(Trust, ALateAnswerTellsNothing) {  // R-REG-1, wire P13
  Rig rig = authorized();
  SsmReply late{ExchangeId{"given up"}, rig.now.wall, Deregistered{}};
  late.trust_bundle = bundle(7);
  late.certificates = {certificate(CertificateRole::tls_server, rig.now.wall + kDay)};
  rig.feed(SsmReplied{late});
  EXPECT_EQ(rig.state.sections.trust, TrustState{});
}

TEST(Trust, AnAnswerThatDoesNotFitTellsNothing) {  // R-REG-3, wire P13
  Rig rig = authorized();
  rig.ask(RenewAuthorizationCommand{false});
  SsmReply misfit = rig.identity_reply(rig.sent.back());
  misfit.trust_bundle = bundle(7);
  rig.feed(SsmReplied{misfit});
  EXPECT_EQ(told_version(rig), 0);
}

TEST(Trust, TheAnswerToARegistrationTellsToo) {  // wire P13
  Rig rig;
  rig.ask(RegisterCommand{TokenRef{"t"}, "abcdef012345", false, false});
  SsmReply granted = rig.identity_reply(rig.sent.back());
  granted.trust_bundle = bundle(3);
  rig.feed(SsmReplied{granted});
  EXPECT_EQ(told_version(rig), 3);
}

TEST(Trust, WhatWasToldSurvivesARestartAndAReregistration) {  // docs/decisions/0009
  Rig rig = authorized();
  exchange(rig, bundle(7));
  rig.restart(true, kDay);
  rig.ask(RegisterCommand{TokenRef{"t"}, "abcdef012345", true, false});
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  EXPECT_EQ(told_version(rig), 7);
}

TEST(Trust, GoesWithTheRegistrationSoThatAnotherSsmCountsAnew) {  // docs/decisions/0009
  Rig rig = authorized();
  exchange(rig, bundle(7), {certificate(CertificateRole::tls_server, rig.now.wall + 10 * kDay)});
  EXPECT_TRUE(rig.alarm(AlarmCode::trust_anchor_expiring));
  deregister(rig);
  EXPECT_EQ(rig.state.sections.trust, TrustState{});
  EXPECT_FALSE(rig.alarm(AlarmCode::trust_anchor_expiring));
  rig.register_now();
  rig.ask(RenewAuthorizationCommand{false});
  const SsmRequest request = rig.sent.back();
  rig.feed(SsmReplied{{request.id, rig.now.wall, in_compliance(rig, request), bundle(1), {}, {}}});
  EXPECT_EQ(told_version(rig), 1);
}

TEST(Certificates, OfTheConnectionAndOfMessagesAreReplacedApart) {  // wire P13
  Rig rig = authorized();
  const WallTime far = at("2040-01-01T00:00:00Z");
  const SeenCertificate server = certificate(CertificateRole::tls_server, far);
  const SeenCertificate proxy = certificate(CertificateRole::proxy_server, far);
  const SeenCertificate signer = certificate(CertificateRole::message_signer, far);
  exchange(rig, {}, {signer, server, proxy});
  EXPECT_EQ(rig.status().certificates, (std::vector<SeenCertificate>{server, proxy, signer}));
  exchange(rig, {}, {});
  EXPECT_EQ(rig.status().certificates.size(), 3U) << "an answer that shows none says nothing";
  const SeenCertificate renewed = certificate(CertificateRole::tls_server, far + kDay);
  exchange(rig, {}, {renewed});  // a connection without the proxy, and no answer that could be verified
  EXPECT_EQ(rig.status().certificates, (std::vector<SeenCertificate>{renewed, signer}));
}

TEST(Certificates, AreSeenWhateverTheAnswerSays) {  // wire P13
  Rig rig = authorized();
  rig.ask(RenewAuthorizationCommand{false});
  SsmReply failed{rig.sent.back().id, std::nullopt, failed_with(FailureCode::http_unavailable, "503")};
  failed.certificates = {certificate(CertificateRole::tls_server, rig.now.wall + kDay)};
  rig.feed(SsmReplied{failed});
  EXPECT_TRUE(rig.alarm(AlarmCode::trust_anchor_expiring));
}

TEST(Certificates, TheirEndIsToldFrom30DaysOnAndRemindedOf) {  // interfaces section 4: TRUST_ANCHOR_EXPIRING
  Rig rig = authorized();
  const std::vector<SeenCertificate> shown = {certificate(CertificateRole::message_root, at("2040-01-01T00:00:00Z")),
                                              certificate(CertificateRole::tls_server, rig.now.wall + 40 * kDay)};
  exchange(rig, {}, shown);
  live(rig, 10 * kDay - kMinute, shown);
  EXPECT_FALSE(rig.alarm(AlarmCode::trust_anchor_expiring));
  live(rig, 2 * kMinute, shown);
  EXPECT_TRUE(rig.alarm(AlarmCode::trust_anchor_expiring));
  live(rig, 31 * kDay, shown);
  const std::vector<std::string> told = told_of(rig, "TRUST_ANCHOR_EXPIRING");
  ASSERT_EQ(told.size(), 7U);  // 30 days, then 14, 7, 3, 2, 1 and the end
  EXPECT_EQ(told.front(),
            "alarm_raised: the certificate of the TLS server, CN=ssm.example.com, ends in 30 days, at "
            "2026-04-11T00:00:00Z");
  EXPECT_NE(told[5].find("ends in 1 day,"), std::string::npos) << told[5];
  EXPECT_NE(told[6].find("alarm_reminded"), std::string::npos) << told[6];
}

TEST(Certificates, ANewerOneClearsTheAlarm) {
  Rig rig = authorized();
  exchange(rig, {}, {certificate(CertificateRole::tls_server, rig.now.wall + 3 * kDay)});
  EXPECT_TRUE(rig.alarm(AlarmCode::trust_anchor_expiring));
  exchange(rig, {}, {certificate(CertificateRole::tls_server, rig.now.wall + 90 * kDay)});
  EXPECT_FALSE(rig.alarm(AlarmCode::trust_anchor_expiring));
}

TEST(Certificates, AreWarnedOfByPolicy) {
  Rig rig = authorized();
  rig.policy.trust_warn_days = 90;
  exchange(rig, {}, {certificate(CertificateRole::tls_server, rig.now.wall + 89 * kDay)});
  EXPECT_TRUE(rig.alarm(AlarmCode::trust_anchor_expiring));
}

TEST(Certificates, AWrongCalendarBringsNoEndNearer) {  // R-TIME-2
  Rig rig = authorized();
  exchange(rig, {}, {certificate(CertificateRole::tls_server, rig.now.wall + 60 * kDay)});
  rig.step_wall(50 * kDay);
  EXPECT_FALSE(rig.alarm(AlarmCode::trust_anchor_expiring));
}

TEST(HostName, ThatIsAFieldOfTheUdiIsToldOf) {  // interfaces section 4: HOSTNAME_MATCHES_UDI
  Rig rig;
  rig.feed(Started{rig.boot_id, rig.udi, "uccx1"});
  EXPECT_FALSE(rig.alarm(AlarmCode::hostname_matches_udi));
  rig.feed(Started{rig.boot_id, rig.udi, "059D8A992467"});
  EXPECT_TRUE(rig.alarm(AlarmCode::hostname_matches_udi));
  EXPECT_EQ(told_of(rig, "HOSTNAME_MATCHES_UDI"),
            std::vector<std::string>{"alarm_raised: the host name 059D8A992467 is the serial of this machine"});
  rig.feed(Started{rig.boot_id, rig.udi, ""});
  EXPECT_TRUE(rig.alarm(AlarmCode::hostname_matches_udi)) << "a start that tells no name changes nothing";
  rig.feed(Started{rig.boot_id, rig.udi, "uccx1"});
  EXPECT_FALSE(rig.alarm(AlarmCode::hostname_matches_udi));
}

}  // namespace
}  // namespace lic::test
