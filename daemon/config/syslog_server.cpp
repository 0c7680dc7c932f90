#include "daemon/config/syslog_server.hpp"

#include <arpa/inet.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include "daemon/config/problem_list.hpp"

namespace lic {
namespace {

constexpr std::string_view kNameLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
constexpr std::size_t kHostBytesMax = 253;

struct Scheme {
  std::string_view word;
  SyslogWay way;
  std::uint16_t port;  // registered with IANA
};
constexpr std::array kSchemes = {Scheme{"udp", SyslogWay::udp, 514}, Scheme{"tcp", SyslogWay::tcp, 601},
                                 Scheme{"tls", SyslogWay::tls, 6514}};

Error refusal(std::string_view text, const std::string& what) {
  return Error(ErrorCode::invalid_argument, shown(text) + " is no syslog server: " + what,
               "write it as \"tls://HOST:PORT\", \"tcp://HOST:PORT\" or \"udp://HOST:PORT\"");
}

bool is_ipv6(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return ::inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), address.data()) == 1;
}

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= kHostBytesMax && host.front() != '.' && host.front() != '-' &&
         host.find_first_not_of(kNameLetters) == std::string_view::npos;
}

// Host and port as they are written; `port` is empty if none is.
struct Authority {
  std::string host;
  std::string_view port;
  bool is_sound = false;
};
Authority split(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view rest = text.substr(end + 1);
    std::string host(text.substr(1, end - 1));
    const bool is_sound = is_ipv6(host) && (rest.empty() || (rest.front() == ':' && rest.size() > 1));
    return {std::move(host), rest.empty() ? rest : rest.substr(1), is_sound};
  }
  const auto colon = text.find(':');
  std::string host(text.substr(0, colon));
  const std::string_view port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  const bool is_sound = is_name(host) && (colon == std::string_view::npos || !port.empty());
  return {std::move(host), port, is_sound};
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool is_all = failure == std::errc{} && end == text.data() + text.size();
  return is_all && port > 0 ? std::optional(port) : std::nullopt;
}

std::string wrong_with_file(const std::string& path) {
  if (path.empty()) return {};
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0) return S_ISREG(facts.st_mode) ? "" : "ca_file " + path + " is not a file";
  return "ca_file " + path + " cannot be used: " + std::strerror(errno) + "; create it, or correct the path";
}

}  // namespace

Result<SyslogServer> read_syslog_server(std::string_view text) {
  const auto scheme_end = text.find("://");
  const std::string_view word = text.substr(0, scheme_end);
  const auto* const scheme = std::ranges::find(kSchemes, word, &Scheme::word);
  if (scheme_end == std::string_view::npos || scheme == kSchemes.end())
    return refusal(text, "it does not begin with tls://, tcp:// or udp://");
  const std::string_view rest = text.substr(scheme_end + 3);
  if (rest.find_first_of("/?#@ ") != std::string_view::npos)
    return refusal(text, "after the scheme it takes a host and a port alone");
  Authority authority = split(rest);
  if (!authority.is_sound)
    return refusal(text, "its host is neither a name, nor an IPv4 address, nor an IPv6 address in brackets");
  SyslogServer server{scheme->way, std::move(authority.host), scheme->port};
  if (authority.port.empty()) return server;
  const auto port = read_port(authority.port);
  if (!port) return refusal(text, "its port is not a number from 1 to 65535");
  server.port = *port;
  return server;
}

std::string text_of(const SyslogServer& server) {
  const auto* const scheme = std::ranges::find(kSchemes, server.way, &Scheme::way);
  const bool is_address = server.host.find(':') != std::string::npos;
  return std::string(scheme->word) + "://" + (is_address ? "[" + server.host + "]" : server.host) + ":" +
         std::to_string(server.port);
}

std::vector<SyslogFinding> wrong_with_syslog(const SyslogConfig& config) {
  std::vector<SyslogFinding> findings;
  std::vector<std::string> seen;
  for (const std::string& text : config.servers) {
    const auto server = read_syslog_server(text);
    if (server.has_error()) {
      findings.push_back({"syslog.servers", server.error().what + "; " + server.error().remedy});
      continue;
    }
    if (std::ranges::find(seen, text_of(*server)) != seen.end())
      findings.push_back({"syslog.servers", "the server " + shown(text) + " is named twice; remove one of them"});
    seen.push_back(text_of(*server));
  }
  if (std::string wrong = wrong_with_file(config.ca_file); !wrong.empty())
    findings.push_back({"syslog.ca_file", std::move(wrong)});
  return findings;
}

std::vector<SyslogFinding> odd_about_syslog(const SyslogConfig& config) {
  const auto is_tls = [](const std::string& text) { return text.starts_with("tls://"); };
  if (config.ca_file.empty() || std::ranges::any_of(config.servers, is_tls)) return {};
  return {{"syslog.ca_file", "ca_file is used for tls servers only, and there is none; remove it, or add one"}};
}

}  // namespace lic
