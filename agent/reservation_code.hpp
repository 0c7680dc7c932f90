#pragma once
// What the codes of a specific reservation say (R-SLR, wire P11), as plain data. Reading, checking the signature and
// deriving the answer codes is the transport's (transport/reservation); what a code means for this machine is decided
// by the core.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/ids.hpp"
#include "agent/time.hpp"
#include "agent/udi.hpp"

namespace lic {

// One license of an authorization code.
struct ReservedLicense {
  EntitlementTag tag;
  std::int64_t count = 0;          // 1 .. 2^31-1
  std::optional<WallTime> starts;  // none = from the beginning
  std::optional<WallTime> ends;    // none = for ever; the license is gone at this moment
  std::string license_type;        // "PERPETUAL", "TERM": SSM's word, shown as it came
  std::string display_name;
  std::string description;
  std::string subscription;
  friend bool operator==(const ReservedLicense&, const ReservedLicense&) = default;
};

// An authorization code whose form and signature were found good.
struct AuthorizationCode {
  std::string text;     // as it was verified: one line, without what a terminal put in between
  InstanceId instance;  // that SSM made of the request code (docs/decisions/0017)
  WallTime made_at;     // by SSM's clock; a later code of the same instance has a later one
  Udi udi;              // of the machine it is for; the UUID may be absent
  std::vector<ReservedLicense> licenses;
  std::string confirmation_code;  // what SSM is told when it changed a reservation
  std::string return_code;        // what SSM is told when it was given back
  friend bool operator==(const AuthorizationCode&, const AuthorizationCode&) = default;
};

}  // namespace lic
