#pragma once
// SIGHUP, `systemctl reload` (interfaces.md section 6): the files are read anew. What a reload can take is taken, all
// of it or nothing; what only a start can take is named. A bad file keeps the running configuration and says so.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "agent/result.hpp"
#include "daemon/config/config.hpp"
#include "daemon/log/log.hpp"
#include "daemon/service/service_notice.hpp"

namespace lic {

struct ReloadParts {
  const Config& running;  // as `take` leaves it
  Log& log;
  ServiceNotice& service;
  std::function<ConfigOutcome()> read;
  // Makes this the running configuration. After an error everything is as it was.
  std::function<Result<void>(const Config&)> take;
  std::function<std::chrono::microseconds()> since_boot;  // CLOCK_MONOTONIC
};

// Loop thread only.
class Reload {
public:
  // All that is referred to outlives it. `written`: what the files said at the start.
  Reload(ReloadParts parts, WrittenKeys written)
      : parts_(std::move(parts)), at_start_(written), taken_(std::move(written)) {}

  // Reads files and asks for names of users and groups: the loop stands still for some milliseconds.
  void run();

private:
  void consider(const ConfigOutcome& read);
  void refuse(const std::vector<std::string>& problems);
  void tell(const ConfigOutcome& read);

  ReloadParts parts_;
  const WrittenKeys at_start_;  // what keys that only a start takes are compared with
  WrittenKeys taken_;
};

}  // namespace lic
