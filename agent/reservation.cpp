#include "agent/reservation.hpp"

#include <algorithm>

#include "agent/draw.hpp"
#include "agent/evaluation.hpp"
#include "agent/license_type.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/request_code.hpp"

namespace lic {
namespace {

ReservationState& reservation(Turn& turn) { return turn.state.sections.reservation; }

void refuse(Turn& turn, std::string what, std::string remedy) {
  turn.answer(Error{ErrorCode::failed_precondition, std::move(what), std::move(remedy)});
}

void done(Turn& turn, std::string text) { turn.answer(ReservationDone{.text = std::move(text)}); }

// True if the verb needs reservation mode, or smart licensing at all, and was refused for the lack of it.
bool refused_as_disabled(Turn& turn) {
  if (auto classic = refused_by_classic_mode(turn.state)) {
    turn.answer(std::move(*classic));
    return true;
  }
  if (reservation(turn).enabled) return false;
  refuse(turn, "license reservation is not enabled", "enable it first: smart-agentctl reservation enable");
  return true;
}

// R-SLR-1: nothing at SSM stands for this machine yet.
std::optional<Error> not_unregistered(const RegistrationState& registration) {
  const auto error = [](const char* what, const char* remedy) {
    return Error{ErrorCode::failed_precondition, what, remedy};
  };
  if (registration.leaving)
    return error("a deregistration is under way, so license reservation cannot be enabled yet",
                 "wait until it is done, then enable the reservation");
  if (registration.attempt)
    return error("a registration is under way, so license reservation cannot be enabled",
                 "take it back with: smart-agentctl deregister; then enable the reservation");
  if (!std::holds_alternative<Unregistered>(registration.standing))
    return error("this product instance is registered, so license reservation cannot be enabled",
                 "deregister first (smart-agentctl deregister), then enable the reservation");
  return std::nullopt;
}

std::vector<std::string> warnings_of_enabling(const Turn& turn, const EnableReservation& event) {
  std::vector<std::string> warnings;
  if (event.ssm_answers)
    warnings.emplace_back(
        "SSM can be reached from here; a reservation is meant for machines without a network, and registering needs no "
        "codes");
  for (const Goodbye& goodbye : turn.state.sections.drawer.goodbyes)
    warnings.push_back("SSM was not told that product instance " + goodbye.request.signer->instance.value +
                       " is deregistered, and is not told while reservation is enabled; remove it at SSM by hand");
  return warnings;
}

// A code of this instance is never installed again (R-SLR-5).
void use_up(Turn& turn, const InstanceId& instance) {
  std::vector<InstanceId>& used = reservation(turn).used;
  used.push_back(instance);
  if (used.size() > kUsedInstancesMax) used.erase(used.begin());
}

}  // namespace

bool was_used(const ReservationState& reservation, const InstanceId& instance) {
  return std::ranges::find(reservation.used, instance) != reservation.used.end();
}

const Reserved* reserved_of(const AgentState& state) {
  return std::get_if<Reserved>(&state.sections.registration.standing);
}

std::optional<Error> refused_by_reservation(const AgentState& state) {
  const ReservationState& reservation = state.sections.reservation;
  if (!reservation.enabled) return std::nullopt;
  const char* remedy = "leave reservation mode first: smart-agentctl reservation disable";
  if (reservation.request)
    remedy = "cancel the request, then leave reservation mode: smart-agentctl reservation cancel, reservation disable";
  if (reserved_of(state) != nullptr)
    remedy =
        "return the reservation, then leave reservation mode: smart-agentctl reservation return, reservation disable";
  return Error{ErrorCode::failed_precondition, "license reservation is enabled, so nothing is exchanged with SSM",
               remedy};
}

void drop_foreign_request(Turn& turn) {
  auto& request = reservation(turn).request;
  const Udi& udi = turn.state.sections.installation.seen;
  // Of another machine's request SSM would make a code that cannot be installed here.
  if (!request || udi.serial.empty() || is_request_of(udi, request->code)) return;
  turn.record("RESERVATION_CANCELLED", "The request " + request->code + " was cancelled: this is another machine.", 4);
  request.reset();
}

void handle(Turn& turn, const EnableReservation& event) {
  if (auto classic = refused_by_classic_mode(turn.state)) return turn.answer(std::move(*classic));
  if (reservation(turn).enabled) return done(turn, "License reservation is enabled already.");
  if (auto refusal = not_unregistered(turn.state.sections.registration)) return turn.answer(std::move(*refusal));
  ReservationDone answer{.text = "License reservation is enabled.", .warnings = warnings_of_enabling(turn, event)};
  reservation(turn).enabled = true;
  turn.state.sections.clock.ssm_offset.reset();  // nobody measures it from now on
  turn.record("RESERVATION_ENABLED", "License reservation was enabled; nothing is exchanged with SSM.", 5);
  turn.answer(std::move(answer));
}

void handle(Turn& turn, const RequestReservation&) {
  if (refused_as_disabled(turn)) return;
  if (reserved_of(turn.state) != nullptr)
    return refuse(turn, "a reservation is installed already, which needs no new request to be changed",
                  "update it at SSM and install the code it gives; to give it up: smart-agentctl reservation return");
  const Udi& udi = turn.state.sections.installation.seen;
  if (udi.serial.empty())
    return refuse(turn, "this machine has no serial number, and a request code must name it",
                  "set product.serial in the configuration and restart the service");
  ReservationState& state = reservation(turn);
  const bool again = state.request.has_value();
  if (!again) {
    ++state.requests_made;
    std::string code =
        request_code(udi, static_cast<std::uint16_t>(state.requests_made), draw(turn.dice, "reservation_request"));
    InstanceId instance = instance_of_request(code);
    state.request = OpenRequest{std::move(code), std::move(instance), turn.trusted};
    turn.record("RESERVATION_REQUESTED", "The request code " + state.request->code + " was made.", 5);
  }
  ReservationDone answer;
  answer.text = again
                    ? "The request is open already; its code is the same until a code is installed or it is cancelled."
                    : "Enter the request code at SSM, select the licenses, and install the code that SSM gives.";
  answer.request_code = state.request->code;
  answer.licenses = licenses_to_reserve(turn.license_type());
  turn.answer(std::move(answer));
}

void handle(Turn& turn, const CancelReservation&) {
  if (refused_as_disabled(turn)) return;
  if (reserved_of(turn.state) != nullptr)
    return refuse(turn, "a reservation is installed, so there is no request to cancel",
                  "to give the reservation up: smart-agentctl reservation return");
  auto& request = reservation(turn).request;
  if (!request)
    return refuse(turn, "no reservation request is open", "to make one: smart-agentctl reservation request");
  turn.record("RESERVATION_CANCELLED", "The request " + request->code + " was cancelled.", 5);
  request.reset();
  done(turn,
       "The request was cancelled. A code that SSM makes of it cannot be installed; give it back with: smart-agentctl "
       "reservation return-authorization");
}

void handle(Turn& turn, const ReturnReservation&) {
  if (refused_as_disabled(turn)) return;
  const Reserved* reserved = reserved_of(turn.state);
  if (reserved == nullptr)
    return refuse(turn, "no reservation is installed, so there is nothing to return",
                  reservation(turn).request ? "to take the request back: smart-agentctl reservation cancel"
                                            : "look at: smart-agentctl reservation show");
  Sections& sections = turn.state.sections;
  const AuthorizationCode code = reserved->code;
  ReservationDone answer{
      .text = "The reservation is returned here. Enter the return code at SSM: only then are the licenses free."};
  if (sections.installation.mismatch)
    answer.warnings.push_back("the reservation is for the machine with serial " + sections.installation.udi.serial +
                              "; enter the return code at SSM only if that machine is out of service");
  answer.return_code = code.return_code;
  change_classification(turn, turn.policy.classification);  // while the type of the reservation holds
  release_registered_type(turn);
  sections.registration = {};
  sections.installation.udi = sections.installation.seen;
  sections.installation.mismatch = false;
  sections.reservation.return_code = code.return_code;
  use_up(turn, code.instance);
  settle_evaluation(turn);
  turn.record("RESERVATION_RETURNED", "The reservation was returned; the return code is " + code.return_code + ".", 5);
  turn.answer(std::move(answer));
}

void handle(Turn& turn, const ReturnAuthorization& event) {
  if (auto classic = refused_by_classic_mode(turn.state)) return turn.answer(std::move(*classic));
  const AuthorizationCode& code = event.code;
  if (auto other = code_of_another_machine(turn.state.sections.installation.seen, code))
    return turn.answer(std::move(*other));
  const Reserved* reserved = reserved_of(turn.state);
  if (reserved != nullptr && reserved->code.instance == code.instance)
    return refuse(turn, "this code belongs to the reservation that is installed",
                  "to give the reservation up: smart-agentctl reservation return");
  ReservationState& state = reservation(turn);
  if (was_used(state, code.instance))
    return refuse(turn, "the reservation of this code was returned already",
                  "enter its return code at SSM, if that was not done: " + code.return_code);
  const bool closes = state.request && state.request->instance == code.instance;
  if (closes) state.request.reset();
  use_up(turn, code.instance);
  state.return_code = code.return_code;
  turn.record("RESERVATION_CODE_RETURNED",
              "A code that was never installed was given back; the return code is " + code.return_code + ".", 5);
  ReservationDone answer;
  answer.text = std::string("The code is given back and can never be installed.") +
                (closes ? " The request it was made for is closed." : "") +
                " Enter the return code at SSM: only then are the licenses free.";
  answer.return_code = code.return_code;
  turn.answer(std::move(answer));
}

void handle(Turn& turn, const DisableReservation&) {
  if (auto classic = refused_by_classic_mode(turn.state)) return turn.answer(std::move(*classic));
  ReservationState& state = reservation(turn);
  if (!state.enabled) return done(turn, "License reservation is not enabled; nothing was changed.");
  if (reserved_of(turn.state) != nullptr)
    return refuse(turn, "a reservation is installed, and disabling would not free its licenses at SSM",
                  "return it first: smart-agentctl reservation return");
  if (state.request)
    return refuse(turn, "a reservation request is open, and SSM may make a code of it at any time",
                  "cancel it first: smart-agentctl reservation cancel");
  state.enabled = false;
  turn.record("RESERVATION_DISABLED", "License reservation was disabled.", 5);
  done(turn, "License reservation is disabled.");
}

}  // namespace lic
