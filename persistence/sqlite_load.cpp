// Reading the whole state back, once, when the daemon starts. Everything is checked: what cannot be ours is
// `data_corrupt`.

#include <set>

#include "persistence/section_json.hpp"
#include "persistence/sqlite_store.hpp"

namespace lic {
namespace {

constexpr std::int64_t kCapabilityBitsEnd = std::int64_t{1} << kCapabilityCount;

// The columns of seats hold these numbers (README.md): an enumerator that moved would change who was signed in as what.
static_assert(static_cast<int>(SeatClass::standard) == 0 && static_cast<int>(SeatClass::premium) == 1 &&
              static_cast<int>(SeatClass::regular) == 2);
static_assert(static_cast<int>(Capability::inbound_voice) == 0 &&
              static_cast<int>(Capability::outbound_direct_preview) == 1 &&
              static_cast<int>(Capability::outbound_progressive) == 2 &&
              static_cast<int>(Capability::outbound_predictive) == 3 && static_cast<int>(Capability::chat) == 4 &&
              static_cast<int>(Capability::email) == 5 && static_cast<int>(Capability::supervisor) == 6 &&
              static_cast<int>(Capability::digital_third_party) == 7);

std::optional<SeatClass> seat_class_of(std::int64_t stored) {
  for (const SeatClass seat_class : {SeatClass::standard, SeatClass::premium, SeatClass::regular})
    if (stored == static_cast<std::int64_t>(seat_class)) return seat_class;
  return std::nullopt;
}

std::optional<CapabilitySet> capabilities_of(std::int64_t stored) {
  if (stored < 0 || stored >= kCapabilityBitsEnd) return std::nullopt;
  return CapabilitySet(static_cast<unsigned long long>(stored));
}

}  // namespace

Result<LoadedState> SqliteStore::load() {
  LoadedState loaded;
  if (auto done = load_sections(loaded); !done) return done.error();
  if (auto done = load_seats(loaded.state); !done) return done.error();
  if (auto done = load_outbox(loaded.state); !done) return done.error();
  if (auto done = load_lab(loaded); !done) return done.error();
  return loaded;
}

Result<void> SqliteStore::load_sections(LoadedState& loaded) {
  auto select = connection_.prepare("SELECT name,json FROM sections");
  if (!select) return select.error();
  std::set<std::string> seen;
  while (true) {
    const auto row = select->next();
    if (!row) return row.error();
    if (!*row) break;
    const std::string name = select->text(0);
    for (const SectionFormat& format : section_formats()) {
      if (format.name != name) continue;
      if (auto done = read_section(format, select->text(1), loaded.state.sections); !done) return done;
      seen.insert(name);
    }
  }
  loaded.fresh = !has_sections_;
  if (loaded.fresh) return {};
  for (const SectionFormat& format : section_formats())
    if (!seen.contains(std::string(format.name)))
      return damaged_state("section " + std::string(format.name), "is missing");
  return {};
}

Result<void> SqliteStore::load_seats(AgentState& state) {
  auto select = connection_.prepare("SELECT id,class,configured,used,since,product_version FROM seats");
  if (!select) return select.error();
  while (true) {
    const auto row = select->next();
    if (!row) return row.error();
    if (!*row) return {};
    std::string id = select->text(0);
    const auto seat_class = seat_class_of(select->integer(1));
    const auto configured = capabilities_of(select->integer(2));
    const auto used = capabilities_of(select->integer(3));
    if (!seat_class) return damaged_state("seat " + id, "column class has an unknown value");
    if (!configured || !used) return damaged_state("seat " + id, "a column of capabilities has an unknown bit");
    Seat seat;
    seat.seat_class = *seat_class;
    seat.configured = *configured;
    seat.used = *used;
    seat.since = TrustedTime{Millis{select->integer(4)}};
    state.seats.put(id, seat);
  }
}

Result<void> SqliteStore::load_outbox(AgentState& state) {
  auto select = connection_.prepare("SELECT key,json FROM outbox ORDER BY key");
  if (!select) return select.error();
  while (true) {
    const auto row = select->next();
    if (!row) return row.error();
    if (!*row) return {};
    const std::int64_t key = select->integer(0);
    auto report = read_report(select->text(1), key);
    if (!report) return report.error();
    state.outbox.emplace_hint(state.outbox.end(), key, std::move(*report));
  }
}

Result<void> SqliteStore::load_lab(LoadedState& loaded) {
  auto select = connection_.prepare("SELECT wall,boot,boot_id FROM lab");
  if (!select) return select.error();
  const auto row = select->next();
  if (!row) return row.error();
  if (*row)
    loaded.lab = LabPosition{.wall = WallTime{Millis{select->integer(0)}},
                             .boot = BootTime{Millis{select->integer(1)}},
                             .boot_id = select->text(2)};
  return {};
}

}  // namespace lic
