#pragma once
// All parts of the running daemon, wired. Made once by run().

#include <memory>

#include "agent/result.hpp"
#include "daemon/app/command_line.hpp"
#include "daemon/app/foundation.hpp"
#include "daemon/config/config.hpp"
#include "daemon/log/log.hpp"

namespace lic {

class Daemon {
public:
  // `options` and `log` outlive it; a reload exchanges the configuration.
  Daemon(const Options& options, ConfigOutcome read, Log& log, Foundation foundation);
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon();

  // Makes what can fail, commits the first event, listens, tells the service manager. Error: what stopped it.
  [[nodiscard]] Result<void> start();
  // Until SIGTERM or SIGINT; then stops in order within a second.
  void run();

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lic
