#include "tests/lab/accounts.hpp"

#include "tests/lab/lab_clock.hpp"

#include <algorithm>
#include <utility>

namespace ssm_lab {
namespace {

Account read_account(const Statement& row) { return {row.integer(0), row.text(1), row.text(2)}; }

std::map<std::string, std::vector<std::string>> parse_covers(const std::string& text) {
  std::map<std::string, std::vector<std::string>> covers;
  const auto parsed = parse_object(text);
  if (!parsed) return covers;
  for (const auto& [premium, standards] : parsed->items()) {
    for (const Json& standard : standards) {
      if (standard.is_string()) covers[premium].push_back(standard.get_ref<const std::string&>());
    }
  }
  return covers;
}

}  // namespace

std::optional<Account> Accounts::find_or_create(const AccountNames& names) {
  if (auto found = find(names.virtual_account)) {
    return found->smart_account == names.smart_account ? found : std::nullopt;
  }
  database_.prepare("INSERT INTO accounts(smart_account, virtual_account) VALUES(?, ?)")
      .bind(names.smart_account)
      .bind(names.virtual_account)
      .run();
  return find(names.virtual_account);
}

std::optional<Account> Accounts::find(const std::string& virtual_account) {
  Statement query =
      database_.prepare("SELECT id, smart_account, virtual_account FROM accounts WHERE virtual_account = ?");
  query.bind(virtual_account);
  if (!query.next_row()) return std::nullopt;
  return read_account(query);
}

std::optional<Account> Accounts::find(std::int64_t id) {
  Statement query = database_.prepare("SELECT id, smart_account, virtual_account FROM accounts WHERE id = ?");
  query.bind(id);
  if (!query.next_row()) return std::nullopt;
  return read_account(query);
}

std::vector<Account> Accounts::list() {
  std::vector<Account> accounts;
  Statement query = database_.prepare("SELECT id, smart_account, virtual_account FROM accounts ORDER BY id");
  while (query.next_row()) accounts.push_back(read_account(query));
  return accounts;
}

Pools Accounts::pools_of(std::int64_t account) {
  Pools pools;
  Statement settings = database_.prepare("SELECT default_pool, covers FROM accounts WHERE id = ?");
  settings.bind(account);
  if (settings.next_row()) {
    pools.default_pool = settings.integer_or_nothing(0);
    pools.covers = parse_covers(settings.text(1));
  }
  Statement query = database_.prepare("SELECT tag, purchased FROM pools WHERE account = ?");
  query.bind(account);
  while (query.next_row()) pools.purchased[query.text(0)] = query.integer(1);
  return pools;
}

void Accounts::replace_pools(std::int64_t account, const Pools& pools) {
  database_.prepare("UPDATE accounts SET default_pool = ?, covers = ? WHERE id = ?")
      .bind(pools.default_pool)
      .bind(to_text(Json(pools.covers)))
      .bind(account)
      .run();
  database_.prepare("DELETE FROM pools WHERE account = ?").bind(account).run();
  for (const auto& [tag, purchased] : pools.purchased) {
    database_.prepare("INSERT INTO pools VALUES(?, ?, ?)").bind(account).bind(tag).bind(purchased).run();
  }
}

bool Accounts::is_export_allowed(std::int64_t account) {
  Statement query = database_.prepare("SELECT is_allowed FROM export_permissions WHERE account = ?");
  query.bind(account);
  return !query.next_row() || query.integer(0) != 0;
}

void Accounts::allow_export(std::int64_t account, bool is_allowed) {
  database_
      .prepare(
          "INSERT INTO export_permissions VALUES(?, ?) ON CONFLICT(account) DO UPDATE SET is_allowed = "
          "excluded.is_allowed")
      .bind(account)
      .bind(is_allowed)
      .run();
}

Counts Accounts::counts_in_use(std::int64_t account) {
  Counts counts;
  Statement query = database_.prepare(
      "SELECT counts.tag, SUM(counts.count) FROM instances JOIN counts ON counts.instance = instances.id "
      "WHERE instances.account = ? AND instances.state = 'active' GROUP BY counts.tag");
  query.bind(account);
  while (query.next_row()) counts[query.text(0)] = query.integer(1);
  return counts;
}

Counts Accounts::counts_reserved(std::int64_t account) {
  Counts counts;
  Statement query = database_.prepare(
      "SELECT tag, SUM(held) FROM (SELECT reserved_counts.tag AS tag, MAX(reserved_counts.count) AS held "
      "FROM reservations JOIN reservation_codes ON reservation_codes.instance = reservations.instance "
      "JOIN reserved_counts ON reserved_counts.instance = reservation_codes.instance "
      "AND reserved_counts.timestamp_ms = reservation_codes.timestamp_ms "
      "WHERE reservations.account = ? AND reservation_codes.state <> 'over' "
      "GROUP BY reserved_counts.instance, reserved_counts.tag) GROUP BY tag");
  query.bind(account);
  while (query.next_row()) counts[query.text(0)] = query.integer(1);
  return counts;
}

Pools Accounts::pools_left(std::int64_t account) {
  Pools pools = pools_in_force(account);
  for (const auto& [tag, reserved] : counts_reserved(account)) {
    if (const auto purchased = purchased_of(pools, tag)) {
      pools.purchased[tag] = std::max<std::int64_t>(0, *purchased - reserved);
    }
  }
  return pools;
}

std::map<std::string, Compliance> Accounts::judge_account(std::int64_t account) {
  return judge(pools_left(account), counts_in_use(account));
}

void Accounts::note_compliance(std::int64_t account, std::int64_t now_ms) {
  OrderedJson tags = OrderedJson::array();
  for (const auto& [tag, compliance] : judge_account(account)) {
    if (compliance == Compliance::out_of_compliance) tags.push_back(tag);
  }
  const bool is_out = !tags.empty();
  const int changed = database_.prepare("UPDATE accounts SET is_out = ? WHERE id = ? AND is_out <> ?")
                          .bind(is_out)
                          .bind(account)
                          .bind(is_out)
                          .run();
  if (changed == 0) return;
  database_.prepare("INSERT INTO notifications(at_ms, account, kind, tags) VALUES(?, ?, ?, ?)")
      .bind(now_ms)
      .bind(account)
      .bind(is_out ? "out_of_compliance_begin" : "out_of_compliance_end")
      .bind(to_text(tags))
      .run();
}

OrderedJson Accounts::notifications() {
  OrderedJson list = OrderedJson::array();
  Statement query = database_.prepare(
      "SELECT at_ms, smart_account, virtual_account, kind, tags FROM notifications JOIN accounts "
      "ON accounts.id = notifications.account ORDER BY notifications.id");
  while (query.next_row()) {
    list.push_back({{"at", format_rfc3339(query.integer(0))},
                    {"smart_account", query.text(1)},
                    {"virtual_account", query.text(2)},
                    {"kind", query.text(3)},
                    {"tags", OrderedJson::parse(query.text(4), nullptr, false)}});
  }
  return list;
}

}  // namespace ssm_lab
