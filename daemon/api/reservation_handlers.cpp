// Specific reservation (R-SLR): shown, and each verb of it. Authorization codes are read and their signatures checked
// here, so that the core decides about good codes alone.
#include <utility>

#include "agent/licensing_mode.hpp"
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/reservation_json.hpp"

namespace lic::api {
namespace {

// What a verb's answer has besides `text` and `warnings`.
using Members = Json (*)(const ReservationDone& done);

Json nothing_more(const ReservationDone& /*done*/) { return Json::object(); }
Json request_members(const ReservationDone& done) {
  return {{"request_code", text_or_null(done.request_code)}, {"licenses", licenses_json(done.licenses)}};
}
Json confirmation_members(const ReservationDone& done) {
  return {{"confirmation_code", text_or_null(done.confirmation_code)}};
}
Json return_members(const ReservationDone& done) { return {{"return_code", text_or_null(done.return_code)}}; }

ApiResponse verb_response(const Answered& answered, Members members) {
  if (const auto* error = std::get_if<Error>(&answered)) return problem(*error);
  const auto* told = std::get_if<ReservationDone>(&answered);
  const ReservationDone done = told == nullptr ? ReservationDone{} : *told;
  Json body = members(done);
  body["text"] = done.text;
  body["warnings"] = done.warnings;
  return json_response(body);
}

// What was sent is not what its signature says: that is not for the software manager to answer (502).
ApiResponse refused_code(const Error& error) {
  constexpr int kUnprocessable = 422;
  if (error.code == ErrorCode::data_corrupt) return problem(error, {.status = kUnprocessable, .code = {}});
  return problem(error);
}

void submit(const ApiContext& context, Event event, Members members, const Reply& reply) {
  const bool is_taken = context.loop.submit(
      std::move(event), [reply, members](const Answered& answered) { reply(verb_response(answered, members)); });
  if (!is_taken) reply(too_busy());
}

// Verbs that need nothing are not given anything.
Result<void> no_members(const std::string& text) {
  if (text.empty()) return {};
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  return ObjectReader(*value, "the body").finish();
}

void submit_plain(const ApiContext& context, const ApiRequest& request, Event event, Members members,
                  const Reply& reply) {
  if (const auto body = no_members(request.body); body.has_error()) return reply(problem(body.error()));
  submit(context, std::move(event), members, reply);
}

struct CodeBody {
  std::string pasted;
  bool dry_run = false;
};

enum class DryRun : bool { refused, allowed };

Result<CodeBody> code_body(const std::string& text, DryRun dry_run) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  CodeBody body{.pasted = reader.required_text("authorization_code"), .dry_run = false};
  if (dry_run == DryRun::allowed) body.dry_run = reader.boolean("dry_run").value_or(false);
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return body;
}

// Whether SSM answers matters to the warning alone: who cannot be asked counts as silent.
bool has_answered(const Diagnosis& trial) {
  for (const DiagnosisStep& step : trial.steps)
    if (step.name == "http") return step.ok;
  return false;
}

bool may_be_enabled(const Reading& reading) {
  return !reading.state.sections.reservation.enabled && licensing_mode(reading.state) == LicensingMode::smart &&
         registration_axis(reading.state) == RegistrationAxis::unregistered;
}

}  // namespace

void get_reservation(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [](const Reading& reading) {
    return json_response(whole_reservation_json(status(reading.state, reading.now, reading.policy).reservation));
  });
}

// R-SLR-1 warns if SSM can be reached, so the way to it is tried first; what is refused anyway needs no trial.
void enable_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  if (const auto body = no_members(request.body); body.has_error()) return reply(problem(body.error()));
  const bool is_taken = context.loop.read([&context, reply](const Reading& reading) {
    const auto enable = [&context, reply](bool ssm_answers) {
      submit(context, EnableReservation{.ssm_answers = ssm_answers}, nothing_more, reply);
    };
    if (!may_be_enabled(reading)) return enable(false);
    const bool is_tried = context.doctor->test_transport(
        context.doctor_question(reading).transport, [enable](const Diagnosis& trial) { enable(has_answered(trial)); });
    if (!is_tried) enable(false);  // another diagnosis is under way
  });
  if (!is_taken) reply(too_busy());
}

void request_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  submit_plain(context, request, RequestReservation{}, request_members, reply);
}

void cancel_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  submit_plain(context, request, CancelReservation{}, nothing_more, reply);
}

void install_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto body = code_body(request.body, DryRun::allowed);
  if (body.has_error()) return reply(problem(body.error()));
  auto code = context.read_authorization_code(body->pasted);
  if (code.has_error()) return reply(refused_code(code.error()));
  submit(context, InstallReservation{.code = std::move(*code), .dry_run = body->dry_run}, confirmation_members, reply);
}

void return_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  submit_plain(context, request, ReturnReservation{}, return_members, reply);
}

void return_authorization(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto body = code_body(request.body, DryRun::refused);
  if (body.has_error()) return reply(problem(body.error()));
  auto code = context.read_authorization_code(body->pasted);
  if (code.has_error()) return reply(refused_code(code.error()));
  submit(context, ReturnAuthorization{.code = std::move(*code)}, return_members, reply);
}

void disable_reservation(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  submit_plain(context, request, DisableReservation{}, nothing_more, reply);
}

}  // namespace lic::api
