#include "daemon/api/seat_answer.hpp"

#include <utility>

#include "agent/names.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api_types/error_codes.hpp"

namespace lic::api {
namespace {

Json counts_json(const SeatRefused& refused) {
  Json counts = Json::object();
  for (const auto& [name, count] : refused.counts) counts[std::string(name)] = count;
  return counts;
}

ApiResponse refusal(const SeatRefused& refused) {
  return problem(Error(ErrorCode::resource_exhausted, refused.reason, refused.remedy),
                 {.status = 409,
                  .code = std::string(name_of(refused.code)),
                  .more = {{"reason", refused.reason}, {"counts", counts_json(refused)}}});
}

// Written by hand: each sign-in is answered so.
ApiResponse sign_in_response(const SeatDone& done, const std::string& id, AnswerFrom from) {
  std::string quoted;
  append_json_string(quoted, id);
  std::string body;
  body.reserve(2 * quoted.size() + 64);
  body += "{\"id\":";
  body += quoted;
  body += ",\"class\":\"";
  body += name_of(done.seat_class);
  body += "\",\"session\":";
  body += quoted;
  body += from == AnswerFrom::disk ? "}" : ",\"durable\":false}";
  return {.status = done.created ? 201 : 200, .body = std::move(body), .allow = {}, .more = {}};
}

struct ResultOfChange {
  Json operator()(const SeatDone& done) const {
    return {{"ok", true}, {"class", name_of(done.seat_class)}, {"created", done.created}};
  }
  Json operator()(const Unit&) const { return {{"ok", true}}; }
  Json operator()(const SeatRefused& refused) const {
    return {{"ok", false},
            {"code", name_of(refused.code)},
            {"reason", refused.reason},
            {"remedy", refused.remedy},
            {"counts", counts_json(refused)}};
  }
  Json operator()(const Error& error) const {
    return {{"ok", false}, {"code", row_of(error.code).name}, {"reason", error.what}, {"remedy", error.remedy}};
  }
};

Json said_of(AnswerFrom from, Json body) {
  if (from == AnswerFrom::memory) body["durable"] = false;
  return body;
}

}  // namespace

ApiResponse seat_response(const Answered& answered, const std::string& id, AnswerFrom from) {
  if (const auto* error = std::get_if<Error>(&answered)) return problem(*error);
  if (const auto* refused = std::get_if<SeatRefused>(&answered)) return refusal(*refused);
  const auto* done = std::get_if<SeatDone>(&answered);
  if (done == nullptr) return from == AnswerFrom::disk ? no_content() : json_response(said_of(from, Json::object()));
  return sign_in_response(*done, id, from);
}

ApiResponse sync_response(const Answered& answered, std::size_t count, AnswerFrom from) {
  if (const auto* error = std::get_if<Error>(&answered)) return problem(*error);
  return json_response(said_of(from, {{"count", count}}));
}

ApiResponse batch_response(const Answered& answered, AnswerFrom from) {
  if (const auto* error = std::get_if<Error>(&answered)) return problem(*error);
  Json results = Json::array();
  if (const auto* done = std::get_if<BatchDone>(&answered))
    for (const SeatAnswer& answer : done->answers) results.push_back(std::visit(ResultOfChange{}, answer));
  Json body;
  body["results"] = std::move(results);
  return json_response(said_of(from, std::move(body)));
}

}  // namespace lic::api
