#pragma once
// Buys at the lab SSM what a status says is short, as a person would at the software manager.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "agent/secret.hpp"
#include "agent/time.hpp"
#include "daemon/cli/http_client.hpp"
#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/problem.hpp"

namespace lic::cli {

struct PurchasePlan {
  WallTime at;
  std::string virtual_account;
  Secret admin_token;
};

// By entitlement name, only what was bought; empty = nothing was short.
using Purchases = std::vector<std::pair<std::string, std::int64_t>>;

// Raises the pools of the account by `ooc.shortfall` of `status`; other pools and coverage stay as they are.
// Not to be repeated after an answer was lost: the pools may have been raised already.
[[nodiscard]] Outcome<Purchases> buy_shortfall(HttpClient& ssm_admin, const PurchasePlan& plan, const Json& status);

}  // namespace lic::cli
