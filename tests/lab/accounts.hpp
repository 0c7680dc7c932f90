// Virtual accounts with their pools of licenses, and the mails that a software manager would send about them.
#pragma once

#include "tests/lab/compliance.hpp"
#include "tests/lab/json_text.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

inline constexpr const char* kDefaultSmartAccount = "Lab Smart Account";
inline constexpr const char* kDefaultVirtualAccount = "Default";

struct Account {
  std::int64_t id = 0;
  std::string smart_account;
  std::string virtual_account;
};

struct AccountNames {
  std::string smart_account;
  std::string virtual_account;
};

// All of these run inside a transaction of the caller.
class Accounts {
public:
  explicit Accounts(Database& database) : database_(database) {}

  // The account of that name, made if there is none. Virtual account names are unique over all smart accounts: nothing
  // if the name belongs to another smart account.
  [[nodiscard]] std::optional<Account> find_or_create(const AccountNames& names);
  [[nodiscard]] std::optional<Account> find(const std::string& virtual_account);
  [[nodiscard]] std::optional<Account> find(std::int64_t id);
  [[nodiscard]] std::vector<Account> list();

  [[nodiscard]] Pools pools_of(std::int64_t account);
  void replace_pools(std::int64_t account, const Pools& pools);

  // Whether instances of the account may be allowed export-controlled functionality (rules.md R-REG-11); so it is
  // until it is withdrawn.
  [[nodiscard]] bool is_export_allowed(std::int64_t account);
  void allow_export(std::int64_t account, bool is_allowed);

  // What judgement and answers go by: the pools as they are or, while they are held, as they were then.
  [[nodiscard]] Pools pools_in_force(std::int64_t account);
  [[nodiscard]] bool are_pools_held();
  // A synchronisation without a line to the cloud afterwards: what is bought later counts after the next one only.
  void hold_pools(std::int64_t now_ms);
  void release_pools(std::int64_t now_ms);

  // Sum over the active instances of the account, tags with sum 0 included.
  [[nodiscard]] Counts counts_in_use(std::int64_t account);
  // Sum over the reservations of the account; each holds, by tag, the largest count of its codes that are not over.
  [[nodiscard]] Counts counts_reserved(std::int64_t account);
  // What instances that report may use: the pools in force without what is reserved.
  [[nodiscard]] Pools pools_left(std::int64_t account);
  [[nodiscard]] std::map<std::string, Compliance> judge_account(std::int64_t account);

  // To be called after anything that may change the judgement: notes one mail when the account goes out of compliance
  // and one when it comes back.
  void note_compliance(std::int64_t account, std::int64_t now_ms);
  [[nodiscard]] OrderedJson notifications();

private:
  Database& database_;
};

}  // namespace ssm_lab
