#pragma once
// How the race for a TCP connection went (address_race.hpp). Plain data.

#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"

namespace lic {

struct FailedAttempt {
  std::string address;  // "192.0.2.7", "2001:db8::7"
  int os_error = 0;     // errno; ETIMEDOUT also for one that was still under way when the time was up
};

enum class RaceEnd {
  won,
  lookup_failed,
  lookup_timed_out,
  not_loopback,   // lab mode, and the name stands for an address of another kind
  not_connected,  // every address failed
  timed_out,      // some failed, perhaps, and none answered
};

struct RaceReport {
  RaceEnd end = RaceEnd::won;
  int lookup_error = 0;                // EAI_...
  int os_error = 0;                    // errno, with EAI_SYSTEM
  std::vector<std::string> addresses;  // in the order tried
  std::vector<FailedAttempt> failed;
  std::string address;  // that won; that is not loopback
  std::optional<Millis> resolved;
  std::optional<Millis> connected;
};

}  // namespace lic
