// What instances say they use: current counts by tag and the reports of their outboxes (wire.md P13).
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

struct EntitlementCount {
  std::string tag;
  std::int64_t count = 0;
  bool operator==(const EntitlementCount&) const = default;
};

struct UsageReport {
  std::int64_t id = 0;
  std::string tag;
  std::int64_t interval_start_ms = 0;
  std::int64_t interval_end_ms = 0;
  std::int64_t peak = 0;
  std::int64_t reported = 0;
  std::int64_t locked = 0;
};

struct Delivery {
  std::string instance;
  std::int64_t now_ms = 0;
  std::vector<UsageReport> reports;
};

struct UsageQuery {
  std::optional<std::string> instance;
  std::optional<std::string> tag;
};

// All of these run inside a transaction of the caller.
class UsageReports {
public:
  explicit UsageReports(Database& database) : database_(database) {}

  // The list is complete: what it does not name is released. True if anything changed.
  bool replace_counts(const std::string& instance, const std::vector<EntitlementCount>& counts);

  // Delivery is at least once, counting is once: an id that is known only counts one more arrival. If it comes with
  // other contents, the first ones stand and the contradiction is counted, so that a test can see it.
  void receive(const Delivery& delivery);

  [[nodiscard]] OrderedJson usage(const UsageQuery& query);

private:
  [[nodiscard]] OrderedJson counts_of(const UsageQuery& query);
  [[nodiscard]] OrderedJson reports_of(const UsageQuery& query);
  Database& database_;
};

}  // namespace ssm_lab
