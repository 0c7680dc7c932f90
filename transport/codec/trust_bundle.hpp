#pragma once
// Trust anchors that SSM tells in band (wire P13).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "agent/result.hpp"

namespace lic {

inline constexpr std::size_t kBundleCertificatesMax = 20;

// PEM, one certificate each.
struct BundleAnchors {
  std::vector<std::string> tls;      // with the extended key usage serverAuth
  std::vector<std::string> message;  // without extended key usage
};

// All or nothing: 1..20 readable certificates of authorities, nothing else, and at least one that vouches for
// something. `data_corrupt` otherwise.
[[nodiscard]] Result<BundleAnchors> read_trust_bundle(std::string_view pem);

}  // namespace lic
