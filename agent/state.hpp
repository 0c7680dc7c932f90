#pragma once
// Everything the core knows. Small sections are compared to find what changed; the two tables that can be large
// (signed-in seats, outbox) record each change with its inverse.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/seat_table.hpp"
#include "agent/sections.hpp"

namespace lic {

// One report time: a row (with its own id at SSM) per counted entitlement.
struct ReportRow {
  std::int64_t id = 0;
  EntitlementName entitlement;
  std::int64_t peak = 0;
  std::int64_t reported = 0;  // fixed when first sent
  std::int64_t locked = 0;
  TrustedTime peak_at = {};      // when the peak was first reached,
  std::int64_t peak_change = 0;  // and the number of the seat change that reached it (R-USE-11)
  friend bool operator==(const ReportRow&, const ReportRow&) = default;
};
struct Report {
  WallTime start;
  WallTime end;
  TrustedTime end_trusted;
  std::int64_t seats_peak = 0;
  std::int64_t seats_reported = 0;  // fixed when first sent, as each row's is
  bool sent = false;                // frozen with its ids (R-USE-7)
  bool answered = false;            // judged, but not acknowledged whole: it travels along and holds nothing up
  std::vector<ReportRow> rows;
  friend bool operator==(const Report&, const Report&) = default;
};

// A row of the history (R-USE-8), as written when its interval closes. Persistence keeps them; the core does not.
struct HistoryRow {
  WallTime interval_start;
  WallTime interval_end;
  std::string entitlement;  // an entitlement's name, "seats", or "gap" for time the daemon was off
  std::int64_t current = 0;
  std::int64_t peak = 0;
  double average = 0;
  std::optional<std::int64_t> reported;
  std::optional<std::int64_t> locked;
  std::optional<std::int64_t> purchased;
  std::string state;
  friend bool operator==(const HistoryRow&, const HistoryRow&) = default;
};
// The row once more for each of `repeats` intervals after its own (a stretch in which nothing changed is one change).
struct HistoryAppend {
  HistoryRow row;
  std::int64_t repeats = 0;
  friend bool operator==(const HistoryAppend&, const HistoryAppend&) = default;
};
// Completes the rows of the interval that ends at `interval_end`, once, with SSM's answer.
struct HistoryComplete {
  WallTime interval_end;
  std::string entitlement;
  std::optional<std::int64_t> reported;
  std::optional<std::int64_t> locked;
  std::optional<std::int64_t> purchased;
  std::string state;
  friend bool operator==(const HistoryComplete&, const HistoryComplete&) = default;
};

// A row of a report as it was made, kept for whoever asks later (R-USE-11). Persistence keeps them; the core does not.
struct ReportRecord {
  std::int64_t id = 0;
  EntitlementName entitlement;
  WallTime start;
  WallTime end;
  std::int64_t peak = 0;
  TrustedTime peak_at = {};
  std::int64_t peak_change = 0;
  friend bool operator==(const ReportRecord&, const ReportRecord&) = default;
};

// The history of everything that happened (interfaces.md section 4).
struct DomainEvent {
  WallTime at;
  std::string name;  // "REGISTRATION_SUCCEEDED", or an alarm's mnemonic
  std::string kind;  // "info", "alarm_raised", "alarm_reminded", "alarm_cleared", "alarm_superseded", "notice"
  int severity = 6;
  std::optional<int> minutes;
  std::string text;
  friend bool operator==(const DomainEvent&, const DomainEvent&) = default;
};

struct SeatChange {
  std::int64_t number = 0;  // rises by one with each (UsageState::last_change)
  SeatId seat;
  std::optional<Seat> before;
  std::optional<Seat> after;
  friend bool operator==(const SeatChange&, const SeatChange&) = default;
};
struct OutboxChange {
  std::int64_t key = 0;
  std::optional<Report> before;
  std::optional<Report> after;
  friend bool operator==(const OutboxChange&, const OutboxChange&) = default;
};

// What one step wrote besides the sections. Appends need no inverse: they exist only once committed.
struct Changes {
  std::vector<SeatChange> seats;
  std::vector<OutboxChange> outbox;
  std::vector<HistoryAppend> history;
  std::vector<HistoryComplete> completions;
  std::vector<ReportRecord> reports;
  std::vector<DomainEvent> events;
  bool forgets_past = false;  // history, reports and events of before go, in the same commit (R-LIFE-6)
  [[nodiscard]] bool empty() const {
    return !forgets_past && seats.empty() && outbox.empty() && history.empty() && completions.empty() &&
           reports.empty() && events.empty();
  }
  friend bool operator==(const Changes&, const Changes&) = default;
};

// Who waits for the outcome of an exchange. Gone after a restart, as the callers are.
struct Waiters {
  std::vector<RequestId> registration;
  std::vector<RequestId> authorization;
  std::vector<RequestId> renewal;
  std::vector<RequestId> deregistration;
  friend bool operator==(const Waiters&, const Waiters&) = default;
};

// The state was put back from an older copy at this start.
struct Recovery {
  TrustedTime at;
  std::string reason;
};

struct AgentState {
  Sections sections;
  SeatTable seats;
  std::map<std::int64_t, Report> outbox;  // by key, oldest first
  Waiters waiters;
  // Not stored: the shell tells it at each start until the alarm for it is over (STATE_RECOVERED).
  std::optional<Recovery> recovery;
};

// Puts a step's table changes back, last first. Sections are restored by the caller from its copy.
void undo(AgentState& state, const Changes& changes);

}  // namespace lic
