#pragma once
// Seam: durable state. One commit per loop turn; what commit() returned for is on disk, wholly or not at all. Used from
// the loop's thread only.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/result.hpp"
#include "agent/state.hpp"
#include "agent/time.hpp"

namespace lic {

// The stored position of a lab clock (interfaces.md section 8): the calendar and the boot count of the pretended
// machine.
struct LabPosition {
  WallTime wall;
  BootTime boot;
  std::string boot_id;
  friend bool operator==(const LabPosition&, const LabPosition&) = default;
};

struct LoadedState {
  AgentState state;   // as after the last commit; waiters empty
  bool fresh = true;  // nothing was ever stored here
  std::optional<LabPosition> lab;
};

struct Commit {
  const Sections& before;  // sections equal in both are not written
  const Sections& after;
  const Changes& changes;
  std::optional<LabPosition> lab;  // written when set
  // All seats, with the changes in them, so that the journal can be folded a little; null = not this time. Between two
  // commits that succeeded the slots of this table may change by what `changes` tells, in no other way.
  const SeatTable* seats = nullptr;
  // Step::usage_only of every step in it: nothing else is looked at.
  bool usage_only = false;
};

// A stretch of one seat user in one class that has ended (R-USE-11): seat changes [from, to).
struct EndedSession {
  SeatId seat;
  SeatClass seat_class = SeatClass::standard;
  TrustedTime since;  // signed in
  std::int64_t from = 0;
  std::int64_t to = 0;
  friend bool operator==(const EndedSession&, const EndedSession&) = default;
};
struct SessionLog {
  std::int64_t reaches_back_to = 0;  // seat changes after this one are all in it
  std::vector<EndedSession> ended;
  bool is_whole = true;  // false: cut off by `limit` or by what is read at most
};

struct StoredEvent {
  std::int64_t id = 0;  // rises by one
  DomainEvent event;
};

class StateStore {
public:
  virtual ~StateStore() = default;

  // Error `data_corrupt` names what is unreadable and what to do; `storage` if the disk refuses.
  [[nodiscard]] virtual Result<LoadedState> load() = 0;
  // Error `storage`: nothing of it is on disk; if the process dies before the next commit, nothing or all of it.
  [[nodiscard]] virtual Result<void> commit(const Commit& commit) = 0;

  // Rows whose interval starts in [from, to), oldest first, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<HistoryRow>> history(WallTime from, WallTime to, std::int64_t limit) = 0;
  // The report row with this id, as it was made; nothing if it is unknown or older than the history.
  [[nodiscard]] virtual Result<std::optional<ReportRecord>> report(std::int64_t id) = 0;
  // What ended after this seat change and had begun by it, of what is still kept: a bounded log, at most `limit`,
  // soonest end first. Reads at most what the loop can wait for.
  [[nodiscard]] virtual Result<SessionLog> sessions_across(std::int64_t change, std::int64_t limit) = 0;
  // Events with an id above `after`, oldest first, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<StoredEvent>> events(std::int64_t after, std::int64_t limit) = 0;
  // The id of the newest event; 0 if there is none.
  [[nodiscard]] virtual Result<std::int64_t> newest_event() = 0;
};

}  // namespace lic
