#pragma once
// License consumption by interval and the alarms of the time, from the daemon's history and events. Nothing in it
// differs between two runs of the same trace: no id, no duration of real time.

#include <cstdint>
#include <map>
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
// The highest of the whole time, and the end of the interval in which it first stood.
struct ReportPeak {
  std::string column;
  std::int64_t peak = 0;
  WallTime interval_end;
  std::optional<std::int64_t> reported;  // the highest that was reported
  friend bool operator==(const ReportPeak&, const ReportPeak&) = default;
};
struct ConsumptionReport {
  std::vector<std::string> columns;  // counted entitlements, then "seats"
  std::vector<ReportPeak> peaks;     // shown if there are any
  std::vector<ReportInterval> intervals;
  std::vector<ReportAlarm> alarms;
  std::vector<ReportPurchase> purchases;
};

struct ReportSpan {
  WallTime from;  // intervals that end later than this
  WallTime to;    // and not later than that
};

// Gathers the rows of the history as they come, page by page: a year is not held as text.
class ReportMaker {
public:
  // `status` as the API gives it.
  ReportMaker(const Json& status, ReportSpan span);
  void add_history(const Json& page);
  // `events` as the API gives them. A reminder with the same minutes is not told again.
  [[nodiscard]] ConsumptionReport finish(const Json& events);

private:
  struct Key {
    WallTime end, start;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  // One interval while its rows are gathered; states by column, so that their order does not depend on the rows'.
  struct Gathered {
    std::vector<ReportCell> cells;
    std::vector<std::string> states;
  };
  [[nodiscard]] static std::optional<Key> key_of(const Json& row);

  ReportSpan span_;
  std::vector<std::string> columns_;
  std::map<Key, Gathered> gathered_;
};

[[nodiscard]] std::vector<ReportPeak> peaks_of(const ConsumptionReport& report);

[[nodiscard]] std::string report_as_text(const ConsumptionReport& report);
[[nodiscard]] std::string report_as_csv(const ConsumptionReport& report);
[[nodiscard]] Json report_as_json(const ConsumptionReport& report);

}  // namespace lic::cli
