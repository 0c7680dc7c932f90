// Pools of a software manager without a line to the cloud: those of its last synchronisation.
#include "tests/lab/accounts.hpp"

#include <utility>

namespace ssm_lab {
namespace {

constexpr const char* kAreHeld = "pools_held";

OrderedJson to_json(const Pools& pools) {
  return {{"purchased", pools.purchased}, {"default_pool", or_null(pools.default_pool)}, {"covers", pools.covers}};
}

// Our own text, written by to_json().
Pools from_text(const std::string& text) {
  const Json stored = Json::parse(text, nullptr, false);
  Pools pools;
  if (const Json* purchased = find_object(stored, "purchased")) pools.purchased = purchased->get<Counts>();
  pools.default_pool = read_integer(stored, "default_pool");
  if (const Json* covers = find_object(stored, "covers")) {
    pools.covers = covers->get<std::map<std::string, std::vector<std::string>>>();
  }
  return pools;
}

}  // namespace

bool Accounts::are_pools_held() { return database_.value_of(kAreHeld) == "1"; }

Pools Accounts::pools_in_force(std::int64_t account) {
  if (!are_pools_held()) return pools_of(account);
  Statement query = database_.prepare("SELECT pools FROM synchronized_pools WHERE account = ?");
  query.bind(account);
  // An account made since then has bought nothing yet that is known here.
  return query.next_row() ? from_text(query.text(0)) : Pools{};
}

void Accounts::hold_pools(std::int64_t now_ms) {
  database_.set_value(kAreHeld, "1");
  database_.prepare("DELETE FROM synchronized_pools").run();
  for (const Account& account : list()) {
    database_.prepare("INSERT INTO synchronized_pools VALUES(?, ?)")
        .bind(account.id)
        .bind(to_text(to_json(pools_of(account.id))))
        .run();
    note_compliance(account.id, now_ms);
  }
}

void Accounts::release_pools(std::int64_t now_ms) {
  database_.set_value(kAreHeld, "0");
  for (const Account& account : list()) note_compliance(account.id, now_ms);
}

}  // namespace ssm_lab
