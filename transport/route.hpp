#pragma once
// Where requests go.

#include <string>

#include "agent/result.hpp"

namespace lic {

enum class SsmRoute {
  direct,   // the vendor's SSM
  gateway,  // on-prem SSM or a transport gateway
};

inline constexpr const char* kVendorSmartTransportUrl = "https://smartreceiver.cisco.com/licservice/license";

// The URL to post to. `configured` is what the configuration says; with `direct` an empty one means the vendor's.
// `invalid_argument`, with text and remedy for the operator, if it is none or not https.
[[nodiscard]] Result<std::string> smart_transport_url(SsmRoute route, const std::string& configured);

}  // namespace lic
