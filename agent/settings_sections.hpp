#pragma once
// The sections that operators and SSM set while the agent runs: settings that win over the file, trust told in band.

#include <optional>
#include <vector>

#include "agent/ssm_message.hpp"
#include "agent/transport_settings.hpp"

namespace lic {

// ---- settings.cpp: what was set by command; none = as the configuration says (R-REG-10, R-LIFE-7) ----
struct SettingsState {
  std::optional<TransportSettings> transport;
  std::optional<bool> hostname_privacy;
  friend bool operator==(const SettingsState&, const SettingsState&) = default;
};

// ---- trust.cpp (wire P13): anchors told by SSM, and what the last good exchange stood on ----
struct TrustState {
  std::optional<TrustBundle> bundle;  // its version only rises
  std::vector<SeenCertificate> seen;
  friend bool operator==(const TrustState&, const TrustState&) = default;
};

}  // namespace lic
