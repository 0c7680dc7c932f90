#include "agent/turn.hpp"

#include <algorithm>

namespace lic {

void Turn::forget_past() {
  Changes& changes = step_.changes;
  changes.history.clear();
  changes.completions.clear();
  changes.reports.clear();
  changes.events.clear();
  changes.forgets_past = true;
}

void Turn::finish() {
  const auto destroys = [](const Effect& effect) {
    return std::holds_alternative<DestroyKey>(effect) || std::holds_alternative<DestroyToken>(effect);
  };
  const auto first = step_.effects.begin() + static_cast<std::ptrdiff_t>(first_effect_);
  // Few steps destroy anything, and partitioning takes memory of its own.
  if (std::none_of(first, step_.effects.end(), destroys)) return;
  std::stable_partition(first, step_.effects.end(), [&](const Effect& effect) { return !destroys(effect); });
}

void Turn::answer(Answered answered) {
  if (!request_) return;
  emit(Answer{*request_, std::move(answered)});
  request_.reset();
}

void Turn::wait_in(std::vector<RequestId>& waiters) {
  if (!request_) return;
  waiters.push_back(*request_);
  request_.reset();
}

void Turn::answer_all(std::vector<RequestId>& waiters, const Answered& answered) {
  for (const RequestId waiter : waiters) emit(Answer{waiter, answered});
  waiters.clear();
}

void Turn::record(std::string_view name, std::string text, int severity) {
  append_event({now.wall, std::string(name), "info", severity, std::nullopt, std::move(text)});
}

void Turn::notice(AlarmCode code, std::string detail) {
  const AlarmKind& kind = kind_of(code);
  append_event({now.wall, std::string(kind.mnemonic), "notice", kind.severity, std::nullopt, detail});
  emit(TellAlarm{{AlarmNews::noticed, code, std::nullopt, std::move(detail), std::nullopt}});
}

void Turn::put_seat(const SeatId& seat, std::optional<Seat> after) {
  const Seat* found = state.seats.find(seat.value);
  SeatChange& change = step_.changes.seats.emplace_back();
  change.number = ++state.sections.usage.last_change;
  change.seat = seat;
  if (found != nullptr) change.before = *found;
  if (!after) {
    state.seats.erase(seat.value);
    return;
  }
  const bool same_class = found != nullptr && found->seat_class == after->seat_class;
  after->class_change = same_class ? found->class_change : change.number;
  change.after = after;
  state.seats.put(seat.value, *after);
}

void Turn::put_report(std::int64_t key, std::optional<Report> after) {
  const auto found = state.outbox.find(key);
  OutboxChange change{key, std::nullopt, after};
  if (found != state.outbox.end()) change.before = found->second;
  if (after)
    state.outbox.insert_or_assign(key, std::move(*after));
  else if (found != state.outbox.end())
    state.outbox.erase(found);
  step_.changes.outbox.push_back(std::move(change));
}

void undo(AgentState& state, const Changes& changes) {
  for (auto change = changes.seats.rbegin(); change != changes.seats.rend(); ++change) {
    if (change->before)
      state.seats.put(change->seat.value, *change->before);
    else
      state.seats.erase(change->seat.value);
  }
  for (auto change = changes.outbox.rbegin(); change != changes.outbox.rend(); ++change) {
    if (change->before)
      state.outbox.insert_or_assign(change->key, *change->before);
    else
      state.outbox.erase(change->key);
  }
}

}  // namespace lic
