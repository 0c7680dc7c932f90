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
  // Error `storage`: nothing of it is on disk.
  [[nodiscard]] virtual Result<void> commit(const Commit& commit) = 0;

  // Rows whose interval starts in [from, to), oldest first, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<HistoryRow>> history(WallTime from, WallTime to, std::int64_t limit) = 0;
  // Events with an id above `after`, oldest first, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<StoredEvent>> events(std::int64_t after, std::int64_t limit) = 0;
  // The id of the newest event; 0 if there is none.
  [[nodiscard]] virtual Result<std::int64_t> newest_event() = 0;
};

}  // namespace lic
