#include "daemon/api/peak_sessions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace lic::api {
namespace {

// The number before the next ':' , which is taken away with it; nothing if there is none.
std::optional<std::int64_t> take_number(std::string_view& text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + colon, number);
  if (error != std::errc{} || end != text.data() + colon || number < 0) return std::nullopt;
  text.remove_prefix(colon + 1);
  return number;
}

bool is_of(const PeakQuestion& question, SeatClass seat_class) {
  return !question.of_class || *question.of_class == seat_class;
}

// False if the walk over the table goes on with the next page.
bool add_living(PeakPage& page, PeakPlace& place, const SeatTable& seats, const PeakQuestion& question) {
  const SeatPage walked = seats_from(seats, place.seat, question.limit, [&question](const Seat& seat) {
    return seat.class_change <= question.change && is_of(question, seat.seat_class);
  });
  for (const SeatPage::Row& row : walked.rows)
    page.sessions.push_back(
        {std::string(row.id), row.seat->seat_class, row.seat->since, row.seat->class_change, false});
  if (walked.next) place.seat = *walked.next;
  return !walked.next;
}

// False if there is more of the log for the next page.
Result<bool> add_ended(PeakPage& page, PeakPlace& place, StateStore& store, const PeakQuestion& question) {
  auto log = store.sessions_across(question.change, kEndedSessionsMax);
  if (log.has_error()) return log.error();
  page.is_log_complete = log->reaches_back_to <= question.change;
  page.is_log_cut = !log->is_whole;
  for (const EndedSession& ended : log->ended) page.has_moved = page.has_moved || ended.to > place.begun_at;
  auto index = static_cast<std::size_t>(std::min<std::int64_t>(place.ended_passed, kEndedSessionsMax));
  for (; index < log->ended.size() && page.sessions.size() < question.limit; ++index) {
    EndedSession& ended = log->ended[index];
    if (is_of(question, ended.seat_class))
      page.sessions.push_back({std::move(ended.seat.value), ended.seat_class, ended.since, ended.from, true});
  }
  place.ended_passed = static_cast<std::int64_t>(index);
  return index >= log->ended.size();
}

}  // namespace

std::string to_text(const PeakPlace& place) {
  std::string text = place.in_log ? "1:" : "0:";
  for (const std::int64_t number : {place.begun_at, place.found, place.ended_passed})
    text += std::to_string(number) + ':';
  return text + to_text(place.seat);
}

std::optional<PeakPlace> peak_place(std::string_view text) {
  std::array<std::int64_t, 4> numbers{};
  for (std::int64_t& number : numbers) {
    const auto taken = take_number(text);
    if (!taken) return std::nullopt;
    number = *taken;
  }
  const auto seat = seat_place(text);
  if (!seat || numbers[0] > 1) return std::nullopt;
  return PeakPlace{numbers[0] == 1, numbers[1], numbers[2], *seat, numbers[3]};
}

Result<PeakPage> peak_sessions(const SeatTable& seats, std::int64_t last_change, StateStore& store,
                               const PeakQuestion& asked) {
  PeakQuestion question = asked;
  question.limit = std::max<std::size_t>(question.limit, 1);
  PeakPage page;
  PeakPlace place = question.from.value_or(PeakPlace{.begun_at = last_change});
  bool is_done = false;
  if (!place.in_log) place.in_log = add_living(page, place, seats, question);
  if (place.in_log && page.sessions.size() < question.limit) {
    const auto done = add_ended(page, place, store, question);
    if (done.has_error()) return done.error();
    is_done = *done;
  }
  place.found += static_cast<std::int64_t>(page.sessions.size());
  page.found = place.found;
  if (!is_done) page.next = std::move(place);
  return page;
}

}  // namespace lic::api
