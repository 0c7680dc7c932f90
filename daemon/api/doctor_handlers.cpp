#include <optional>
#include <utility>

#include "daemon/api/doctor_json.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/transport_body.hpp"
#include "daemon/doctor/doctor.hpp"

namespace lic::api {
namespace {

ApiResponse busy() {
  return problem(Error(ErrorCode::failed_precondition, "another diagnosis is under way", "try again in a few seconds"));
}

bool is_empty(const std::string& body) { return body.empty() || body == "{}"; }

doctor::Doctor::Done answer_with(const Reply& reply) {
  return [reply](const Diagnosis& diagnosis) { reply(json_response(diagnosis_json(diagnosis))); };
}

}  // namespace

void post_doctor(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  if (!is_empty(request.body))
    return reply(problem(Error(ErrorCode::invalid_argument, "doctor looks at what holds and takes no settings",
                               "send an empty body; to try other settings, use /v1/transport/test")));
  const bool taken = context.loop.read([&context, reply](const Reading& reading) {
    if (!context.doctor->examine(context.doctor_question(reading), answer_with(reply))) reply(busy());
  });
  if (!taken) reply(too_busy());
}

void test_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  std::optional<TransportSettings> asked;
  if (!is_empty(request.body)) {
    Result<TransportSettings> read = transport_body(request.body, context.credentials_dir);
    if (read.has_error()) return reply(problem(read.error()));
    asked = std::move(*read);
  }
  const bool taken = context.loop.read([&context, reply, asked = std::move(asked)](const Reading& reading) {
    const TransportSettings settings = asked ? *asked : context.doctor_question(reading).transport;
    if (!context.doctor->test_transport(settings, answer_with(reply))) reply(busy());
  });
  if (!taken) reply(too_busy());
}

}  // namespace lic::api
