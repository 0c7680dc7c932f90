#include "daemon/cli/dates.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "agent/time_text.hpp"

namespace lic::cli {
namespace {

constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr Millis kDurationMax = 36525 * kDay;

struct Calendar {
  int year = 0;
  unsigned month = 0, day = 0;
  int hour = 0, minute = 0, second = 0;
};

Calendar calendar_of(WallTime time) {
  const std::chrono::sys_time<Millis> utc{time.time_since_epoch()};
  const auto day = std::chrono::floor<std::chrono::days>(utc);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<Millis> clock{utc - day};
  return Calendar{static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count())};
}

std::string plural(std::int64_t count, const char* word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

struct Unit {
  std::int64_t seconds;
  const char* word;
};
constexpr std::array<Unit, 4> kUnits{{{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}}};

std::optional<Millis> unit_named(char letter) {
  if (letter == 'd') return kDay;
  if (letter == 'h') return kHour;
  if (letter == 'm') return kMinute;
  if (letter == 's') return kSecond;
  return std::nullopt;
}

}  // namespace

std::string date_text(WallTime time) {
  const Calendar at = calendar_of(time);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s %02u %02d:%02d:%02d %04d UTC", kMonths[at.month - 1], at.day, at.hour,
                at.minute, at.second, at.year);
  return text.data();
}

std::string date_text(std::string_view rfc3339) {
  if (rfc3339.empty()) return "None";
  const auto time = from_rfc3339(rfc3339);
  return time ? date_text(*time) : std::string{rfc3339};
}

std::string minute_text(WallTime time) {
  const Calendar at = calendar_of(time);
  std::array<char, 64> text{};
  if (at.second == 0) {
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
  } else {
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d", at.year, at.month, at.day, at.hour,
                  at.minute, at.second);
  }
  return text.data();
}

std::string countdown_text(std::int64_t seconds) {
  std::string text;
  for (const Unit& unit : kUnits) {
    if (!text.empty()) text += ", ";
    text += plural(seconds / unit.seconds, unit.word);
    seconds %= unit.seconds;
  }
  return text;
}

std::string short_duration_text(std::int64_t seconds) {
  std::string text;
  for (const Unit& unit : kUnits) {
    const std::int64_t count = seconds / unit.seconds;
    seconds %= unit.seconds;
    const bool is_second_part = !text.empty();
    if (count > 0) text += (is_second_part ? " " : "") + plural(count, unit.word);
    if (is_second_part) break;
  }
  return text.empty() ? "0 seconds" : text;
}

std::optional<Millis> duration_named(std::string_view text) {
  Millis total{0};
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::int64_t count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (failure != std::errc{} || length == text.size() || count < 0) return std::nullopt;
    const auto unit = unit_named(text[length]);
    if (!unit || count > kDurationMax / *unit) return std::nullopt;
    total += count * *unit;
    if (total > kDurationMax) return std::nullopt;
    text.remove_prefix(length + 1);
  }
  return total > Millis{0} ? std::optional{total} : std::nullopt;
}

}  // namespace lic::cli
