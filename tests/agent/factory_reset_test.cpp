// R-LIFE-6: everything goes but the evaluation time used and the number of the reservation's requests.
#include <gtest/gtest.h>

#include "agent/backup.hpp"
#include "tests/agent/desk.hpp"
#include "tests/agent/office.hpp"
#include "tests/agent/type_choice.hpp"

namespace lic::test {
namespace {

bool destroyed(const Rig& rig, const Effect& effect) {
  return std::ranges::find(rig.effects, effect) != rig.effects.end();
}

TEST(FactoryReset, KeepsTheEvaluationTimeUsed) {
  Rig rig;
  rig.advance(30 * kDay);
  EXPECT_EQ(told(rig, FactoryReset{}), "Everything is reset but the evaluation time used and imported trust anchors.");
  EXPECT_EQ(rig.status().evaluation_left, 60 * kDay);
  rig.advance(10 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 50 * kDay);
}

TEST(FactoryReset, ForgetsARegistrationAndNamesWhatIsToBeRemovedByHand) {
  Rig rig(policy_with_types());
  connect(rig);
  rig.advance(30 * kDay);
  rig.register_now();
  rig.advance(100 * kDay);
  const KeyRef key = rig.status().identity->key;
  EXPECT_EQ(told(rig, FactoryReset{}),
            "Everything is reset but the evaluation time used and imported trust anchors. SSM was not told: remove "
            "there by hand product instance "
            "piid-1.");
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::unregistered);
  EXPECT_EQ(view.authorization, AuthorizationAxis::evaluation);
  EXPECT_EQ(view.evaluation_left, 60 * kDay);
  EXPECT_EQ(view.outbox_rows, 0);
  EXPECT_TRUE(destroyed(rig, DestroyKey{key}));
  EXPECT_EQ(rig.state.sections.authorization, AuthorizationState{});
  rig.register_now();
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
}

TEST(FactoryReset, LeavesOneEventOfThePast) {
  Rig rig;
  rig.advance(kDay);
  const Step step = rig.feed(FactoryReset{});
  EXPECT_TRUE(step.changes.forgets_past);
  ASSERT_EQ(step.changes.events.size(), 1U);
  EXPECT_EQ(step.changes.events.front().name, "FACTORY_RESET");
  EXPECT_TRUE(step.changes.history.empty());
}

TEST(FactoryReset, KeepsWhoIsSignedInAndBeginsTheirIntervalAnew) {
  Rig rig;
  signs_in(rig, "a", Capability::chat);
  signs_in(rig, "b", Capability::chat);
  rig.feed(SignOut{SeatId{"b"}});
  rig.feed(PortsInUse{3, std::nullopt, std::nullopt, std::nullopt});
  rig.advance(5 * kMinute);
  rig.feed(FactoryReset{});
  EXPECT_EQ(rig.status().premium_seats, 1);
  EXPECT_EQ(rig.status().ports_inbound, 3);
  rig.history.clear();
  rig.advance(10 * kMinute);
  ASSERT_FALSE(rig.history.empty());
  for (const HistoryAppend& append : rig.history) {
    EXPECT_EQ(append.row.interval_start, at("2026-03-02T00:05:00Z"));
    EXPECT_LE(append.row.peak, append.row.entitlement == "inbound" ? 3 : 1);  // two were signed in before
  }
}

TEST(FactoryReset, IsRefusedWhileAReservationIsInstalled) {
  Rig rig;
  reserve(rig);
  const Sections before = without_clock(rig);
  EXPECT_EQ(told(rig, FactoryReset{}),
            "a reservation is installed, and its licenses would stay reserved at SSM for ever; return it first: "
            "smart-agentctl reservation return; then enter the return code at SSM");
  EXPECT_EQ(without_clock(rig), before);
}

TEST(FactoryReset, KeepsTheNumberOfRequestsSoThatNoCodeComesTwice) {
  Rig rig;
  const std::string first = requested(rig);
  EXPECT_EQ(told(rig, FactoryReset{}),
            "Everything is reset but the evaluation time used and imported trust anchors. The open request " + first +
                " was cancelled: use no code that SSM makes of it.");
  EXPECT_FALSE(rig.status().reservation.enabled);
  const std::string second = requested(rig);
  EXPECT_EQ(rig.state.sections.reservation.requests_made, 2);
  EXPECT_NE(second, first);
}

TEST(FactoryReset, NamesAReturnCodeThatWouldBeLost) {
  Rig rig;
  reserve(rig);
  const std::string code = done_by(rig, ReturnReservation{}).return_code;
  EXPECT_EQ(told(rig, FactoryReset{}),
            "Everything is reset but the evaluation time used and imported trust anchors. If it was not entered at SSM "
            "yet, keep the return code " +
                code + ".");
  EXPECT_EQ(rig.status().reservation.return_code, "");
}

TEST(FactoryReset, RemembersWhichCodesWereGivenBack) {
  Rig rig;
  reserve(rig);
  const Sections backup = rig.state.sections;
  const InstanceId instance = std::get<Reserved>(backup.registration.standing).code.instance;
  done_by(rig, ReturnReservation{});
  rig.ask(FactoryReset{});
  EXPECT_EQ(rig.state.sections.reservation.used, std::vector{instance});
  Sections restored = backup;
  EXPECT_FALSE(carry_forward(rig.state.sections, restored).has_value()) << "its licenses are back at SSM";
}

TEST(FactoryReset, EndsARegistrationUnderWayWithItsKeyAndToken) {
  Rig rig;
  const RequestId caller = rig.ask(RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, true});
  const KeyRef key = rig.state.sections.registration.attempt->key;
  const SsmRequest request = rig.sent.back();
  EXPECT_EQ(
      told(rig, FactoryReset{}),
      "Everything is reset but the evaluation time used and imported trust anchors. A registration was under way: "
      "look at SSM whether it made a product instance.");
  EXPECT_TRUE(destroyed(rig, CancelRequest{request.id}));
  EXPECT_TRUE(destroyed(rig, DestroyKey{key}));
  EXPECT_TRUE(destroyed(rig, DestroyToken{TokenRef{"token-1"}}));
  EXPECT_EQ(std::get<Error>(*rig.answer_to(caller)).what, "a factory reset was asked for meanwhile");
  rig.feed(SsmReplied{rig.identity_reply(request)});  // too late
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
}

TEST(FactoryReset, EndsADeregistrationUnderWay) {
  Rig rig;
  rig.register_now();
  const RequestId caller = rig.ask(DeregisterCommand{});
  rig.feed(FactoryReset{});
  EXPECT_EQ(std::get<Error>(*rig.answer_to(caller)).what, "a factory reset was asked for meanwhile");
  EXPECT_EQ(rig.state.sections.registration, RegistrationState{});
  EXPECT_EQ(rig.state.sections.exchange.pending, std::nullopt);
}

TEST(FactoryReset, EmptiesTheDrawerAndNamesItsInstances) {
  Office office;
  office.leave_unheard();
  EXPECT_EQ(told(office.rig, FactoryReset{}),
            "Everything is reset but the evaluation time used and imported trust anchors. SSM was not told: remove "
            "there by hand product instance "
            "piid-1.");
  EXPECT_TRUE(office.destroyed(office.key));
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
}

TEST(FactoryReset, PutsBackWhatWasSetByCommand) {
  Rig rig(policy_with_types());
  rig.ask(to("perpetual-premium"));
  rig.ask(SetHostnamePrivacy{true});
  signs_in(rig, "voice", Capability::inbound_voice);
  EXPECT_EQ(rig.status().premium_seats, 1);
  rig.ask(FactoryReset{});
  EXPECT_EQ(rig.status().license_type, "flex");
  EXPECT_EQ(rig.status().premium_seats, 0);
  EXPECT_EQ(rig.status().standard_seats, 1);
  EXPECT_EQ(rig.state.sections.settings, SettingsState{});
}

TEST(FactoryReset, KeepsTheLicensingMode) {
  Policy policy = flex_policy();
  policy.first_mode = LicensingMode::classic;
  Rig rig(policy);
  rig.ask(FactoryReset{});
  EXPECT_EQ(rig.status().licensing_mode, LicensingMode::classic);
  EXPECT_FALSE(rig.status().evaluation_in_use);
}

TEST(FactoryReset, NeverUsesAnExchangeNumberAgain) {  // R-ID-1: SSM may know this machine again
  Rig rig(policy_with_types());
  connect(rig);
  rig.register_now();
  rig.advance(kDay);
  const std::int64_t next = rig.state.sections.exchange.next_sequence;
  EXPECT_GT(next, 1);
  rig.ask(FactoryReset{});
  EXPECT_GE(rig.state.sections.exchange.next_sequence, next);
}

}  // namespace
}  // namespace lic::test
