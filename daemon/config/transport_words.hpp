#pragma once
// The words for settings of the transport, in files, in JSON and on the screen; each list in the order of its
// enumerators.

#include <array>
#include <string_view>

#include "agent/transport_settings.hpp"

namespace lic {

inline constexpr std::array<std::string_view, 2> kTransportModeWords = {"smart", "call-home"};
inline constexpr std::array<std::string_view, 3> kTransportRouteWords = {"direct", "gateway", "proxy"};
inline constexpr std::array<std::string_view, 3> kIpVersionWords = {"any", "4", "6"};
inline constexpr std::array<std::string_view, 2> kProxySchemeWords = {"http", "https"};

[[nodiscard]] constexpr std::string_view word_of(TransportMode mode) {
  return kTransportModeWords[static_cast<std::size_t>(mode)];
}
[[nodiscard]] constexpr std::string_view word_of(TransportRoute route) {
  return kTransportRouteWords[static_cast<std::size_t>(route)];
}
[[nodiscard]] constexpr std::string_view word_of(IpVersion version) {
  return kIpVersionWords[static_cast<std::size_t>(version)];
}
[[nodiscard]] constexpr std::string_view word_of(ProxyScheme scheme) {
  return kProxySchemeWords[static_cast<std::size_t>(scheme)];
}

static_assert(word_of(TransportMode::call_home) == "call-home" && word_of(TransportRoute::proxy) == "proxy" &&
              word_of(IpVersion::v6) == "6" && word_of(ProxyScheme::https) == "https");

// Limits of the values, wherever they come from.
inline constexpr std::size_t kUrlBytesMax = 1024;
inline constexpr std::size_t kNoProxyItemsMax = 64;
inline constexpr std::size_t kTransportTextBytesMax = 255;
inline constexpr std::int64_t kConnectTimeoutSecondsMax = 300;
inline constexpr std::int64_t kTotalTimeoutSecondsMax = 600;
// A fraction of a second is for the lab, where time-outs run on real time (interfaces.md section 8).
inline constexpr double kTimeoutSecondsMin = 0.05;

}  // namespace lic
