// R-SLR-1, 5: the verbs of a reservation, from enable to disable.
#include <gtest/gtest.h>

#include "agent/request_code.hpp"
#include "tests/agent/desk.hpp"

namespace lic::test {
namespace {

TEST(Reservation, IsEnabledOnlyWhileUnregistered) {
  Rig rig;
  rig.register_now();
  EXPECT_EQ(told(rig, EnableReservation{}),
            "this product instance is registered, so license reservation cannot be enabled; deregister first "
            "(smart-agentctl deregister), then enable the reservation");
  EXPECT_FALSE(rig.status().reservation.enabled);
}

TEST(Reservation, IsNotEnabledWhileARegistrationOrDeregistrationIsUnderWay) {
  Rig rig;
  rig.feed(RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, false});
  EXPECT_EQ(told(rig, EnableReservation{}),
            "a registration is under way, so license reservation cannot be enabled; take it back with: smart-agentctl "
            "deregister; then enable the reservation");
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  rig.feed(DeregisterCommand{});
  EXPECT_EQ(told(rig, EnableReservation{}),
            "a deregistration is under way, so license reservation cannot be enabled yet; wait until it is done, then "
            "enable the reservation");
}

TEST(Reservation, EnablingAgainSaysSo) {
  Rig rig;
  EXPECT_EQ(told(rig, EnableReservation{}), "License reservation is enabled.");
  EXPECT_EQ(told(rig, EnableReservation{}), "License reservation is enabled already.");
  EXPECT_EQ(times_recorded(rig, "RESERVATION_ENABLED"), 1);
}

TEST(Reservation, EnablingWarnsWhereSsmCanBeReached) {  // S1: not connected to the internet
  Rig rig;
  const auto done = done_by(rig, EnableReservation{.ssm_answers = true});
  ASSERT_EQ(done.warnings.size(), 1U);
  EXPECT_EQ(done.warnings.front(),
            "SSM can be reached from here; a reservation is meant for machines without a network, and registering "
            "needs no codes");
  EXPECT_TRUE(rig.status().reservation.enabled);
}

TEST(Reservation, ARequestNeedsReservationMode) {
  Rig rig;
  EXPECT_EQ(told(rig, RequestReservation{}),
            "license reservation is not enabled; enable it first: smart-agentctl reservation enable");
}

TEST(Reservation, ARequestGivesACodeAndTheLicensesWithTheMandatoryOnesMarked) {
  Rig rig;
  rig.ask(EnableReservation{});
  const auto done = done_by(rig, RequestReservation{});
  EXPECT_TRUE(done.request_code.starts_with("CB-ZUCCX:059d8a992467-")) << done.request_code;
  ASSERT_EQ(done.licenses.size(), 5U);
  EXPECT_EQ(done.licenses[0].name.value, "standard");
  EXPECT_FALSE(done.licenses[0].mandatory);
  EXPECT_EQ(done.licenses[2].name.value, "server");
  EXPECT_TRUE(done.licenses[2].mandatory);
  EXPECT_EQ(done.licenses[4].tag.value, "tag.outbound");  // stored ports can be reserved
  EXPECT_FALSE(done.licenses[4].mandatory);
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::reservation_in_progress);
  EXPECT_EQ(view.reservation.request_code, done.request_code);
  EXPECT_EQ(view.reservation.licenses, done.licenses);
  EXPECT_EQ(rig.state.sections.reservation.request->instance, instance_of_request(done.request_code));
}

TEST(Reservation, TheSameRequestAgainGivesTheSameCodeAcrossARestart) {  // R-SLR-1, 7
  Rig rig;
  const std::string code = requested(rig);
  EXPECT_EQ(done_by(rig, RequestReservation{}).request_code, code);
  rig.restart(true, kDay);
  EXPECT_EQ(done_by(rig, RequestReservation{}).request_code, code);
  EXPECT_EQ(rig.status().reservation.request_code, code);
  EXPECT_EQ(rig.state.sections.reservation.requests_made, 1);
}

TEST(Reservation, ARequestNeedsASerial) {  // R-REG-12
  Rig rig;
  rig.udi.serial.clear();
  rig.restart();
  rig.ask(EnableReservation{});
  EXPECT_EQ(told(rig, RequestReservation{}),
            "this machine has no serial number, and a request code must name it; set product.serial in the "
            "configuration and restart the service");
}

TEST(Reservation, ACancelledRequestIsFollowedByAnotherCode) {  // R-SLR-1
  Rig rig;
  const std::string first = requested(rig);
  const AuthorizationCode late = code_with(rig, ten_and_forty());
  rig.ask(CancelReservation{});
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_EQ(told(rig, InstallReservation{late}),
            "no reservation request is open, so this code is of one that was cancelled or is over; give it back "
            "(smart-agentctl reservation return-authorization); then make a request code here (smart-agentctl "
            "reservation request), enter it at SSM and install the code it gives");
  const std::string second = done_by(rig, RequestReservation{}).request_code;
  EXPECT_NE(second, first);
  EXPECT_EQ(rig.state.sections.reservation.requests_made, 2);
  EXPECT_EQ(told(rig, InstallReservation{late}),
            "this code was made for another request than the one that is open; install the code that SSM made of the "
            "request code " +
                second + "; give this one back with: smart-agentctl reservation return-authorization");
}

TEST(Reservation, OnlyAnOpenRequestIsCancelled) {
  Rig rig;
  rig.ask(EnableReservation{});
  EXPECT_EQ(told(rig, CancelReservation{}),
            "no reservation request is open; to make one: smart-agentctl reservation request");
  reserve(rig);
  EXPECT_EQ(told(rig, CancelReservation{}),
            "a reservation is installed, so there is no request to cancel; to give the reservation up: smart-agentctl "
            "reservation return");
  EXPECT_EQ(
      told(rig, RequestReservation{}),
      "a reservation is installed already, which needs no new request to be changed; update it at SSM and install "
      "the code it gives; to give it up: smart-agentctl reservation return");
}

TEST(Reservation, ARequestOfAnotherMachineIsCancelledAtItsStart) {  // R-ID-3
  Rig rig;
  requested(rig);
  rig.udi.serial = "another";
  rig.restart();
  EXPECT_EQ(rig.status().reservation.request_code, "");
  EXPECT_EQ(times_recorded(rig, "RESERVATION_CANCELLED"), 1);
  EXPECT_TRUE(done_by(rig, RequestReservation{}).request_code.starts_with("CB-ZUCCX:another-"));
}

TEST(Reservation, ReturningGivesACodeThatIsKeptAndEvaluationGoesOn) {  // R-SLR-5, 7
  Rig rig;
  rig.advance(10 * kDay);
  reserve(rig);
  EXPECT_FALSE(rig.status().evaluation_in_use);
  rig.advance(100 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 80 * kDay);
  const std::string wanted = std::get<Reserved>(rig.state.sections.registration.standing).code.return_code;
  const auto done = done_by(rig, ReturnReservation{});
  EXPECT_EQ(done.return_code, wanted);
  EXPECT_EQ(done.warnings, std::vector<std::string>{});
  rig.restart(true, kHour);
  const StatusView view = rig.status();
  EXPECT_EQ(view.reservation.return_code, wanted);
  EXPECT_EQ(view.registration, RegistrationAxis::unregistered);
  EXPECT_EQ(view.authorization, AuthorizationAxis::evaluation);
  EXPECT_TRUE(view.evaluation_in_use);
  EXPECT_TRUE(view.reservation.enabled);
}

TEST(Reservation, ReturningWithoutEvaluationDaysIsEnforcedAtOnce) {  // R-EVAL-4
  Rig rig;
  rig.advance(91 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
  reserve(rig);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::none);
  EXPECT_TRUE(rig.status().provisioning_allowed);
  rig.ask(ReturnReservation{});
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
  EXPECT_EQ(rig.status().enforcement_reasons, std::vector{EnforcementReason::evaluation_expired});
}

TEST(Reservation, AReturnedCodeIsNeverInstalledAgain) {
  Rig rig;
  reserve(rig);
  const AuthorizationCode code = std::get<Reserved>(rig.state.sections.registration.standing).code;
  rig.ask(ReturnReservation{});
  const std::string returned = "the reservation of this code was returned, so the code cannot be installed again";
  EXPECT_EQ(objection_to(rig, InstallReservation{code}), returned);
  rig.ask(RequestReservation{});
  EXPECT_EQ(objection_to(rig, InstallReservation{code}), returned);
  EXPECT_EQ(told(rig, ReturnAuthorization{code}),
            "the reservation of this code was returned already; enter its return code at SSM, if that was not done: " +
                code.return_code);
}

TEST(Reservation, ThereIsNothingToReturnBeforeAnInstall) {
  Rig rig;
  requested(rig);
  EXPECT_EQ(told(rig, ReturnReservation{}),
            "no reservation is installed, so there is nothing to return; to take the request back: smart-agentctl "
            "reservation cancel");
}

TEST(Reservation, ACodeThatWasNeverInstalledIsGivenBackAndClosesItsRequest) {  // R-SLR-5
  Rig rig;
  requested(rig);
  const AuthorizationCode code = code_with(rig, ten_and_forty());
  const auto done = done_by(rig, ReturnAuthorization{code});
  EXPECT_EQ(done.return_code, code.return_code);
  EXPECT_EQ(rig.status().reservation.request_code, "");
  EXPECT_EQ(rig.status().reservation.return_code, code.return_code);
  EXPECT_EQ(objection_to(rig, InstallReservation{code}),
            "the reservation of this code was returned, so the code cannot be installed again");
}

TEST(Reservation, ACodeOfACancelledRequestIsGivenBackWithoutTouchingTheOpenOne) {
  Rig rig;
  requested(rig);
  const AuthorizationCode code = code_with(rig, ten_and_forty());
  rig.ask(CancelReservation{});
  const std::string second = done_by(rig, RequestReservation{}).request_code;
  EXPECT_EQ(done_by(rig, ReturnAuthorization{code}).return_code, code.return_code);
  EXPECT_EQ(rig.status().reservation.request_code, second);
}

TEST(Reservation, WhatIsInstalledIsNotGivenBackAsACodeNeverInstalled) {
  Rig rig;
  reserve(rig);
  EXPECT_EQ(told(rig, ReturnAuthorization{code_with(rig, ten_and_forty())}),
            "this code belongs to the reservation that is installed; to give the reservation up: smart-agentctl "
            "reservation return");
}

TEST(Reservation, IsDisabledOnlyWhenNothingOfItIsOpen) {  // R-SLR-5
  Rig rig;
  EXPECT_EQ(told(rig, DisableReservation{}), "License reservation is not enabled; nothing was changed.");
  requested(rig);
  EXPECT_EQ(told(rig, DisableReservation{}),
            "a reservation request is open, and SSM may make a code of it at any time; cancel it first: smart-agentctl "
            "reservation cancel");
  rig.ask(InstallReservation{code_with(rig, ten_and_forty())});
  EXPECT_EQ(told(rig, DisableReservation{}),
            "a reservation is installed, and disabling would not free its licenses at SSM; return it first: "
            "smart-agentctl reservation return");
  rig.ask(ReturnReservation{});
  EXPECT_EQ(told(rig, DisableReservation{}), "License reservation is disabled.");
  rig.register_now();
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
}

}  // namespace
}  // namespace lic::test
