#pragma once
// Tells systemd how the daemon is (sd_notify, Type=notify). Without systemd every call does nothing. Used from the
// loop's thread only.

#include <string>

namespace lic {

class ServiceNotice {
public:
  // READY=1: sockets are open, state is loaded. `status` is the line that `systemctl status` shows.
  void ready(const std::string& status);
  // STATUS=: told only when it changed, so that an idle daemon stays idle.
  void status(const std::string& status);
  void stopping();

private:
  std::string last_status_;
};

}  // namespace lic
