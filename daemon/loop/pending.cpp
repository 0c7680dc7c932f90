#include "daemon/loop/pending.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace lic {
namespace {

template <class T>
void cut(std::vector<T>& rows, std::size_t size) {
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(size), rows.end());
}

template <class T>
std::vector<T> tail(std::vector<T>& rows, std::size_t from) {
  const auto first = rows.begin() + static_cast<std::ptrdiff_t>(from);
  return {std::make_move_iterator(first), std::make_move_iterator(rows.end())};
}

template <class T>
void drop_oldest(std::vector<T>& rows, std::size_t most) {
  if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
}

// One change for each row that changed: from what it was first to what it is last, in the order of the last changes.
// What came and went is no change.
template <class Change, class Key>
void sum_up(std::vector<Change>& changes, Key key_of) {
  struct Ends {
    std::size_t first;
    std::size_t last;
  };
  std::map<decltype(key_of(changes.front())), Ends> rows;
  for (std::size_t place = 0; place < changes.size(); ++place)
    rows.try_emplace(key_of(changes[place]), Ends{place, place}).first->second.last = place;
  std::vector<Change> summed;
  summed.reserve(rows.size());
  for (std::size_t place = 0; place < changes.size(); ++place) {
    const Ends ends = rows.at(key_of(changes[place]));
    if (place != ends.last) continue;
    Change change = changes[place];
    change.before = changes[ends.first].before;
    if (change.before || change.after) summed.push_back(std::move(change));
  }
  changes = std::move(summed);
}

void drop_oldest_notices(std::vector<Effect>& effects, std::size_t most) {
  if (effects.size() <= most) return;
  std::size_t excess = effects.size() - most;
  std::erase_if(effects, [&excess](const Effect& effect) {
    if (excess == 0 || !std::holds_alternative<TellAlarm>(effect)) return false;
    --excess;
    return true;
  });
}

}  // namespace

Pending::Mark Pending::mark() const {
  const Changes& changes = sum_.changes;
  return {.effects = sum_.effects.size(),
          .seats = changes.seats.size(),
          .outbox = changes.outbox.size(),
          .history = changes.history.size(),
          .completions = changes.completions.size(),
          .reports = changes.reports.size(),
          .events = changes.events.size(),
          .usage_only = sum_.usage_only};
}

void Pending::undo(AgentState& state, const Mark& mark) {
  Changes& changes = sum_.changes;
  Changes undone;
  undone.seats = tail(changes.seats, mark.seats);
  undone.outbox = tail(changes.outbox, mark.outbox);
  lic::undo(state, undone);
  cut(sum_.effects, mark.effects);
  cut(changes.seats, mark.seats);
  cut(changes.outbox, mark.outbox);
  cut(changes.history, mark.history);
  cut(changes.completions, mark.completions);
  cut(changes.reports, mark.reports);
  cut(changes.events, mark.events);
  sum_.usage_only = mark.usage_only;
}

void Pending::bound() {
  Changes& changes = sum_.changes;
  if (changes.seats.size() > seats_max_) {
    sum_up(changes.seats, [](const SeatChange& change) { return std::string_view(change.seat.value); });
    // There may be more seats than that; summing up for each batch would take its time.
    seats_max_ = std::max(kRowsMax, 2 * changes.seats.size());
  }
  if (changes.outbox.size() > outbox_max_) {
    sum_up(changes.outbox, [](const OutboxChange& change) { return change.key; });
    outbox_max_ = std::max(kRowsMax, 2 * changes.outbox.size());
  }
  drop_oldest(changes.history, kRowsMax);
  drop_oldest(changes.reports, kRowsMax);
  drop_oldest(changes.events, kRowsMax);
  drop_oldest_notices(sum_.effects, kRowsMax);
}

void Pending::drop_overtaken(const AgentState& state) {
  const auto& open = state.sections.exchange.pending;
  const auto is_request = [](const Effect& effect) { return std::holds_alternative<SendRequest>(effect); };
  std::vector<Effect>& effects = sum_.effects;
  auto last = std::find_if(effects.rbegin(), effects.rend(), is_request);
  if (last == effects.rend()) return;
  const ExchangeId id = std::get<SendRequest>(*last).request.id;
  const bool is_wanted = open && open->request.id == id;
  const auto keep = static_cast<std::size_t>(effects.rend() - last) - 1;
  std::size_t place = 0;
  std::erase_if(effects, [&](const Effect& effect) {
    const bool is_last = place++ == keep;
    return is_request(effect) && !(is_last && is_wanted);
  });
}

void Pending::clear() {
  sum_.effects.clear();
  Changes& changes = sum_.changes;
  changes.seats.clear();
  changes.outbox.clear();
  changes.history.clear();
  changes.completions.clear();
  changes.reports.clear();
  changes.events.clear();
  sum_.usage_only = true;
  seats_max_ = kRowsMax;
  outbox_max_ = kRowsMax;
}

}  // namespace lic
