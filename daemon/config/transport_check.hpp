#pragma once
// What is wrong with settings of the transport, whoever gave them: a file or a command (interfaces.md section 6).

#include <string>
#include <vector>

#include "agent/transport_settings.hpp"

namespace lic {

struct TransportFinding {
  std::string key;   // where it shows: "transport.proxy.host"
  std::string text;  // cause and remedy, one sentence
};

// Contradictions and values that cannot work. Looks at the password and CA files, reads none.
[[nodiscard]] std::vector<TransportFinding> wrong_with_transport(const TransportSettings& settings);
// What works and is better changed: Call Home, a proxy that the route does not use.
[[nodiscard]] std::vector<TransportFinding> odd_about_transport(const TransportSettings& settings);

// The vendor has deprecated Smart Call Home and recommends Smart Transport (S3).
inline constexpr const char* kCallHomeDeprecated =
    "Smart Call Home is deprecated by the vendor; use Smart Transport (mode \"smart\")";

}  // namespace lic
