// R-USE-11: why a seat user counts as it does, in sentences as an operator reads them.
#include <gtest/gtest.h>

#include <string>

#include "agent/seat_explanation.hpp"
#include "agent/seats.hpp"
#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

CapabilitySet set(std::initializer_list<Capability> capabilities) {
  CapabilitySet all;
  for (const Capability capability : capabilities) all |= with(capability);
  return all;
}

struct Case {
  Classification classification;
  CapabilitySet configured;
  CapabilitySet used;
  std::string rule;
  CapabilitySet because_of;
};

LicenseType type_with(SeatClass base, CapabilitySet premium) {
  LicenseType type;
  type.title = "Some Type";
  type.base_class = base;
  type.premium_capabilities = premium;
  return type;
}

Seat seat_of(const LicenseType& type, const Case& one) {
  Seat seat;
  seat.configured = one.configured;
  seat.used = one.used;
  seat.seat_class = classify(type, one.classification, one.configured, one.used);
  return seat;
}

using enum Capability;
using enum Classification;

TEST(SeatExplanation, SaysWhichCapabilityAndWhetherConfiguredOrUsed) {
  const LicenseType type = type_with(SeatClass::standard, set({supervisor, chat, email}));
  const Case cases[] = {
      {configured,
       set({inbound_voice}),
       {},
       "nothing that makes premium is configured, so this seat user is standard",
       {}},
      {configured, set({chat}), {}, "chat is configured, and that makes a seat user premium", set({chat})},
      {reserved,
       set({chat, email}),
       {},
       "chat and email are configured, and each of them makes a seat user premium",
       set({chat, email})},
      {used,
       set({inbound_voice}),
       {},
       "nothing that makes premium was used in this sign-in, so this seat user is standard",
       {}},
      {used,
       set({chat}),
       {},
       "chat is configured but was not used in this sign-in, and only use counts here, so this seat user is standard",
       {}},
      {used, set({chat}), set({chat}), "chat was really used in this sign-in, and that makes a seat user premium",
       set({chat})},
      {used,
       set({supervisor}),
       {},
       "supervisor is configured, which makes a seat user premium from sign-in on, used or not",
       set({supervisor})},
      {used, set({supervisor, chat}), set({chat, email}),
       "chat and email were really used in this sign-in; besides, supervisor is configured, which makes a seat user "
       "premium "
       "from sign-in on, used or not",
       set({supervisor, chat, email})},
  };
  for (const Case& one : cases) {
    const SeatExplanation said = explain(type, one.classification, seat_of(type, one));
    EXPECT_EQ(said.rule, one.rule);
    EXPECT_EQ(said.because_of, one.because_of) << one.rule;
  }
}

TEST(SeatExplanation, SaysWhenTheLicenseTypeMakesAllAlike) {  // rules.md section 14
  const Case one{configured, set({chat}), {}, {}, {}};
  const LicenseType premium = type_with(SeatClass::premium, {});
  EXPECT_EQ(explain(premium, configured, seat_of(premium, one)).rule,
            "with the license type \"Some Type\" every seat user is premium, whatever the capabilities");
  const LicenseType enhanced = type_with(SeatClass::standard, {});
  EXPECT_EQ(explain(enhanced, configured, seat_of(enhanced, one)).rule,
            "with the license type \"Some Type\" every seat user is standard, whatever the capabilities");
}

TEST(SeatExplanation, NamesRegularSeatUsersAsTheTypeDoes) {
  const LicenseType type = type_with(SeatClass::regular, set({chat}));
  const Case one{used, set({inbound_voice}), {}, {}, {}};
  EXPECT_EQ(explain(type, used, seat_of(type, one)).rule,
            "nothing that makes premium was used in this sign-in, so this seat user is regular");
}

TEST(SeatExplanation, SaysThatAClassFallsOnlyAtTheNextSignIn) {  // R-USE-2
  Rig rig;
  const SeatId seat{"a"};
  rig.feed(SignIn{seat, with(chat), {}});
  rig.feed(SeatUpdate{seat, CapabilitySet{}, {}});
  EXPECT_EQ(explain(rig.policy.license_type, rig.policy.classification, *rig.state.seats.find("a")).rule,
            "it was premium earlier in this sign-in, and a class falls only at the next sign-in");
}

TEST(SeatExplanation, SaysThatOtherRulesHeldAtSignIn) {
  Seat seat;
  seat.seat_class = SeatClass::standard;
  const SeatExplanation said = explain(type_with(SeatClass::premium, {}), configured, seat);
  EXPECT_EQ(
      said.rule,
      "it was standard by the rules that held when it signed in; those that hold now count from the next sign-in on");
}

}  // namespace
}  // namespace lic::test
