#include "tests/lab/tokens.hpp"

#include "tests/lab/lab_clock.hpp"
#include "tests/lab/random_names.hpp"

namespace ssm_lab {

std::string Tokens::create(const TokenOrder& order) {
  std::string token = random_token();
  database_.prepare("INSERT INTO tokens(token, account, uses, expires_ms, export_controlled) VALUES(?, ?, ?, ?, ?)")
      .bind(token)
      .bind(order.account)
      .bind(order.uses)
      .bind(order.expires_ms)
      .bind(order.is_export_controlled)
      .run();
  return token;
}

Result<TokenGrant> Tokens::check(const TokenCheck& request) {
  const std::string quoted = "The token '" + request.token + "'";
  Statement query = database_.prepare(
      "SELECT account, export_controlled, uses, used, expires_ms, is_revoked FROM tokens WHERE token = ?");
  query.bind(request.token);
  if (!query.next_row()) return failure(quoted + " is not valid");
  const auto uses = query.integer_or_nothing(2);
  if (query.integer(5) != 0 || (uses && query.integer(3) >= *uses)) return failure(quoted + " is not valid");
  if (query.integer(4) <= request.now_ms) return failure(quoted + " has expired");
  return TokenGrant{query.integer(0), query.integer(1) != 0};
}

void Tokens::spend(const std::string& token) {
  database_.prepare("UPDATE tokens SET used = used + 1 WHERE token = ?").bind(token).run();
}

bool Tokens::revoke(const std::string& token) {
  return database_.prepare("UPDATE tokens SET is_revoked = 1 WHERE token = ?").bind(token).run() > 0;
}

OrderedJson Tokens::list() {
  OrderedJson list = OrderedJson::array();
  Statement query = database_.prepare(
      "SELECT token, virtual_account, uses, used, expires_ms, export_controlled, is_revoked FROM tokens "
      "JOIN accounts ON accounts.id = tokens.account ORDER BY token");
  while (query.next_row()) {
    list.push_back({{"token", query.text(0)},
                    {"virtual_account", query.text(1)},
                    {"uses", or_null(query.integer_or_nothing(2))},
                    {"used", query.integer(3)},
                    {"expires", format_rfc3339(query.integer(4))},
                    {"export_controlled", query.integer(5) != 0},
                    {"revoked", query.integer(6) != 0}});
  }
  return list;
}

}  // namespace ssm_lab
