#pragma once
// The process at the other end of a connection, so that its sessions can end with it (R-USE-9).

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace lic::product {

struct PeerProcess {
  std::string key;   // "4711:8812345": process id and start time, so that a number used again is another process
  std::string name;  // what the kernel calls it; printable ASCII
};

// Nothing if the process has gone or cannot be seen from here.
[[nodiscard]] std::optional<PeerProcess> read_process(pid_t process);
// From the text of /proc/PID/stat.
[[nodiscard]] std::optional<PeerProcess> process_of(std::string_view stat_text);

}  // namespace lic::product
