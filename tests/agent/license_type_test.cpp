// R-REG-10, R-LIFE-2..5: the license type is chosen and changed by command.
#include "agent/license_type.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/type_choice.hpp"

namespace lic::test {
namespace {

// What the caller was told: the text of what was done, or "code: what; remedy".
std::string told(Rig& rig, Event event) {
  const Answered* answer = rig.answer_to(rig.ask(std::move(event)));
  if (answer == nullptr) return "no answer";
  if (const auto* done = std::get_if<CommandDone>(answer)) return done->text;
  const auto* error = std::get_if<Error>(answer);
  return error == nullptr ? "another answer" : error->what + "; " + error->remedy;
}

SeatClass class_of(const Rig& rig, const char* seat) { return rig.state.seats.find(seat)->seat_class; }

// Peaks of the rows of that interval's start, by entitlement.
Quantities peaks_from(const Rig& rig, WallTime start) {
  Quantities peaks;
  for (const HistoryAppend& append : rig.history)
    if (append.row.interval_start == start) peaks[EntitlementName{append.row.entitlement}] = append.row.peak;
  return peaks;
}
Quantities quantities(std::initializer_list<std::pair<const char*, std::int64_t>> list) {
  Quantities made;
  for (const auto& [name, count] : list) made[EntitlementName{name}] = count;
  return made;
}

TEST(LicenseType, IsChosenWhileUnregistered) {
  Rig rig(policy_with_types());
  EXPECT_FALSE(rig.status().license_type_set_by_command);
  EXPECT_EQ(told(rig, to("perpetual-premium")),
            "The license type is now perpetual-premium (Perpetual Premium), for production use. Restart the product, "
            "then register.");
  EXPECT_EQ(rig.status().license_type, "perpetual-premium");
  EXPECT_EQ(rig.status().license_type_title, "Perpetual Premium");
  EXPECT_TRUE(rig.status().license_type_set_by_command);
  EXPECT_EQ(recorded(rig, "LICENSE_TYPE_CHANGED"), 1);
  rig.restart();
  EXPECT_EQ(rig.status().license_type, "perpetual-premium");
}

TEST(LicenseType, CannotChangeWhileRegistered) {  // R-REG-10
  Rig rig(policy_with_types());
  connect(rig);
  rig.register_now();
  EXPECT_EQ(told(rig, to("perpetual-premium")),
            "the license type cannot change while this product instance is registered; deregister, set the license "
            "type, restart the product, then register again");
  EXPECT_EQ(rig.status().license_type, "flex");
}

TEST(LicenseType, CannotChangeWhileRegisteringOrLeaving) {  // R-REG-10
  Rig rig(policy_with_types());
  rig.feed(RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, false});
  EXPECT_EQ(told(rig, to("perpetual-premium")),
            "a registration is under way, so the license type cannot change; take it back with: smart-agentctl "
            "deregister; then set the license type and register again");
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  rig.feed(DeregisterCommand{});
  EXPECT_EQ(told(rig, to("perpetual-premium")),
            "a deregistration is under way, so the license type cannot change yet; wait until it is done, then set the "
            "license type");
}

TEST(LicenseType, UnknownOnesAreAnsweredWithTheKnown) {
  Rig rig(policy_with_types());
  EXPECT_EQ(told(rig, to("perpetual")),
            "the catalog uccx-12.5 has no license type \"perpetual\"; choose one of: flex, perpetual-premium, "
            "perpetual-enhanced, flex-hcs, nps");
}

TEST(LicenseType, UsageModeMustMatch) {  // R-LIFE-4
  Rig rig(policy_with_types());
  EXPECT_EQ(told(rig, to("flex", UsageMode::non_production)),
            "the license type flex (Flex) is for production use, and the usage mode is non-production; set the usage "
            "mode to production, or choose another type");
  EXPECT_EQ(
      told(rig, to("nps", UsageMode::production, true)),
      "the license type nps (NPS) is for non-production use, and the usage mode is production; set the usage mode "
      "to non-production, or choose another type");
}

TEST(LicenseType, NotesMustBeConfirmed) {  // R-LIFE-4
  Rig rig(policy_with_types());
  EXPECT_EQ(told(rig, to("flex-hcs")),
            "the license type flex-hcs (Flex HCS) must be confirmed: Not for on-premises deployments.; if that is what "
            "was bought, set it once more with --yes (API: \"confirm\": true)");
  EXPECT_EQ(rig.status().license_type, "flex");
  rig.ask(to("flex-hcs", UsageMode::production, true));
  EXPECT_EQ(rig.status().license_type, "flex-hcs");
}

TEST(LicenseType, TheSameAgainChangesNothing) {
  Rig rig(policy_with_types());
  const Sections before = rig.state.sections;
  EXPECT_EQ(told(rig, to("flex")), "The license type is flex (Flex) already; nothing was changed.");
  EXPECT_EQ(rig.state.sections.settings, before.settings);
  EXPECT_EQ(recorded(rig, "LICENSE_TYPE_CHANGED"), 0);
  rig.ask(to("flex-hcs", UsageMode::production, true));
  EXPECT_EQ(told(rig, to("flex-hcs")), "The license type is flex-hcs (Flex HCS) already; nothing was changed.");
}

TEST(LicenseType, ADeploymentTakesItsOwnAndSaysSo) {  // S3
  Policy policy = policy_with_types();
  policy.forced_types = {"perpetual-premium", "nps"};
  policy.license_type = policy.license_types[1];
  Rig rig(policy);
  EXPECT_EQ(told(rig, to("flex")),
            "The license type is perpetual-premium (Perpetual Premium) already; nothing was changed. This deployment "
            "takes it in place of flex (R-LIFE-4).");
  EXPECT_EQ(told(rig, to("flex", UsageMode::non_production, true)),
            "The license type is now nps (NPS), for non-production use. This deployment takes it in place of flex "
            "(R-LIFE-4). Restart the product, then register.");
}

TEST(LicenseType, AChangePutsLicenseControlBack) {  // R-CTL-1
  Rig rig(policy_with_types());
  rig.state.sections.settings.control = {false, {{LimitField::standard, 40}}, true};
  rig.ask(to("perpetual-premium"));
  EXPECT_EQ(rig.state.sections.settings.control, LicenseControl{});
}

TEST(LicenseType, SeatsSignedInAreClassifiedAnewAtOnce) {
  Rig rig(policy_with_types());
  sign_in(rig, "voice", Capability::inbound_voice);
  sign_in(rig, "chat", Capability::chat);
  rig.ask(to("perpetual-premium"));
  EXPECT_EQ(class_of(rig, "voice"), SeatClass::premium);
  EXPECT_EQ(rig.status().premium_seats, 2);
  rig.ask(to("perpetual-enhanced"));
  EXPECT_EQ(class_of(rig, "chat"), SeatClass::standard);
  EXPECT_EQ(rig.status().standard_seats, 2);
  EXPECT_EQ(rig.status().premium_seats, 0);
  rig.ask(to("flex"));
  EXPECT_EQ(class_of(rig, "voice"), SeatClass::standard);
  EXPECT_EQ(class_of(rig, "chat"), SeatClass::premium);
}

TEST(LicenseType, AClassThatRoseInMidSessionStaysAcrossAChange) {  // R-USE-2
  Rig rig(policy_with_types());
  sign_in(rig, "a", Capability::chat);
  rig.feed(SeatUpdate{SeatId{"a"}, with(Capability::inbound_voice), {}});
  rig.ask(to_lab());
  EXPECT_EQ(class_of(rig, "a"), SeatClass::premium);
}

TEST(LicenseType, PeaksOfBeforeAndAfterAreKeptApart) {  // R-USE-3
  Rig rig(policy_with_types());
  sign_in(rig, "voice", Capability::inbound_voice);
  sign_in(rig, "chat", Capability::chat);
  sign_in(rig, "gone", Capability::chat);
  rig.feed(SignOut{SeatId{"gone"}});
  rig.advance(5 * kMinute);
  rig.ask(to("perpetual-enhanced"));
  rig.advance(10 * kMinute);
  EXPECT_EQ(peaks_from(rig, at("2026-03-02T00:00:00Z")),
            quantities({{"standard", 1}, {"premium", 2}, {"inbound", 0}, {"outbound", 0}, {"seats", 3}}));
  EXPECT_EQ(peaks_from(rig, at("2026-03-02T00:05:00Z")),
            quantities({{"standard", 2}, {"inbound", 0}, {"outbound", 0}, {"seats", 2}}));
}

TEST(LicenseType, WhatWasReportedForTheOldOneDoesNotLeak) {
  Rig rig(policy_with_types());
  connect(rig);
  rig.register_now();
  sign_in(rig, "chat", Capability::chat);
  rig.advance(16 * kMinute);
  ASSERT_EQ(rig.status().entitlements[1].reported, 1);
  rig.feed(DeregisterCommand{});
  rig.ask(to("perpetual-premium"));
  const EntitlementView premium = rig.status().entitlements[0];
  EXPECT_EQ(premium.name.value, "premium");
  EXPECT_EQ(premium.reported, std::nullopt);
  EXPECT_EQ(premium.purchased, std::nullopt);
  EXPECT_EQ(rig.status().outbox_rows, 0);
}

TEST(LicenseType, ProductProcessesAreToBeRestarted) {  // R-LIFE-2
  Rig rig(policy_with_types());
  rig.ask(to("perpetual-premium"));
  EXPECT_FALSE(rig.alarm(AlarmCode::product_restart_required));  // nobody is known
  rig.state.sections.products.processes = {
      {"77:1", {"engine", 1, {}}}, {"78:1", {"cvd", 2, {}}}, {"79:1", {"cvd", 3, {}}}};
  rig.ask(to("flex"));
  EXPECT_EQ(rig.status().awaits_restart, (std::vector<std::string>{"cvd", "engine"}));
  EXPECT_TRUE(rig.alarm(AlarmCode::product_restart_required));
  rig.restart();
  EXPECT_TRUE(rig.alarm(AlarmCode::product_restart_required));
  rig.state.sections.products.awaits_restart.clear();
  rig.advance(15 * kMinute);
  EXPECT_EQ(recorded(rig, "PRODUCT_RESTART_REQUIRED"), 2);  // raised and cleared
}

TEST(LicenseType, TheOneThatWasRegisteredWithHoldsAgainstAChangedFile) {  // R-REG-10
  Rig rig(policy_with_types());
  connect(rig);
  rig.register_now();
  rig.policy.license_type = rig.policy.license_types[1];
  rig.restart();
  EXPECT_EQ(rig.status().license_type, "flex");
  EXPECT_EQ(recorded(rig, "LICENSE_TYPE_KEPT"), 1);
  sign_in(rig, "voice", Capability::inbound_voice);
  EXPECT_EQ(class_of(rig, "voice"), SeatClass::standard);
  rig.feed(DeregisterCommand{});
  EXPECT_EQ(rig.status().license_type, "perpetual-premium");
  EXPECT_EQ(class_of(rig, "voice"), SeatClass::premium);
  EXPECT_EQ(rig.status().premium_seats, 1);
}

TEST(LicenseType, AFileThatChangedBetweenTwoStartsClassifiesAnew) {
  Rig rig(policy_with_types());
  sign_in(rig, "voice", Capability::inbound_voice);
  rig.policy.license_type = rig.policy.license_types[1];
  rig.restart();
  EXPECT_EQ(class_of(rig, "voice"), SeatClass::premium);
  EXPECT_EQ(rig.status().premium_seats, 1);
}

TEST(LicenseType, AStartChangesNoClassThatRoseInMidSession) {  // R-USE-2
  Rig rig(policy_with_types());
  sign_in(rig, "a", Capability::chat);
  rig.feed(SeatUpdate{SeatId{"a"}, with(Capability::inbound_voice), {}});
  rig.restart();
  EXPECT_EQ(class_of(rig, "a"), SeatClass::premium);
}

TEST(LicenseType, OneThatTheCatalogLostIsAnAlarm) {
  Rig rig(policy_with_types());
  rig.ask(to("perpetual-premium"));
  rig.policy.license_types.erase(rig.policy.license_types.begin() + 1);
  rig.restart();
  EXPECT_EQ(rig.status().license_type, "flex");
  EXPECT_TRUE(rig.alarm(AlarmCode::entitlement_reporting_failure));
  EXPECT_EQ(why_type_is_missing(rig.state, rig.policy),
            "the license type perpetual-premium, set by command, is not in the catalog uccx-12.5 or not for this "
            "deployment; flex is used in its place");
}

}  // namespace
}  // namespace lic::test
