#pragma once
// Who this machine is (R-REG-12), and when it is another one (R-ID-3).

#include <string>

namespace lic {

// The identity of the machine (R-REG-12).
struct Udi {
  std::string pid;
  std::string serial;
  std::string uuid;
  friend bool operator==(const Udi&, const Udi&) = default;
};

// Another machine than the one known (R-ID-3). A missing serial or UUID says nothing.
[[nodiscard]] inline bool is_other_machine(const Udi& known, const Udi& seen) {
  if (seen.serial.empty()) return false;
  const bool other_uuid = !seen.uuid.empty() && !known.uuid.empty() && known.uuid != seen.uuid;
  return known.serial != seen.serial || other_uuid;
}

}  // namespace lic
