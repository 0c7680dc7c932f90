#pragma once
// Strong names: two ids of different kinds never mix by accident.

#include <compare>
#include <cstdint>
#include <string>

namespace lic {

template <class Tag>
struct StringId {
  std::string value;
  [[nodiscard]] bool empty() const { return value.empty(); }
  friend bool operator==(const StringId&, const StringId&) = default;
  friend auto operator<=>(const StringId&, const StringId&) = default;
};

using InstanceId = StringId<struct InstanceTag>;   // product_instance_identifier, a UUID given by SSM
using ExchangeId = StringId<struct ExchangeTag>;   // random UUID of one exchange (R-ID-1)
using KeyRef = StringId<struct KeyTag>;            // names a private key in the key store; never the key
using TokenRef = StringId<struct TokenTag>;        // names an ID token in the key store; never the token (R-REG-2)
using SeatId = StringId<struct SeatTag>;           // the product's name of a seat user, 1..128 printable bytes
using EntitlementName = StringId<struct NameTag>;  // the catalog's short name: "standard", "premium", "server"
using EntitlementTag =
    StringId<struct EntitlementTagTag>;  // SSM's name: "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_..."

// One waiting caller of the local API; unique while the daemon runs.
struct RequestId {
  std::uint64_t value = 0;
  friend bool operator==(const RequestId&, const RequestId&) = default;
  friend auto operator<=>(const RequestId&, const RequestId&) = default;
};

}  // namespace lic
