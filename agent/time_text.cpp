#include "agent/time_text.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace lic {
namespace {

using Days = std::chrono::sys_days;

// Reads exactly `width` digits at `position`.
std::optional<int> digits(std::string_view text, std::size_t position, std::size_t width) {
  if (position + width > text.size()) return std::nullopt;
  const std::string_view part = text.substr(position, width);
  for (const char character : part)
    if (character < '0' || character > '9') return std::nullopt;
  int value = 0;
  (void)std::from_chars(part.data(), part.data() + part.size(), value);
  return value;
}

std::optional<Millis> zone_offset(std::string_view zone) {
  if (zone == "Z" || zone == "z") return Millis{0};
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const auto hours = digits(zone, 1, 2);
  const auto minutes = digits(zone, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const Millis offset = *hours * kHour + *minutes * kMinute;
  return zone[0] == '+' ? offset : -offset;
}

// ".250" -> 250 ms; digits beyond the third are read and dropped.
std::optional<std::pair<Millis, std::size_t>> fraction(std::string_view text) {
  if (text.empty() || text[0] != '.') return std::pair{Millis{0}, std::size_t{0}};
  std::size_t length = 1;
  int value = 0;
  int scale = 100;
  while (length < text.size() && text[length] >= '0' && text[length] <= '9') {
    value += (text[length] - '0') * scale;
    scale /= 10;
    ++length;
  }
  if (length == 1) return std::nullopt;
  return std::pair{Millis{value}, length};
}

}  // namespace

std::string to_rfc3339(WallTime time) {
  const std::chrono::sys_time<Millis> utc{time.time_since_epoch()};
  const Days day = std::chrono::floor<std::chrono::days>(utc);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<Millis> clock{utc - day};
  std::array<char, 64> text{};
  const long millis = static_cast<long>(clock.subseconds().count());
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<long>(clock.hours().count()),
      static_cast<long>(clock.minutes().count()), static_cast<long>(clock.seconds().count()));
  std::string result(text.data(), static_cast<std::size_t>(length));
  if (millis != 0) {
    (void)std::snprintf(text.data(), text.size(), ".%03ld", millis);
    result += text.data();
  }
  return result + "Z";
}

std::optional<WallTime> from_rfc3339(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto parsed_fraction = fraction(text.substr(19));
  if (!parsed_fraction) return std::nullopt;
  const auto zone = zone_offset(text.substr(19 + parsed_fraction->second));
  if (!zone) return std::nullopt;
  const Millis since_epoch = std::chrono::duration_cast<Millis>(Days{date}.time_since_epoch()) + *hour * kHour +
                             *minute * kMinute + *second * kSecond + parsed_fraction->first - *zone;
  return WallTime{since_epoch};
}

}  // namespace lic
