#pragma once
// The text of a log line: the event's name first, then key=value, on one line whatever the values hold.

#include <initializer_list>
#include <string>
#include <string_view>

namespace lic {

struct LogField {
  std::string_view key;
  std::string value;
};

inline constexpr std::size_t kLogLineBytesMax = 4096;

// "registration_failed cause=dns text=\"no such host\"". Values with blanks, quotes or nothing in them are quoted,
// control characters are written as \xNN, and what is too long is cut and ends in "...".
[[nodiscard]] std::string log_line(std::string_view event, std::initializer_list<LogField> fields);

}  // namespace lic
