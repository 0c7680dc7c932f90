#pragma once
// Listening sockets that systemd opened for us (smart-agentd.socket, LISTEN_FDS). They outlive the process: who knocks
// while no daemon runs waits in the backlog for the next one.

#include <optional>
#include <string>
#include <vector>

namespace lic {

class GivenSockets {
public:
  // What this process was handed; nothing if nobody handed anything. Takes LISTEN_FDS out of the environment, so call
  // it once, before there are threads.
  [[nodiscard]] static GivenSockets take();
  GivenSockets(GivenSockets&& other) noexcept;
  GivenSockets& operator=(GivenSockets&&) = delete;
  GivenSockets(const GivenSockets&) = delete;
  GivenSockets& operator=(const GivenSockets&) = delete;
  ~GivenSockets();  // closes what nobody claimed

  // The descriptor that listens at this path, once; it is the caller's then. Nothing = none was handed over for it.
  [[nodiscard]] std::optional<int> claim(const std::string& path);
  // Where the others listen; what is no Unix socket is named by its descriptor.
  [[nodiscard]] std::vector<std::string> unclaimed() const;

private:
  explicit GivenSockets(std::vector<int> descriptors);
  std::vector<int> descriptors_;
};

}  // namespace lic
