// R-SLR-3, R-CTL-2: what is reserved is a hard limit, for seats and ports.
#include <gtest/gtest.h>

#include "agent/admission.hpp"
#include "tests/agent/desk.hpp"
#include "tests/agent/type_choice.hpp"

namespace lic::test {
namespace {

SeatRefused refused(Rig& rig, Event event) {
  const Answered* answer = rig.answer_to(rig.ask(std::move(event)));
  const auto* said = answer == nullptr ? nullptr : std::get_if<SeatRefused>(answer);
  if (said != nullptr) return *said;
  ADD_FAILURE() << "it was not refused";
  return {};
}
SignIn voice(const std::string& id) { return {.seat = SeatId{id}, .capabilities = with(Capability::inbound_voice)}; }
SignIn chat(const std::string& id) { return {.seat = SeatId{id}, .capabilities = with(Capability::chat)}; }

class TenAndForty : public ::testing::Test {
protected:
  void SetUp() override { reserve(rig); }
  Rig rig;
};

TEST_F(TenAndForty, TenPremiumAtMost) {  // S1
  EXPECT_EQ(sign_in_many(rig, "p", Capability::chat, 15), 10);
  const SeatRefused no = refused(rig, chat("one-more"));
  EXPECT_EQ(no.code, LimitCode::reservation_limit);
  EXPECT_EQ(no.reason, "10 premium seats are signed in and the reservation allows 10");
  EXPECT_EQ(no.remedy, "sign a premium seat user out, or reserve more at SSM and install the new authorization code");
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 60), 40);
}

TEST_F(TenAndForty, FiftyStandardIfNoPremium) {  // S1
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 60), 50);
  const SeatRefused no = refused(rig, voice("one-more"));
  EXPECT_EQ(no.reason,
            "50 seats are signed in (0 premium, 50 standard) and the reservation allows 50 (10 premium, 40 standard)");
  EXPECT_EQ(no.remedy, "sign somebody out, or reserve more at SSM and install the new authorization code");
  EXPECT_NE(refused(rig, chat("premium")).reason, "");
}

TEST_F(TenAndForty, FivePremiumLeaveFortyFiveStandardAndTheOtherWayRound) {  // S1
  EXPECT_EQ(sign_in_many(rig, "p", Capability::chat, 5), 5);
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 60), 45);
  EXPECT_FALSE(signs_in(rig, "p9", Capability::chat));
  rig.feed(SeatSync{});
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 45), 45);
  EXPECT_EQ(sign_in_many(rig, "p", Capability::chat, 10), 5);
  EXPECT_EQ(rig.state.seats.size(), 50U);
}

TEST_F(TenAndForty, ARiseInMidSessionIsRefusedAndChangesNothing) {  // R-CTL-3
  sign_in_many(rig, "p", Capability::chat, 10);
  signs_in(rig, "riser", Capability::inbound_voice);
  const SeatUpdate rise{SeatId{"riser"}, with(Capability::chat), {}};
  EXPECT_EQ(refused(rig, rise).code, LimitCode::reservation_limit);
  EXPECT_EQ(rig.status().premium_seats, 10);
  EXPECT_EQ(rig.status().standard_seats, 1);
}

TEST_F(TenAndForty, OnlyWhatIsConfiguredCounts) {  // R-USE-2: no over-use by what is really used
  sign_in_many(rig, "p", Capability::chat, 10);
  signs_in(rig, "voice", Capability::inbound_voice);
  rig.ask(SeatUpdate{SeatId{"voice"}, std::nullopt, with(Capability::chat)});
  EXPECT_EQ(rig.status().standard_seats, 1);
}

TEST_F(TenAndForty, PortsAreHardLimits) {
  const auto ports = [](std::int64_t inbound) { return PortsInUse{inbound, std::nullopt, std::nullopt, std::nullopt}; };
  rig.ask(ports(20));
  EXPECT_EQ(rig.status().ports_inbound, 20);
  const SeatRefused no = refused(rig, ports(21));
  EXPECT_EQ(no.code, LimitCode::reservation_limit);
  EXPECT_EQ(no.reason, "21 inbound ports are asked for (20 in use now) and the reservation allows 20");
  EXPECT_EQ(no.remedy, "use fewer inbound ports, or reserve more at SSM and install the new authorization code");
  EXPECT_EQ(rig.status().ports_inbound, 20);
  rig.ask(PortsInUse{std::nullopt, std::nullopt, 99, 99});
  EXPECT_EQ(rig.status().ports_ivr, 99);  // the type has no such entitlement: no limit
  EXPECT_EQ(rig.status().outbound_seats, 99);
}

TEST(ReservationAdmission, PortsThatTheCodeLacksAreLimitedToNone) {
  Rig rig;
  reserve(rig, {{"standard", 5}, {"server", 1}});
  EXPECT_EQ(refused(rig, PortsInUse{std::nullopt, 1, std::nullopt, std::nullopt}).reason,
            "1 outbound port is asked for (0 in use now) and the reservation allows 0");
}

TEST(ReservationAdmission, TheSizeOfTheMachineComesFirst) {  // R-CTL-6
  Policy policy = flex_policy();
  policy.max_seats = 2;
  Rig rig(policy);
  reserve(rig);
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 3), 2);
  EXPECT_EQ(refused(rig, voice("one-more")).code, LimitCode::ova_limit);
}

TEST(ReservationAdmission, ATypeOfOneClassIsLimitedByItsOwn) {
  Policy policy = policy_with_types();
  policy.license_type = policy.license_types[1];  // everybody premium
  Rig premium(policy);
  reserve(premium, {{"premium", 3}, {"server", 1}});
  EXPECT_EQ(sign_in_many(premium, "s", Capability::inbound_voice, 5), 3);
  policy.license_type = policy.license_types[2];  // everybody standard
  Rig standard(policy);
  reserve(standard, {{"standard", 4}, {"server", 1}});
  EXPECT_EQ(sign_in_many(standard, "p", Capability::chat, 6), 4);
}

TEST(ReservationAdmission, RegularSeatsTakePremiumOnesAsStandardDo) {  // rules.md section 14, CCE perpetual
  Policy policy = flex_policy();
  policy.license_type.base_class = SeatClass::regular;
  policy.license_type.entitlements[0].name = EntitlementName{"regular"};
  policy.license_type.entitlements[0].meter = Meter::regular;
  Rig rig(policy);
  reserve(rig, {{"standard", 2}, {"premium", 1}, {"server", 1}});
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 5), 3);
  EXPECT_EQ(rig.status().entitlements[0].status, EntitlementStatus::reserved_in_compliance);
}

TEST(ReservationAdmission, LicensesOfOneTagAddUp) {
  Rig rig;
  reserve(rig, {{"standard", 2}, {"standard", 3}, {"server", 1}});
  EXPECT_EQ(rig.status().entitlements[0].reserved, 5);
  EXPECT_EQ(sign_in_many(rig, "s", Capability::inbound_voice, 9), 5);
}

TEST(ReservationAdmission, SignInsWithinTheLimitsStayOnTheHotPath) {
  Rig rig;
  reserve(rig);
  EXPECT_TRUE(rig.feed(voice("a")).usage_only);
  EXPECT_TRUE(rig.feed(SignOut{SeatId{"a"}}).usage_only);
}

}  // namespace
}  // namespace lic::test
