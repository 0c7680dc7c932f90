#pragma once
// The sections that operators and SSM set while the agent runs: settings that win over the file, trust told in band.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/ssm_message.hpp"
#include "agent/transport_settings.hpp"

namespace lic {

// ---- settings.cpp, license_type.cpp, license_control.cpp: what was set by command; none = as the configuration says
// (R-REG-10, R-LIFE-2, R-LIFE-7, R-CTL) ----
struct LicenseChoice {
  std::string type;  // a license type's id
  UsageMode usage_mode = UsageMode::production;
  friend bool operator==(const LicenseChoice&, const LicenseChoice&) = default;
};
struct LicenseControl {
  bool overage_allowed = true;
  std::map<LimitField, std::int64_t> limits;  // hold while overage is not allowed
  bool ha_license_purchased = false;
  friend bool operator==(const LicenseControl&, const LicenseControl&) = default;
};
struct SettingsState {
  std::optional<TransportSettings> transport;
  std::optional<bool> hostname_privacy;
  std::optional<LicenseChoice> license = {};
  LicenseControl control = {};
  friend bool operator==(const SettingsState&, const SettingsState&) = default;
};

// ---- trust.cpp (wire P13): anchors told by SSM, and what the last good exchange stood on ----
struct TrustState {
  std::optional<TrustBundle> bundle;  // its version only rises
  std::vector<SeenCertificate> seen;
  friend bool operator==(const TrustState&, const TrustState&) = default;
};

}  // namespace lic
