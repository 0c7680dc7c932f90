#include "daemon/app/recovery_note.hpp"

#include <utility>

#include "persistence/state_note.hpp"

namespace lic {

std::string watch_recovery(AgentLoop& loop, std::string state_dir) {
  std::string reason = read_note(state_dir, StateNote::recovered);
  if (reason.empty()) return reason;
  loop.observe([directory = std::move(state_dir), is_there = true](const Reading& reading,
                                                                   const std::vector<DomainEvent>& events) mutable {
    // Events are there only once they are on disk, and the clear of the alarm with them.
    if (!is_there || events.empty() || reading.state.sections.alarms.told.contains(AlarmCode::state_recovered)) return;
    is_there = remove_note(directory, StateNote::recovered).has_error();
  });
  return reason;
}

}  // namespace lic
