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

// `regular` is what CCE's perpetual types call a seat user who is not premium (rules.md section 14).
enum class SeatClass : std::uint8_t { standard, premium, regular };
inline constexpr std::size_t kSeatClassCount = 3;

// What is counted. `seats` is everybody signed in at once (R-USE-3); it is no entitlement.
enum class Meter : std::uint8_t { standard, premium, seats, inbound, outbound, ivr, outbound_seats, regular };
inline constexpr std::size_t kMeterCount = 8;

enum class EntitlementMode : std::uint8_t {
  counted,   // its meter's peak is reported
  presence,  // must be owned; always sent with 0, never shown as consumed (R-USE-5)
  stored,    // metered and kept in history, never reported
  version,   // says which version runs: always reported as 1 (R-USE-5)
};

struct Entitlement {
  EntitlementName name;
  EntitlementTag tag;
  std::string display_name;
  std::string version;
  EntitlementMode mode = EntitlementMode::counted;
  std::optional<Meter> meter;  // none for presence and version
  friend bool operator==(const Entitlement&, const Entitlement&) = default;
};

// When a seat is premium: under `configured` and `reserved` by what it may do, under `used` by what it did; supervisor
// always counts at sign-in (R-USE-2).
enum class Classification : std::uint8_t { configured, used, reserved };

// R-LIFE-1: once `smart`, never back.
enum class LicensingMode : std::uint8_t { classic, smart };

enum class TypeClass : std::uint8_t { production, lab };             // of a license type (R-LIFE-4)
enum class UsageMode : std::uint8_t { production, non_production };  // what the operator declares; must match
enum class LimitField : std::uint8_t { standard, premium, seats, outbound, ivr };  // of License Control (R-CTL-1)
inline constexpr std::size_t kLimitFieldCount = 5;

struct LicenseType {
  std::string id;     // "flex"
  std::string title;  // "Flex"
  TypeClass type_class = TypeClass::production;
  std::string note = {};                       // shown, and to be confirmed, when the type is chosen; empty = none
  SeatClass base_class = SeatClass::standard;  // of a seat user without anything premium; premium = of everybody
  CapabilitySet premium_capabilities = {};
  std::vector<LimitField> limit_fields = {};  // what License Control can limit; empty = it does not apply (R-CTL-4)
  std::vector<Entitlement> entitlements;
  friend bool operator==(const LicenseType&, const LicenseType&) = default;
};

// Where a seat of this class is counted.
[[nodiscard]] inline Meter meter_of(SeatClass seat_class) {
  switch (seat_class) {
    case SeatClass::standard: return Meter::standard;
    case SeatClass::premium: return Meter::premium;
    case SeatClass::regular: return Meter::regular;
  }
  return Meter::standard;
}

[[nodiscard]] const Entitlement* find_by_tag(const LicenseType& type, const EntitlementTag& tag);
[[nodiscard]] const Entitlement* find_by_name(const LicenseType& type, const EntitlementName& name);

}  // namespace lic
