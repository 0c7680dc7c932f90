#pragma once
// One message of RFC 5424, as text. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "agent/time.hpp"

namespace lic {

struct SyslogParameter {
  std::string_view name;
  std::string value;  // any bytes
};
struct SyslogElement {
  std::string_view id;  // "smartAgent@32473"
  std::vector<SyslogParameter> parameters;
};

struct SyslogRecord {
  int priority = 6;  // syslog number of the severity, 0..7; the facility is always daemon (3)
  WallTime at;
  std::string host;       // empty = unknown
  std::string process;    // PROCID
  std::string_view kind;  // MSGID; cut at the 32 characters that RFC 5424 allows
  std::vector<SyslogElement> elements;
  std::string text;  // any bytes
};

// What every receiver of the stream transports takes (RFC 5425 section 4.3.1), and what receivers of UDP should
// (RFC 5426 section 3.2).
inline constexpr std::size_t kStreamMessageBytesMax = 8192;
inline constexpr std::size_t kDatagramMessageBytesMax = 2048;

// "<27>1 2026-03-02T10:30:00Z host smart-agentd 4711 COMMUNICATION_FAILURE [smartAgent@32473 alarm=\"...\"] text".
// Values are UTF-8 with '"', '\' and ']' escaped; bytes that are no UTF-8 become '?', control characters blanks. The
// text begins with a byte order mark only if it is not plain ASCII, so that rules which match its beginning go on to
// match. A message longer than `bytes_max` loses first the end of its text, then, if that is not enough, its elements.
[[nodiscard]] std::string syslog_message(const SyslogRecord& record, std::size_t bytes_max);

}  // namespace lic
