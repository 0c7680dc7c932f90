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

// The whole body, written row by row: as one tree 100,000 rows would take 200 MiB.
[[nodiscard]] std::string history_json(const std::vector<HistoryRow>& rows);
// Columns and their order as in interfaces.md section 3 (R-USE-8).
[[nodiscard]] std::string history_csv(const std::vector<HistoryRow>& rows);

}  // namespace lic::api
