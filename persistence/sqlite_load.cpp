// Reading the whole state back, once, when the daemon starts. Everything is checked: what cannot be ours is
// `data_corrupt`.

#include <set>

#include "persistence/section_json.hpp"
#include "persistence/sqlite_store.hpp"

namespace lic {
Result<LoadedState> SqliteStore::load() {
  LoadedState loaded;
  if (auto done = load_sections(loaded); !done) return done.error();
  if (auto done = snapshot_.load(loaded.state.seats); !done) return done.error();
  if (auto done = journal_.replay(snapshot_.folded(), loaded.state); !done) return done.error();
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
