#pragma once
// What this host is called.

#include <string>

namespace lic {

// As the kernel has it at this moment; empty if it does not say.
[[nodiscard]] std::string host_name();

}  // namespace lic
