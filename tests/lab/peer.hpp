// The whole of the lab peer's state behind one door: what handlers, checks and the admin API share.
#pragma once

#include "tests/lab/accounts.hpp"
#include "tests/lab/faults.hpp"
#include "tests/lab/instances.hpp"
#include "tests/lab/lab_clock.hpp"
#include "tests/lab/pki.hpp"
#include "tests/lab/reservations.hpp"
#include "tests/lab/settings.hpp"
#include "tests/lab/store.hpp"
#include "tests/lab/tokens.hpp"
#include "tests/lab/usage_reports.hpp"
#include "tests/lab/wire_names.hpp"

#include <cstdint>
#include <memory>
#include <utility>

namespace ssm_lab {

// Not thread-safe: Lab (lab.hpp) holds the lock.
struct Peer {
  Peer(std::unique_ptr<Database> opened, std::unique_ptr<Pki> made, LabClock started)
      : database(std::move(opened)),
        pki(std::move(made)),
        clock(started),
        settings(load_settings(*database)),
        accounts(*database),
        tokens(*database),
        instances(*database),
        usage_reports(*database),
        reservations(*database) {}

  std::unique_ptr<Database> database;
  std::unique_ptr<Pki> pki;
  LabClock clock;
  Settings settings;
  Faults faults;
  Accounts accounts;
  Tokens tokens;
  Instances instances;
  UsageReports usage_reports;
  Reservations reservations;

  // What an answer that comes later asks for (wire.md P6).
  [[nodiscard]] std::int64_t retry_seconds() const {
    return settings.on_prem == OnPrem::off ? kCloudRetrySeconds : kOnPremRetrySeconds;
  }
  // The software manager's time.
  [[nodiscard]] std::int64_t now_ms() const { return clock.now_ms() + settings.clock_offset_seconds * 1000; }
};

}  // namespace ssm_lab
