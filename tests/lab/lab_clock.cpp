#include "tests/lab/lab_clock.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace ssm_lab {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// Reads exactly `width` digits at the front of `rest` and removes them.
std::optional<int> take_digits(std::string_view& rest, std::size_t width) {
  if (rest.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t at = 0; at < width; ++at) {
    if (rest[at] < '0' || rest[at] > '9') return std::nullopt;
    value = value * 10 + (rest[at] - '0');
  }
  rest.remove_prefix(width);
  return value;
}

bool take_letter(std::string_view& rest, std::string_view allowed) {
  if (rest.empty() || allowed.find(rest.front()) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_date_ms(std::string_view& rest) {
  const auto year = take_digits(rest, 4);
  if (!year || *year < 1970 || !take_letter(rest, "-")) return std::nullopt;
  const auto month = take_digits(rest, 2);
  if (!month || !take_letter(rest, "-")) return std::nullopt;
  const auto day = take_digits(rest, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDayMs;
}

std::optional<std::int64_t> take_time_ms(std::string_view& rest) {
  const auto hour = take_digits(rest, 2);
  if (!hour || *hour > 23 || !take_letter(rest, ":")) return std::nullopt;
  const auto minute = take_digits(rest, 2);
  if (!minute || *minute > 59 || !take_letter(rest, ":")) return std::nullopt;
  const auto second = take_digits(rest, 2);
  if (!second || *second > 59) return std::nullopt;
  std::int64_t value = ((*hour * 60 + *minute) * 60 + *second) * std::int64_t{1000};
  if (take_letter(rest, ".")) {
    int weight = 100;
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') return std::nullopt;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      value += weight * (rest.front() - '0');
      weight /= 10;
      rest.remove_prefix(1);
    }
  }
  return value;
}

std::optional<std::int64_t> take_zone_ms(std::string_view& rest) {
  if (take_letter(rest, "Zz")) return 0;
  const bool is_west = !rest.empty() && rest.front() == '-';
  if (!take_letter(rest, "+-")) return std::nullopt;
  const auto hours = take_digits(rest, 2);
  if (!hours || *hours > 23 || !take_letter(rest, ":")) return std::nullopt;
  const auto minutes = take_digits(rest, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::int64_t offset = (*hours * 60 + *minutes) * std::int64_t{60'000};
  return is_west ? -offset : offset;
}

}  // namespace

std::optional<std::int64_t> parse_rfc3339(std::string_view text) {
  std::string_view rest = text;
  const auto date = take_date_ms(rest);
  if (!date || !take_letter(rest, "Tt ")) return std::nullopt;
  const auto time = take_time_ms(rest);
  if (!time) return std::nullopt;
  const auto zone = take_zone_ms(rest);
  if (!zone || !rest.empty()) return std::nullopt;
  return *date + *time - *zone;
}

std::string format_rfc3339(std::int64_t unix_ms) {
  const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(unix_ms)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  std::string result = text;
  if (const auto fraction = static_cast<int>(time.subseconds().count()); fraction != 0) {
    std::snprintf(text, sizeof text, ".%03d", fraction);
    result += text;
  }
  return result + "Z";
}

std::int64_t LabClock::now_ms() const {
  if (position_ms_) return *position_ms_;
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

}  // namespace ssm_lab
