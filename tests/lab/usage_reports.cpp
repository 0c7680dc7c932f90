#include "tests/lab/usage_reports.hpp"

#include "tests/lab/lab_clock.hpp"

#include <algorithm>

namespace ssm_lab {

bool UsageReports::replace_counts(const std::string& instance, const std::vector<EntitlementCount>& counts) {
  std::vector<EntitlementCount> wanted = counts;
  std::sort(wanted.begin(), wanted.end(), [](const auto& left, const auto& right) { return left.tag < right.tag; });
  std::vector<EntitlementCount> present;
  {
    Statement query = database_.prepare("SELECT tag, count FROM counts WHERE instance = ? ORDER BY tag");
    query.bind(instance);
    while (query.next_row()) present.push_back({query.text(0), query.integer(1)});
  }
  if (present == wanted) return false;
  database_.prepare("DELETE FROM counts WHERE instance = ?").bind(instance).run();
  for (const EntitlementCount& entitlement : wanted) {
    database_.prepare("INSERT INTO counts VALUES(?, ?, ?)")
        .bind(instance)
        .bind(entitlement.tag)
        .bind(entitlement.count)
        .run();
  }
  return true;
}

void UsageReports::receive(const Delivery& delivery) {
  for (const UsageReport& report : delivery.reports) {
    database_
        .prepare(
            "INSERT INTO reports(instance, id, tag, interval_start_ms, interval_end_ms, peak, reported, locked, "
            "received_ms, times_received) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT(instance, id) DO UPDATE SET "
            "times_received = times_received + 1, conflicts = conflicts + NOT (tag = excluded.tag AND "
            "interval_start_ms = excluded.interval_start_ms AND interval_end_ms = excluded.interval_end_ms AND "
            "peak = excluded.peak AND reported = excluded.reported AND locked = excluded.locked)")
        .bind(delivery.instance)
        .bind(report.id)
        .bind(report.tag)
        .bind(report.interval_start_ms)
        .bind(report.interval_end_ms)
        .bind(report.peak)
        .bind(report.reported)
        .bind(report.locked)
        .bind(delivery.now_ms)
        .run();
  }
}

OrderedJson UsageReports::usage(const UsageQuery& query) {
  OrderedJson instances = OrderedJson::array();
  Statement rows = database_.prepare(
      "SELECT instances.id, virtual_account, state, name FROM instances JOIN accounts ON accounts.id = "
      "instances.account WHERE ?1 IS NULL OR instances.id = ?1 ORDER BY registered_ms, instances.id");
  rows.bind(query.instance);
  while (rows.next_row()) {
    const UsageQuery one{rows.text(0), query.tag};
    instances.push_back({{"instance", rows.text(0)},
                         {"virtual_account", rows.text(1)},
                         {"state", rows.text(2)},
                         {"name", rows.text(3)},
                         {"entitlements", counts_of(one)},
                         {"reports", reports_of(one)}});
  }
  OrderedJson tags = OrderedJson::array();
  Statement sums = database_.prepare(
      "SELECT virtual_account, tag, SUM(count) FROM counts JOIN instances ON instances.id = counts.instance "
      "JOIN accounts ON accounts.id = instances.account WHERE state = 'active' AND (?1 IS NULL OR tag = ?1) "
      "GROUP BY virtual_account, tag ORDER BY virtual_account, tag");
  sums.bind(query.tag);
  while (sums.next_row()) {
    tags.push_back({{"virtual_account", sums.text(0)}, {"tag", sums.text(1)}, {"in_use", sums.integer(2)}});
  }
  return {{"instances", std::move(instances)}, {"tags", std::move(tags)}};
}

OrderedJson UsageReports::counts_of(const UsageQuery& query) {
  OrderedJson list = OrderedJson::array();
  Statement rows =
      database_.prepare("SELECT tag, count FROM counts WHERE instance = ? AND (?2 IS NULL OR tag = ?2) ORDER BY tag");
  rows.bind(query.instance).bind(query.tag);
  while (rows.next_row()) list.push_back({{"tag", rows.text(0)}, {"count", rows.integer(1)}});
  return list;
}

OrderedJson UsageReports::reports_of(const UsageQuery& query) {
  OrderedJson list = OrderedJson::array();
  Statement rows = database_.prepare(
      "SELECT id, tag, interval_start_ms, interval_end_ms, peak, reported, locked, received_ms, times_received, "
      "conflicts FROM reports WHERE instance = ? AND (?2 IS NULL OR tag = ?2) ORDER BY id");
  rows.bind(query.instance).bind(query.tag);
  while (rows.next_row()) {
    list.push_back({{"id", rows.integer(0)},
                    {"tag", rows.text(1)},
                    {"interval_start", format_rfc3339(rows.integer(2))},
                    {"interval_end", format_rfc3339(rows.integer(3))},
                    {"interval_start_ms", rows.integer(2)},
                    {"interval_end_ms", rows.integer(3)},
                    {"peak", rows.integer(4)},
                    {"reported", rows.integer(5)},
                    {"locked", rows.integer(6)},
                    {"received_at", format_rfc3339(rows.integer(7))},
                    {"times_received", rows.integer(8)},
                    {"conflicts", rows.integer(9)}});
  }
  return list;
}

}  // namespace ssm_lab
