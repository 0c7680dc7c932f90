#pragma once
// R-USE-11: which sessions made the peak of a report. A session here is a stretch of one seat user in one class; those
// that go on are in the seat table, those that ended in the session log. Seat changes are numbered, so a peak names its
// sessions exactly: they had begun by its change and had not ended by it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/result.hpp"
#include "agent/seat_table.hpp"
#include "daemon/api/seat_walk.hpp"
#include "persistence/state_store.hpp"

namespace lic::api {

// Ended sessions that one question reads at most: the largest contact centre signs everybody out at night.
inline constexpr std::int64_t kEndedSessionsMax = 25'000;

struct PeakSession {
  std::string seat;
  SeatClass seat_class = SeatClass::standard;
  TrustedTime since;        // signed in
  std::int64_t change = 0;  // that began it; with the seat it names the session
  bool has_ended = false;
};

// Where the reading of one peak's sessions stands.
struct PeakPlace {
  bool in_log = false;
  std::int64_t begun_at = 0;  // last seat change when the first page was read
  std::int64_t found = 0;     // on the pages before
  SeatPlace seat = {};
  std::int64_t ended_passed = 0;  // of the log
};
[[nodiscard]] std::string to_text(const PeakPlace& place);
[[nodiscard]] std::optional<PeakPlace> peak_place(std::string_view text);

struct PeakQuestion {
  std::int64_t change = 0;            // of the peak
  std::optional<SeatClass> of_class;  // none = of all
  std::size_t limit = 0;
  std::optional<PeakPlace> from = {};
};
struct PeakPage {
  std::vector<PeakSession> sessions;
  std::optional<PeakPlace> next;  // none = that was all
  std::int64_t found = 0;         // up to here
  bool is_log_complete = true;    // all that ended since the peak is still known
  bool is_log_cut = false;        // more had ended than one question reads
  bool has_moved = false;         // sessions ended while the pages were read: some may be in two of them
};
// Bounded by `limit`, kChunksPerPage and kEndedSessionsMax. Error `storage` if the log cannot be read.
[[nodiscard]] Result<PeakPage> peak_sessions(const SeatTable& seats, std::int64_t last_change, StateStore& store,
                                             const PeakQuestion& question);

}  // namespace lic::api
