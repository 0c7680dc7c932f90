// R-CTL-2, 3, 6: what License Control and the size of the machine refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "agent/admission.hpp"
#include "tests/agent/admission_bench.hpp"

namespace lic::test {
namespace {

const Limited kPool = {{LimitField::premium, 10}, {LimitField::standard, 40}};

TEST(PoolRule, TheEleventhPremiumSeatIsRefused) {  // R-CTL-2
  ControlledRig rig(kPool);
  rig.sign_in_many(10, "p", Capability::chat);
  const Answered answered = rig.premium("one more");
  ASSERT_TRUE(is_refused(answered));
  const auto& refused = std::get<SeatRefused>(answered);
  EXPECT_EQ(refused.reason, "10 premium seats are signed in and License Control allows 10");
  EXPECT_EQ(refused.remedy, "sign a premium seat user out, or raise the limit (smart-agentctl license-control set)");
  EXPECT_EQ(refused.counts, (decltype(refused.counts){{"premium", 10}, {"premium_limit", 10}}));
  EXPECT_TRUE(is_done(rig.standard("a standard one")));
}

TEST(PoolRule, FiftyStandardSeatsFitIfNobodyIsPremium) {  // R-CTL-2
  ControlledRig rig(kPool);
  rig.sign_in_many(50, "s", Capability::inbound_voice);
  const Answered answered = rig.standard("the 51st");
  ASSERT_TRUE(is_refused(answered));
  EXPECT_EQ(std::get<SeatRefused>(answered).reason,
            "50 seats are signed in (0 premium, 50 standard) and License Control allows 50 (10 premium, 40 standard)");
  EXPECT_TRUE(is_refused(rig.premium("a premium one")));
}

TEST(PoolRule, FivePremiumLeaveRoomForFortyFiveStandard) {  // R-CTL-2
  ControlledRig rig(kPool);
  rig.sign_in_many(5, "p", Capability::chat);
  rig.sign_in_many(45, "s", Capability::inbound_voice);
  EXPECT_TRUE(is_refused(rig.standard("one more")));
  EXPECT_TRUE(is_refused(rig.premium("one more")));
  EXPECT_EQ(rig.status().premium_seats, 5);
  EXPECT_EQ(rig.status().standard_seats, 45);
}

TEST(PoolRule, ARiseInMidSessionNeedsAPremiumSeatAndNoOther) {  // R-CTL-3
  ControlledRig rig(kPool);
  rig.sign_in_many(50, "s", Capability::inbound_voice);
  for (int seat = 0; seat < 10; ++seat)
    EXPECT_TRUE(is_done(rig.said(SeatUpdate{SeatId{"s" + std::to_string(seat)}, with(Capability::email), {}})));
  const auto before = rig.state.seats;
  const Sections sections = rig.state.sections;
  EXPECT_TRUE(is_refused(rig.said(SeatUpdate{SeatId{"s10"}, with(Capability::email), {}})));
  EXPECT_TRUE(is_refused(rig.premium("s11"))) << "the same sign-in again";
  EXPECT_EQ(rig.state.seats, before);
  EXPECT_EQ(rig.state.sections, sections);
}

TEST(PoolRule, AUseThatWouldRaiseTheClassIsRefusedToo) {  // R-CTL-3
  ControlledRig rig({{LimitField::premium, 0}, {LimitField::standard, 5}},
                    with_fields({LimitField::standard, LimitField::premium}, flex_su3_policy()));
  EXPECT_TRUE(is_done(rig.premium("a"))) << "configured alone is standard here";
  EXPECT_TRUE(is_refused(rig.said(SeatUpdate{SeatId{"a"}, std::nullopt, with(Capability::chat)})));
  EXPECT_TRUE(rig.state.seats.find("a")->used.none());
}

TEST(PoolRule, ASignOutMakesRoomAndThePremiumSignInAgainTakesNone) {  // R-CTL-2
  ControlledRig rig({{LimitField::premium, 1}, {LimitField::standard, 0}});
  EXPECT_TRUE(is_done(rig.premium("a")));
  EXPECT_TRUE(is_done(rig.premium("a")));
  EXPECT_TRUE(is_refused(rig.standard("b")));
  EXPECT_TRUE(is_done(rig.said(SignOut{SeatId{"a"}})));
  EXPECT_TRUE(is_done(rig.standard("b")));
}

TEST(Admission, ASyncIsNeverRefusedAndOnlyNewSignInsWait) {  // R-CTL-3
  ControlledRig rig({{LimitField::premium, 1}, {LimitField::standard, 1}});
  SeatSync sync;
  for (const char* id : {"a", "b", "c", "d"}) sync.seats.push_back(SignIn{SeatId{id}, with(Capability::chat), {}});
  EXPECT_TRUE(is_done(rig.said(sync)));
  EXPECT_EQ(rig.status().premium_seats, 4);
  const Answered answered = rig.premium("e");
  ASSERT_TRUE(is_refused(answered));
  EXPECT_EQ(std::get<SeatRefused>(answered).reason, "4 premium seats are signed in and License Control allows 1");
  EXPECT_TRUE(is_done(rig.premium("a"))) << "who is in may sign in again";
  EXPECT_TRUE(is_done(rig.said(SeatUpdate{SeatId{"a"}, with(Capability::email), {}})));
  for (const char* id : {"a", "b", "c"}) EXPECT_TRUE(is_done(rig.said(SignOut{SeatId{id}})));
  EXPECT_TRUE(is_refused(rig.premium("e"))) << "one is in, one is allowed";
  EXPECT_TRUE(is_done(rig.standard("e")));
}

TEST(Admission, ALimitBelowUseThrowsNobodyOut) {  // R-CTL-3
  ControlledRig rig(kPool);
  rig.sign_in_many(10, "p", Capability::chat);
  const Answered done =
      rig.said(SetLicenseControl{false, {{LimitField::premium, 3}, {LimitField::standard, 2}}, false});
  EXPECT_EQ(std::get<CommandDone>(done).text,
            "Overage is not allowed: use is limited to standard 2, premium 3. In use above the limit, and staying: "
            "premium 10 of 3, seats 10 of 5.");
  EXPECT_EQ(rig.status().premium_seats, 10);
  EXPECT_TRUE(is_refused(rig.standard("s")));
  EXPECT_TRUE(is_done(rig.said(SignOut{SeatId{"p0"}})));
}

TEST(Admission, NothingIsLimitedWhileOverageIsAllowedOrNotRegistered) {  // R-CTL-1, R-EVAL-3
  ControlledRig rig({{LimitField::premium, 0}, {LimitField::standard, 0}});
  EXPECT_TRUE(is_refused(rig.standard("a")));
  rig.said(SetLicenseControl{true, {}, false});
  EXPECT_TRUE(is_done(rig.standard("a")));
  rig.set_limits({});
  EXPECT_TRUE(is_refused(rig.standard("b"))) << "a field that is not named is limited to 0";
  rig.feed(DeregisterCommand{});
  rig.reply(rig.sent.back(), Deregistered{});
  ASSERT_EQ(rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_TRUE(is_done(rig.standard("b")));
}

TEST(Admission, TheSeatsFieldCountsEveryClass) {  // R-CTL-1: Perpetual Premium, Perpetual Enhanced
  ControlledRig rig({{LimitField::seats, 2}}, with_fields({LimitField::seats}));
  EXPECT_TRUE(is_done(rig.standard("a")));
  EXPECT_TRUE(is_done(rig.premium("b")));
  const Answered answered = rig.standard("c");
  ASSERT_TRUE(is_refused(answered));
  EXPECT_EQ(std::get<SeatRefused>(answered).reason, "2 seats are signed in and License Control allows 2");
  EXPECT_TRUE(is_done(rig.premium("a"))) << "a rise takes no further seat";
}

TEST(Admission, PortCountsAreJudgedWhenTheyRise) {  // R-CTL-1, 3
  ControlledRig rig({{LimitField::seats, 5}, {LimitField::outbound, 30}},
                    with_fields({LimitField::seats, LimitField::outbound}));
  const auto outbound = [](std::int64_t count) { return PortsInUse{7, count, std::nullopt, std::nullopt}; };
  EXPECT_TRUE(is_done(rig.said(outbound(30))));
  const Answered answered = rig.said(PortsInUse{9, 31, 500, std::nullopt});
  ASSERT_TRUE(is_refused(answered));
  EXPECT_EQ(std::get<SeatRefused>(answered).reason,
            "31 outbound ports are asked for (30 in use now) and License Control allows 30");
  EXPECT_EQ(rig.status().ports_inbound, 7) << "nothing of a refused event holds";
  EXPECT_EQ(rig.status().ports_ivr, 0);
  rig.set_limits({{LimitField::seats, 5}, {LimitField::outbound, 10}});
  EXPECT_TRUE(is_done(rig.said(outbound(20)))) << "it falls";
  EXPECT_TRUE(is_refused(rig.said(outbound(21))));
  EXPECT_TRUE(is_done(rig.said(PortsInUse{{}, {}, 1'000'000, {}}))) << "the type does not limit IVR ports";
}

TEST(Admission, IvrPortsHaveTheirOwnLimit) {  // R-CTL-1: IP IVR
  ControlledRig rig({{LimitField::ivr, 4}}, with_fields({LimitField::ivr}));
  EXPECT_TRUE(is_done(rig.said(PortsInUse{{}, 100, 4, {}})));
  EXPECT_TRUE(is_refused(rig.said(PortsInUse{{}, {}, 5, {}})));
  EXPECT_TRUE(is_done(rig.standard("a"))) << "the type does not limit seats";
}

TEST(Admission, APortCountBelowZeroIsAnErrorAndChangesNothing) {  // R-USE-1
  Rig rig;
  rig.feed(PortsInUse{5, {}, {}, {}});
  const RequestId caller = rig.ask(PortsInUse{6, -1, {}, {}});
  EXPECT_EQ(std::get<Error>(*rig.answer_to(caller)).code, ErrorCode::invalid_argument);
  EXPECT_EQ(rig.status().ports_inbound, 5);
}

TEST(Admission, TheSizeOfTheMachineComesFirstAndHoldsUnregistered) {  // R-CTL-6
  Policy policy = pool_policy();
  policy.max_seats = 2;
  Rig evaluating(policy);
  evaluating.feed(SignIn{SeatId{"a"}, {}, {}});
  evaluating.feed(SignIn{SeatId{"b"}, {}, {}});
  EXPECT_TRUE(is_refused(*evaluating.answer_to(evaluating.ask(SignIn{SeatId{"c"}, {}, {}})), LimitCode::ova_limit));
  ControlledRig rig({{LimitField::premium, 2}, {LimitField::standard, 0}}, policy);
  rig.sign_in_many(2, "p", Capability::chat);
  const Answered answered = rig.premium("c");
  ASSERT_TRUE(is_refused(answered, LimitCode::ova_limit));
  EXPECT_EQ(std::get<SeatRefused>(answered).counts, (decltype(SeatRefused::counts){{"seats", 2}, {"seats_limit", 2}}));
}

TEST(Admission, ARefusedSignInLeavesNoTrace) {  // R-CTL-3
  ControlledRig rig({{LimitField::premium, 0}, {LimitField::standard, 0}});
  const Sections before = rig.state.sections;
  const Step refused = rig.feed(SignIn{SeatId{"a"}, {}, "15.0(1)", kMinute, 0});
  EXPECT_EQ(rig.state.sections, before);
  EXPECT_TRUE(refused.changes.empty());
  EXPECT_TRUE(refused.usage_only);
}

TEST(Admission, LimitsOfATypeWithOtherFieldsDoNotHold) {  // R-CTL-1
  ControlledRig rig(kPool);
  Limits of_the_pool;
  of_the_pool.premium = 10;
  of_the_pool.seats = 50;
  EXPECT_EQ(limits_in_force(rig.state, rig.policy), of_the_pool);
  rig.policy.license_type.limit_fields = {LimitField::seats};
  EXPECT_EQ(limits_in_force(rig.state, rig.policy), Limits{});
  EXPECT_TRUE(rig.status().license_control.overage_allowed);
}

// ---- against an independent model: sets of names, and the rule as R-CTL-2 words it ----
struct PoolModel {
  std::set<int> standard, premium;
  int p = 0, s = 0;
  bool may_sign_in(int id, bool wants_premium) const {
    const bool known = standard.contains(id) || premium.contains(id);
    const std::size_t new_premium = premium.size() + (wants_premium && !premium.contains(id) ? 1 : 0);
    const std::size_t all = standard.size() + premium.size() + (known ? 0 : 1);
    const bool premium_fits = new_premium == premium.size() || new_premium <= static_cast<std::size_t>(p);
    const bool all_fit = known || all <= static_cast<std::size_t>(p + s);
    return premium_fits && all_fit;
  }
  void sign_in(int id, bool wants_premium) {
    if (premium.contains(id)) return;
    if (wants_premium) {
      standard.erase(id);
      premium.insert(id);
    } else {
      standard.insert(id);
    }
  }
  void sign_out(int id) {
    standard.erase(id);
    premium.erase(id);
  }
};

// 60 users and limits that change now and then, also below what is in use.
void play(std::uint32_t seed) {
  std::mt19937 dice(seed);
  const auto up_to = [&dice](int most) { return static_cast<int>(dice() % static_cast<unsigned>(most + 1)); };
  ControlledRig rig({{LimitField::premium, 0}, {LimitField::standard, 0}});
  PoolModel model;
  for (int turn = 0; turn < 2000; ++turn) {
    const int id = up_to(59);
    const SeatId seat{"u" + std::to_string(id)};
    const int what = up_to(99);
    if (what < 2) {
      model.p = up_to(20);
      model.s = up_to(30);
      rig.set_limits({{LimitField::premium, model.p}, {LimitField::standard, model.s}});
    } else if (what < 35) {
      const bool known = model.standard.contains(id) || model.premium.contains(id);
      EXPECT_EQ(is_done(rig.said(SignOut{seat})), known);
      model.sign_out(id);
    } else {
      const bool premium = what < 60;
      const bool may = model.may_sign_in(id, premium);
      const Answered answered = premium ? rig.premium(seat.value) : rig.standard(seat.value);
      ASSERT_EQ(is_done(answered), may) << "seed " << seed << ", turn " << turn;
      if (may) model.sign_in(id, premium);
    }
    ASSERT_EQ(rig.status().premium_seats, static_cast<std::int64_t>(model.premium.size()));
    ASSERT_EQ(rig.status().standard_seats, static_cast<std::int64_t>(model.standard.size()));
  }
}

TEST(PoolRule, IsNeverOverAndNeverRefusesBelow) {  // R-CTL-2, 3
  for (std::uint32_t seed = 1; seed <= 20; ++seed) play(seed);
}

}  // namespace
}  // namespace lic::test
