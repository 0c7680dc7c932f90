#pragma once
// What every part of the oracle may look at. The oracle re-reads the rules slowly and simply; it learns only from what
// went into the core and came out of it, never from the core's own derivations, and then compares.

#include <cstdlib>
#include <optional>

#include "agent/policy.hpp"
#include "agent/step.hpp"
#include "tests/simulation/journal.hpp"
#include "tests/simulation/ssm_model.hpp"

namespace lic::sim {

struct OracleContext {
  const Policy& policy;  // the true one
  Policy core;           // what the core was given: its own derivations are asked with this one
  Journal& journal;
  const SsmModel& ssm;
};

// One committed step.
struct Seen {
  const Envelope* envelope = nullptr;
  const Step* step = nullptr;
};

// A reply that belongs to the exchange that was open, and the request it answers (behind polls: the original one).
struct AnsweredExchange {
  SsmRequest request;
  const SsmReply* reply = nullptr;
};

[[nodiscard]] inline bool within(Millis difference, Millis bound) {
  return difference <= bound && difference >= -bound;
}

}  // namespace lic::sim
