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

// What is only appended, with what was set aside of it.
void for_each_appended(Changes& changes, Pending::Mark& mark, auto visit) {
  visit(changes.history, mark.history);
  visit(changes.completions, mark.completions);
  visit(changes.reports, mark.reports);
  visit(changes.events, mark.events);
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

Pending::Mark Pending::mark() {
  Mark mark{.effects = sum_.effects.size(),
            .seats = sum_.changes.seats.size(),
            .outbox = sum_.changes.outbox.size(),
            .forgets_past = sum_.changes.forgets_past,
            .usage_only = sum_.usage_only};
  for_each_appended(sum_.changes, mark, [](auto& rows, auto& aside) {
    aside.count = rows.size();
    if (aside.count != 0) aside.rows.swap(rows);  // an empty one keeps its room
  });
  return mark;
}

void Pending::rejoin(Mark& mark) {
  if (sum_.changes.forgets_past != mark.forgets_past) return;
  for_each_appended(sum_.changes, mark, [](auto& rows, auto& aside) {
    if (aside.rows.empty()) return;
    aside.rows.insert(aside.rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    rows = std::exchange(aside.rows, {});
  });
}

void Pending::undo(AgentState& state, Mark mark) {
  Changes& changes = sum_.changes;
  Changes undone;
  undone.seats = tail(changes.seats, mark.seats);
  undone.outbox = tail(changes.outbox, mark.outbox);
  lic::undo(state, undone);
  cut(sum_.effects, mark.effects);
  cut(changes.seats, mark.seats);
  cut(changes.outbox, mark.outbox);
  for_each_appended(changes, mark, [](auto& rows, auto& aside) {
    if (aside.rows.empty())
      cut(rows, aside.count);
    else
      rows = std::move(aside.rows);
  });
  changes.forgets_past = mark.forgets_past;
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
  changes.forgets_past = false;
  sum_.usage_only = true;
  seats_max_ = kRowsMax;
  outbox_max_ = kRowsMax;
}

}  // namespace lic
