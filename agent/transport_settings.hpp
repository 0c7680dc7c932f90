#pragma once
// The way to SSM as the operator wants it: `[transport]` of the configuration, or what was set since by command
// (R-REG-10). Plain data; transport/http_target.hpp knows what it means.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"

namespace lic {

enum class TransportMode : std::uint8_t { smart, call_home };
enum class TransportRoute : std::uint8_t {
  direct,   // the vendor's URL of the mode
  gateway,  // on-prem SSM or a transport gateway
  proxy,    // the URL, or the vendor's if there is none, through an HTTP proxy
};
enum class IpVersion : std::uint8_t { any, v4, v6 };
enum class ProxyScheme : std::uint8_t { http, https };

struct ProxySettings {
  std::string host;  // name or address, without brackets
  std::uint16_t port = 3128;
  ProxyScheme scheme = ProxyScheme::http;
  std::string user;           // empty = no authentication
  std::string password_file;  // read at each exchange; never stored, shown or logged
  std::string ca_file;        // PEM; empty = what vouches for SSM vouches for the proxy
  friend bool operator==(const ProxySettings&, const ProxySettings&) = default;
};

struct TransportSettings {
  TransportMode mode = TransportMode::smart;
  TransportRoute route = TransportRoute::direct;
  std::string url;
  Millis connect_timeout = 10 * kSecond;
  Millis total_timeout = 60 * kSecond;
  IpVersion ip_version = IpVersion::any;
  // Hosts reached without the proxy: names (with everything below them), addresses, networks "192.0.2.0/24", or "*".
  std::vector<std::string> no_proxy;
  std::optional<ProxySettings> proxy;
  friend bool operator==(const TransportSettings&, const TransportSettings&) = default;
};

}  // namespace lic
