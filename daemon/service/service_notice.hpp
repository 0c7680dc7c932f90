#pragma once
// Tells systemd how the daemon is (sd_notify, Type=notify). Without systemd every call does nothing. Used from the
// loop's thread only.

#include <chrono>
#include <string>

namespace lic {

class ServiceNotice {
public:
  // READY=1: sockets are open, state is loaded. `status` is the line that `systemctl status` shows.
  void ready(const std::string& status);
  // STATUS=: told only when it changed, so that an idle daemon stays idle.
  void status(const std::string& status);
  // Stands behind the status line until it is taken back with "": what an operator should know of the service itself.
  void remark(const std::string& remark);
  // WATCHDOG=1: the loop turns.
  void alive();
  // RELOADING=1, then READY=1 again. `since_boot` is CLOCK_MONOTONIC's, by which systemd tells reloads apart.
  void reloading(std::chrono::microseconds since_boot);
  void reloaded();
  void stopping();

private:
  [[nodiscard]] std::string line() const;

  std::string status_;
  std::string remark_;
  std::string told_;
};

}  // namespace lic
