// Registration tokens of virtual accounts: uses, expiry, export flag.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/result.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

struct TokenOrder {
  std::int64_t account = 0;
  std::optional<std::int64_t> uses;  // nothing: as often as wanted
  std::int64_t expires_ms = 0;
  bool is_export_controlled = false;
};

struct TokenGrant {
  std::int64_t account = 0;
  bool is_export_controlled = false;
};

struct TokenCheck {
  std::string token;
  std::int64_t now_ms = 0;
};

// All of these run inside a transaction of the caller.
class Tokens {
public:
  explicit Tokens(Database& database) : database_(database) {}

  [[nodiscard]] std::string create(const TokenOrder& order);
  // What the token allows now; fails with the texts of wire.md ("The token '<token>' is not valid" / "has expired").
  [[nodiscard]] Result<TokenGrant> check(const TokenCheck& request);
  // Counts one use; to be called after check() said yes.
  void spend(const std::string& token);
  // False if there is no such token.
  [[nodiscard]] bool revoke(const std::string& token);
  [[nodiscard]] OrderedJson list();

private:
  Database& database_;
};

}  // namespace ssm_lab
