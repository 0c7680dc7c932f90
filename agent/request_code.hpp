#pragma once
// What this machine tells SSM when it asks for a specific reservation (wire P11, docs/decisions/0017), and the instance
// that SSM makes of it.

#include <cstdint>
#include <string>
#include <string_view>

#include "agent/ids.hpp"
#include "agent/udi.hpp"

namespace lic {

// `CB-Z<pid>:<serial>-<nonce>-<check>`. `number` is the machine's request number; of `random36` the lowest 36 bits
// count. Two requests of a machine have different codes as long as their numbers differ. The same arguments give the
// same code.
[[nodiscard]] std::string request_code(const Udi& udi, std::uint16_t number, std::uint64_t random36);

// Whether request_code() made it for this machine.
[[nodiscard]] bool is_request_of(const Udi& udi, std::string_view code);

// The instance that SSM names for that request: an authorization code fits this request alone, because a later request
// has another code and therefore another instance.
[[nodiscard]] InstanceId instance_of_request(std::string_view code);

}  // namespace lic
