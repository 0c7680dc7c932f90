#include "daemon/api/history_text.hpp"

#include <array>
#include <cstdio>

#include "daemon/api/json_values.hpp"

namespace lic::api {
namespace {

std::string decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

std::string cell(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : std::string{}; }

// Quoted only where it must be (RFC 4180).
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

}  // namespace

Json event_json(const StoredEvent& stored) {
  return {{"id", stored.id},           {"time", date(stored.event.at)},     {"name", stored.event.name},
          {"kind", stored.event.kind}, {"severity", stored.event.severity}, {"minutes", or_null(stored.event.minutes)},
          {"text", stored.event.text}};
}

std::string event_stream_text(const std::vector<StoredEvent>& events) {
  std::string text;
  for (const StoredEvent& event : events) {
    text += "id: " + std::to_string(event.id) + "\nevent: " + event.event.kind +
            "\ndata: " + to_text(event_json(event)) + "\n\n";
  }
  return text;
}

std::string history_json_rows(const std::vector<HistoryRow>& rows, bool follows) {
  std::string text;
  for (const HistoryRow& row : rows) {
    if (follows || &row != &rows.front()) text += ',';
    text += to_text({{"interval_start", date(row.interval_start)},
                     {"interval_end", date(row.interval_end)},
                     {"entitlement", row.entitlement},
                     {"current", row.current},
                     {"peak", row.peak},
                     {"average", row.average},
                     {"reported", or_null(row.reported)},
                     {"locked", or_null(row.locked)},
                     {"purchased", or_null(row.purchased)},
                     {"state", row.state}});
  }
  return text;
}

std::string history_csv_heading() {
  return "interval_start,entitlement,current,peak,average,reported,locked,purchased,state\n";
}

std::string history_csv_lines(const std::vector<HistoryRow>& rows) {
  std::string text;
  for (const HistoryRow& row : rows) {
    text += to_rfc3339(row.interval_start) + ',' + cell(row.entitlement) + ',' + std::to_string(row.current) + ',' +
            std::to_string(row.peak) + ',' + decimal(row.average) + ',' + cell(row.reported) + ',' + cell(row.locked) +
            ',' + cell(row.purchased) + ',' + cell(row.state) + '\n';
  }
  return text;
}

}  // namespace lic::api
