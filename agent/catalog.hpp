#pragma once
// What a product licenses (rules.md section 14). Plain data, loaded from a catalog file by the daemon.

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/ids.hpp"

namespace lic {

// What a seat user may do or did (R-USE-1).
enum class Capability : std::uint8_t {
  inbound_voice,
  outbound_direct_preview,
  outbound_progressive,
  outbound_predictive,
  chat,
  email,
  supervisor,
  digital_third_party,
};
inline constexpr std::size_t kCapabilityCount = 8;
using CapabilitySet = std::bitset<kCapabilityCount>;

[[nodiscard]] inline CapabilitySet with(Capability capability) {
  return CapabilitySet{}.set(static_cast<std::size_t>(capability));
}
[[nodiscard]] inline bool has(const CapabilitySet& set, Capability capability) {
  return set.test(static_cast<std::size_t>(capability));
}

enum class SeatClass : std::uint8_t { standard, premium };

// What is counted. `seats` is everybody signed in at once (R-USE-3); it is no entitlement.
enum class Meter : std::uint8_t { standard, premium, seats, inbound, outbound, ivr, outbound_seats };
inline constexpr std::size_t kMeterCount = 7;

enum class EntitlementMode : std::uint8_t {
  counted,   // its meter's peak is reported
  presence,  // must be owned; always sent with 0, never shown as consumed (R-USE-5)
  stored,    // metered and kept in history, never reported
};

struct Entitlement {
  EntitlementName name;
  EntitlementTag tag;
  std::string display_name;
  std::string version;
  EntitlementMode mode = EntitlementMode::counted;
  std::optional<Meter> meter;  // none for presence
  friend bool operator==(const Entitlement&, const Entitlement&) = default;
};

// When a seat is premium: under `configured` by what it may do, under `used` by what it did; supervisor always counts
// at sign-in (R-USE-2).
enum class Classification : std::uint8_t { configured, used };

struct LicenseType {
  std::string id;     // "flex"
  std::string title;  // "Flex"
  CapabilitySet premium_capabilities;
  std::vector<Entitlement> entitlements;
  friend bool operator==(const LicenseType&, const LicenseType&) = default;
};

// Where a seat of this class is counted.
[[nodiscard]] inline Meter meter_of(SeatClass seat_class) {
  return seat_class == SeatClass::premium ? Meter::premium : Meter::standard;
}

[[nodiscard]] const Entitlement* find_by_tag(const LicenseType& type, const EntitlementTag& tag);
[[nodiscard]] const Entitlement* find_by_name(const LicenseType& type, const EntitlementName& name);

}  // namespace lic
