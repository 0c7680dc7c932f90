#pragma once
// Events and history rows as the API writes them.

#include <string>
#include <vector>

#include "daemon/api/json.hpp"
#include "persistence/state_store.hpp"

namespace lic::api {

[[nodiscard]] Json event_json(const StoredEvent& event);
// Server-sent events: id, event and data lines.
[[nodiscard]] std::string event_stream_text(const std::vector<StoredEvent>& events);

// Rows as the members of a JSON list; with `follows` a comma comes first.
[[nodiscard]] std::string history_json_rows(const std::vector<HistoryRow>& rows, bool follows);
// Columns and their order as in interfaces.md section 3 (R-USE-8).
[[nodiscard]] std::string history_csv_heading();
[[nodiscard]] std::string history_csv_lines(const std::vector<HistoryRow>& rows);

}  // namespace lic::api
