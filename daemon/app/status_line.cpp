#include "daemon/app/status_line.hpp"

#include <algorithm>
#include <chrono>

#include "agent/names.hpp"
#include "agent/time_text.hpp"

namespace lic {
namespace {

std::string in_words(std::string_view name) {
  std::string words(name);
  std::ranges::replace(words, '_', ' ');
  return words;
}

// "10:45Z" today, with the date on any other day. Times ahead are worked out from several clocks and may be some
// milliseconds early.
std::string short_time(WallTime time, WallTime now) {
  const std::string text = to_rfc3339(std::chrono::round<std::chrono::seconds>(time));
  const std::string today = to_rfc3339(now);
  const std::string clock = text.substr(11, 5) + "Z";
  return text.substr(0, 10) == today.substr(0, 10) ? clock : text.substr(0, 10) + " " + clock;
}

}  // namespace

std::string status_line(const StatusView& view) {
  std::string line = in_words(name_of(view.registration));
  line.front() = static_cast<char>(line.front() - 'a' + 'A');
  line += ", " + in_words(name_of(view.authorization));
  if (view.licensing_mode == LicensingMode::classic) line = "Classic mode, nothing is reported";
  line += "; " + std::to_string(view.standard_seats) + " standard, " + std::to_string(view.premium_seats) +
          " premium seats";
  if (!view.upcoming.empty()) {
    const UpcomingView& next = view.upcoming.front();
    line += "; next " + in_words(next.kind) + " " + short_time(next.at, view.now);
  }
  return line;
}

}  // namespace lic
