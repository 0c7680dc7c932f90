#include "daemon/api/history_stream.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <vector>

#include "daemon/api/history_text.hpp"

namespace lic::api {
namespace {

// More rows than that do not start at one moment: so a cursor that somebody made up costs little.
constexpr std::int64_t kHistoryGivenMax = 10'000;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string to_text(const HistoryPlace& place) {
  return std::to_string(place.start.time_since_epoch().count()) + '.' + std::to_string(place.given);
}

std::optional<HistoryPlace> history_place(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto start = whole_number(text.substr(0, dot));
  const auto given = whole_number(text.substr(dot + 1));
  if (!start || !given || *given > kHistoryGivenMax) return std::nullopt;
  return HistoryPlace{WallTime{Millis{*start}}, *given};
}

Result<std::string> HistoryStream::next() {
  if (is_done_) return std::string{};
  std::int64_t wanted = kHistoryRowsPerPiece;
  if (asked_.limit) wanted = std::min(wanted, *asked_.limit - rows_given_);
  const auto found = store_.history(asked_.from.start, asked_.to, asked_.from.given + wanted);
  if (found.has_error()) return found.error();
  const auto passed = std::min(found->size(), static_cast<std::size_t>(asked_.from.given));
  const std::vector<HistoryRow> rows(found->begin() + static_cast<std::ptrdiff_t>(passed), found->end());

  std::string text = is_begun_ ? std::string{} : beginning();
  text += asked_.is_csv ? history_csv_lines(rows) : history_json_rows(rows, rows_given_ > 0);
  is_begun_ = true;
  pass(rows);
  const bool is_cut = asked_.limit && rows_given_ >= *asked_.limit && rows_given_ > 0;
  is_done_ = is_cut || static_cast<std::int64_t>(rows.size()) < kHistoryRowsPerPiece;
  if (is_done_) text += end(is_cut);
  return text;
}

// Where the last row stands, and how many before it share its start.
void HistoryStream::pass(const std::vector<HistoryRow>& rows) {
  if (rows.empty()) return;
  const WallTime last = rows.back().interval_start;
  const std::int64_t alike = std::ranges::count(rows, last, &HistoryRow::interval_start);
  asked_.from.given = alike + (asked_.from.start == last ? asked_.from.given : 0);
  asked_.from.start = last;
  rows_given_ += static_cast<std::int64_t>(rows.size());
}

std::string HistoryStream::beginning() const { return asked_.is_csv ? history_csv_heading() : "{\"rows\":["; }

std::string HistoryStream::end(bool is_cut) const {
  if (asked_.is_csv) return {};
  return "],\"cursor\":" + (is_cut ? '"' + to_text(asked_.from) + '"' : "null") + '}';
}

}  // namespace lic::api
