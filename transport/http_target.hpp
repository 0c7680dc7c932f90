#pragma once
// Where one POST goes and how: settings of the transport with everything looked up.

#include <cstdint>
#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "agent/transport_settings.hpp"

namespace lic {

struct ProxyTarget {
  std::string host;  // name or address, without brackets
  std::uint16_t port = 0;
  ProxyScheme scheme = ProxyScheme::http;
  std::string user;  // empty = no authentication
  Secret password;
  std::string trust_anchors;  // PEM, for the scheme https; empty: the ones of the post
  std::string ca_file;        // where they come from, for remedies
};

struct HttpTarget {
  std::string url;
  std::optional<ProxyTarget> proxy;  // none also when no_proxy names the URL's host
  IpVersion ip_version = IpVersion::any;
  Millis connect_timeout = 10 * kSecond;
  Millis total_timeout = 60 * kSecond;
  bool loopback_only = false;   // lab mode; checked after resolution
  std::string trust_directory;  // for remedies
};

// The vendor's URL of a mode.
[[nodiscard]] std::string vendor_url(TransportMode mode);
// The URL that requests go to. `invalid_argument` with text and remedy for one that is none, is not https, or holds a
// user or password.
[[nodiscard]] Result<std::string> effective_url(const TransportSettings& settings);
// What is wrong with the settings by themselves: a gateway without a URL, a route `proxy` without a proxy, an entry of
// no_proxy that is none. Errors are `invalid_argument`, with text and remedy.
[[nodiscard]] Result<void> check(const TransportSettings& settings);
// Reads the proxy's password and CA files now. `loopback_only` and `trust_directory` are left to the caller. Errors
// carry the failure `http_url` or `proxy_credentials`.
[[nodiscard]] Result<HttpTarget> plan_route(const TransportSettings& settings);

}  // namespace lic
