#pragma once
// License consumption by interval and the alarms of the time, from the daemon's history and events. Nothing in it
// differs between two runs of the same trace: no id, no duration of real time.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"
#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/purchase.hpp"

namespace lic::cli {

struct ReportCell {
  std::optional<std::int64_t> current, peak, reported, locked;
  friend bool operator==(const ReportCell&, const ReportCell&) = default;
};
struct ReportInterval {
  WallTime end;                   // the report time
  std::vector<ReportCell> cells;  // one a column
  std::string state;
};
struct ReportAlarm {
  WallTime time;
  std::int64_t severity = 0;
  std::string name;
  std::optional<std::int64_t> minutes;
  std::string kind;  // raised, reminded, cleared, superseded
};
struct ReportPurchase {
  WallTime time;
  Purchases bought;
};
struct ConsumptionReport {
  std::vector<std::string> columns;  // counted entitlements, then "seats"
  std::vector<ReportInterval> intervals;
  std::vector<ReportAlarm> alarms;
  std::vector<ReportPurchase> purchases;
};

struct ReportSpan {
  WallTime from;  // intervals that end later than this
  WallTime to;    // and not later than that
};

// `status`, `history` and `events` as the API gives them. A reminder with the same minutes is not told again.
[[nodiscard]] ConsumptionReport make_report(const Json& status, const Json& history, const Json& events,
                                            ReportSpan span);

[[nodiscard]] std::string report_as_text(const ConsumptionReport& report);
[[nodiscard]] std::string report_as_csv(const ConsumptionReport& report);
[[nodiscard]] Json report_as_json(const ConsumptionReport& report);

}  // namespace lic::cli
