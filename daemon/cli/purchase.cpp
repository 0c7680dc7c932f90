#include "daemon/cli/purchase.hpp"

#include <optional>

namespace lic::cli {
namespace {

Problem ssm_problem(const std::string& what) {
  return Problem{kExitUnreachable, "unavailable", "the lab SSM's admin port " + what,
                 "check --ssm-admin, --ssm-token-file and --virtual-account"};
}

Outcome<Json> exchange(HttpClient& ssm_admin, const HttpRequest& request) {
  const HttpOutcome outcome = ssm_admin.exchange(request);
  if (const auto* failed = std::get_if<HttpFailed>(&outcome)) return ssm_problem("gave no answer: " + failed->text);
  const auto& answer = std::get<HttpAnswer>(outcome);
  if (answer.status >= 400) {
    return ssm_problem("refused " + request.method + " " + request.target + " with HTTP status " +
                       std::to_string(answer.status));
  }
  if (answer.body.empty()) return Json::object();
  auto body = parse_json(answer.body);
  if (!body || !body->is_object()) return ssm_problem("answered " + request.target + " with something else than JSON");
  return std::move(*body);
}

Purchases shortfall_of(const Json& status) {
  Purchases shortfall;
  const Json& members = member_at(status, "ooc.shortfall");
  if (!members.is_object()) return shortfall;
  for (const auto& [name, count] : members.items()) {
    if (count.is_number_integer() && count.get<std::int64_t>() > 0)
      shortfall.emplace_back(name, count.get<std::int64_t>());
  }
  return shortfall;
}

std::optional<std::string> tag_of(const Json& status, const std::string& name) {
  for (const Json& entitlement : list_at(status, "entitlements"))
    if (text_at(entitlement, "name").value_or("") == name) return text_at(entitlement, "tag");
  return std::nullopt;
}

// What stands in the pools now, as PUT wants it: counts by tag, coverage untouched. A tag that is in use but has no
// pool is listed too; it must not get an empty pool here, since that would turn InvalidTag into OutOfCompliance. Tags
// hold dots, so they are looked up as they are and never as paths.
Json raisable(const Json& account) {
  Json body;
  body["pools"] = Json::object();
  const Json& pools = member_at(account, "pools");
  if (pools.is_object()) {
    for (const auto& [tag, pool] : pools.items()) {
      const auto count = pool.is_number_integer() ? pool.get<std::int64_t>() : count_at(pool, "purchased").value_or(0);
      if (text_at(pool, "status").value_or("") != "InvalidTag") body["pools"][tag] = count;
    }
  }
  for (const char* kept : {"covers", "default_pool"}) {
    if (!member_at(account, kept).is_null()) body[kept] = member_at(account, kept);
  }
  return body;
}

// How many of `tag` the account has; a tag without a pool of its own may have the account's default.
std::int64_t bought_so_far(const Json& body, const std::string& tag) {
  const Json& pools = member_at(body, "pools");
  const auto pool = pools.find(tag);
  if (pool != pools.end()) return pool->get<std::int64_t>();
  return count_at(body, "default_pool").value_or(0);
}

}  // namespace

Outcome<Purchases> buy_shortfall(HttpClient& ssm_admin, const PurchasePlan& plan, const Json& status) {
  Purchases shortfall = shortfall_of(status);
  if (shortfall.empty()) return shortfall;
  HttpRequest request;
  request.target = "/admin/accounts/" + percent_encoded(plan.virtual_account) + "/pools";
  request.bearer_token = plan.admin_token.reveal();
  const auto account = exchange(ssm_admin, request);
  if (!account) return account.error();
  Json body = raisable(*account);
  for (const auto& [name, count] : shortfall) {
    const auto tag = tag_of(status, name);
    if (!tag) {
      return Problem{kExitBug, "internal", "the status has no entitlement named " + name, "see 'smart-agentctl usage'"};
    }
    const std::int64_t raised = bought_so_far(body, *tag) + count;
    body["pools"][*tag] = raised;
  }
  request.method = "PUT";
  request.body = body.dump();
  const auto confirmed = exchange(ssm_admin, request);
  if (!confirmed) return confirmed.error();
  return shortfall;
}

}  // namespace lic::cli
