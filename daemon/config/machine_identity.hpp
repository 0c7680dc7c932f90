#pragma once
// Which machine this is (R-REG-12): the serial and UUID of the UDI, and the id of the running boot.

#include <optional>
#include <string>

#include "agent/event.hpp"
#include "agent/result.hpp"

namespace lic {

struct IdentityPlaces {
  std::string machine_id = "/etc/machine-id";
  std::string boot_id = "/proc/sys/kernel/random/boot_id";
};

struct UdiWish {
  std::string product_id;             // the catalog's
  std::optional<std::string> serial;  // the configuration's; replaces the made one
};

// Serial and UUID are derived from the machine id, never the id itself, so they survive reinstall of this software and
// the loss of its state. Error `failed_precondition` (alarm SERIAL_MISSING) if the machine has no usable id and no
// serial is configured; with a configured serial the UUID is then derived from that serial.
[[nodiscard]] Result<Udi> read_udi(const UdiWish& wish, const IdentityPlaces& places = {});

// Changes with each boot. Error `unavailable` if the kernel does not say.
[[nodiscard]] Result<std::string> read_boot_id(const IdentityPlaces& places = {});

}  // namespace lic
