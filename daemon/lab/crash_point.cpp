#include "daemon/lab/crash_point.hpp"

#include <array>
#include <charconv>
#include <csignal>
#include <utility>

#include "persistence/section_json.hpp"

namespace lic {
namespace {

constexpr std::array<std::pair<std::string_view, CrashPoint::Side>, 4> kSides = {
    {{"", CrashPoint::Side::before},
     {":before", CrashPoint::Side::before},
     {":after", CrashPoint::Side::after},
     {":effect", CrashPoint::Side::effect}}};

std::string what_differs(const Commit& commit) {
  std::string names;
  const auto add = [&names](std::string_view name) { names += (names.empty() ? "" : " ") + std::string(name); };
  for (const SectionFormat& format : section_formats())
    if (!format.equal(commit.before, commit.after)) add(format.name);
  const Changes& changes = commit.changes;
  if (changes.forgets_past) add("past");
  if (!changes.seats.empty()) add("seats");
  if (!changes.outbox.empty()) add("outbox");
  if (!changes.history.empty() || !changes.completions.empty()) add("history");
  if (!changes.reports.empty()) add("reports");
  if (!changes.events.empty()) add("events");
  return names;
}

}  // namespace

std::optional<CrashPoint> read_crash_point(std::string_view text) {
  CrashPoint point;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), point.commit);
  if (failure != std::errc{} || point.commit < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  for (const auto& [name, side] : kSides) {
    if (name != text) continue;
    point.side = side;
    return point;
  }
  return std::nullopt;
}

CrashingStore::CrashingStore(std::unique_ptr<StateStore> store, const CrashPoint& point, Tell tell)
    : store_(std::move(store)), point_(point), tell_(std::move(tell)) {}

void CrashingStore::die_at(CrashPoint::Side side) const {
  if (commits_ == point_.commit && commits_ != 0 && side == point_.side) ::raise(SIGKILL);
}

void CrashingStore::after_effects() const { die_at(CrashPoint::Side::effect); }

Result<LoadedState> CrashingStore::load() { return store_->load(); }

Result<void> CrashingStore::commit(const Commit& commit) {
  const std::string what = what_differs(commit);
  if (what.empty()) return store_->commit(commit);
  tell_(++commits_, what);
  die_at(CrashPoint::Side::before);
  auto outcome = store_->commit(commit);
  if (outcome.has_value()) die_at(CrashPoint::Side::after);
  return outcome;
}

Result<std::vector<HistoryRow>> CrashingStore::history(WallTime from, WallTime to, std::int64_t limit) {
  return store_->history(from, to, limit);
}

Result<std::optional<ReportRecord>> CrashingStore::report(std::int64_t id) { return store_->report(id); }

Result<SessionLog> CrashingStore::sessions_across(std::int64_t change, std::int64_t limit) {
  return store_->sessions_across(change, limit);
}

Result<std::vector<StoredEvent>> CrashingStore::events(std::int64_t after, std::int64_t limit) {
  return store_->events(after, limit);
}

Result<std::int64_t> CrashingStore::newest_event() { return store_->newest_event(); }

}  // namespace lic
