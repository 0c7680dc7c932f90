#pragma once
// A remote syslog server as `[syslog] servers` names it (interfaces.md section 6): "tls://logs.example.com:6514".

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/result.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// RFC 5426, RFC 6587 with octet counting, RFC 5425.
enum class SyslogWay { udp, tcp, tls };

struct SyslogServer {
  SyslogWay way = SyslogWay::tls;
  std::string host;  // name, or an address without brackets
  std::uint16_t port = 0;
  friend bool operator==(const SyslogServer&, const SyslogServer&) = default;
};

// Reads SCHEME://HOST[:PORT]; an IPv6 address stands in brackets. Without a port the registered one counts: 514 for
// udp, 601 for tcp, 6514 for tls. `invalid_argument` says what is wrong and how it is written.
[[nodiscard]] Result<SyslogServer> read_syslog_server(std::string_view text);

// "tls://[2001:db8::7]:6514", always with the port.
[[nodiscard]] std::string text_of(const SyslogServer& server);

struct SyslogFinding {
  std::string key;   // where it shows: "syslog.servers"
  std::string text;  // cause and remedy, one sentence
};

// What cannot work: servers that are none or are named twice, a CA file that is no file.
[[nodiscard]] std::vector<SyslogFinding> wrong_with_syslog(const SyslogConfig& config);
// What works and is better changed: a CA file that no server uses.
[[nodiscard]] std::vector<SyslogFinding> odd_about_syslog(const SyslogConfig& config);

}  // namespace lic
