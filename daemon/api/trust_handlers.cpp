// Trust anchors: listed, imported, removed. What is imported holds from the next exchange on, without a restart.
#include <algorithm>
#include <array>
#include <utility>

#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/trust_json.hpp"

namespace lic::api {
namespace {

// In the order of AnchorRole. Signers of authorization codes are imported as "message", too: their key tells.
constexpr std::array<std::string_view, 2> kRoleWords = {"tls", "message"};

struct Import {
  std::string name;
  std::string pem;
  AnchorRole role = AnchorRole::tls;
};

Result<Import> import_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  Import import;
  import.name = reader.required_text("name");
  import.pem = reader.required_text("pem");
  if (const auto word = reader.word("role", kRoleWords)) import.role = static_cast<AnchorRole>(*word);
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return import;
}

std::string whom(const std::vector<Anchor>& anchors) {
  const auto has = [&anchors](AnchorRole role) {
    return std::ranges::any_of(anchors, [role](const Anchor& anchor) { return anchor.role == role; });
  };
  if (has(AnchorRole::tls)) return "TLS servers";
  if (!has(AnchorRole::reservation)) return "signers of SSM's answers";
  return has(AnchorRole::message) ? "signers of SSM's answers and for authorization codes" : "authorization codes";
}

ApiResponse take_in(const ApiContext& context, const Import& import, WallTime now) {
  const auto judged = judge_anchors(import.pem, import.role, now);
  if (judged.has_error()) return problem(judged.error());
  const auto stored = context.anchors->import(import.role, import.name, import.pem);
  if (stored.has_error()) return problem(stored.error());
  Json anchors = Json::array();
  std::string subjects;
  for (const Anchor& anchor : *judged) {
    anchors.push_back(anchor_json(anchor, now));
    subjects += (subjects.empty() ? "" : "; ") + anchor.subject;
  }
  const std::string text =
      "Imported " + import.name + ": it vouches for " + whom(*judged) + " from now on (" + subjects + ").";
  context.tell_log("trust_imported", text);
  return json_response(
      {{"name", import.name}, {"role", name_of(judged->front().role)}, {"anchors", std::move(anchors)}, {"text", text}},
      201);
}

}  // namespace

void get_trust(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply,
                    [&context](const Reading& reading) { return json_response(trust_json(context, reading)); });
}

void post_trust(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto import = import_body(request.body);
  if (import.has_error()) return reply(problem(import.error()));
  answer_by_reading(context, reply, [&context, import = std::move(*import)](const Reading& reading) {
    return take_in(context, import, reading.now.wall);
  });
}

void delete_trust(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto removed = context.anchors->remove(request.id);
  if (removed.has_error()) return reply(problem(removed.error()));
  context.tell_log("trust_removed", "Removed " + request.id + ": it vouches for nobody any more.");
  reply(no_content());
}

}  // namespace lic::api
