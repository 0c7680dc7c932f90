#pragma once
// Everything that can happen to the core. An envelope carries one event with its time and its dice; a recorded list of
// envelopes replays any run exactly.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/ids.hpp"
#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "agent/time.hpp"
#include "agent/transport_settings.hpp"

namespace lic {

// The identity of the machine (R-REG-12).
struct Udi {
  std::string pid;
  std::string serial;
  std::string uuid;
  friend bool operator==(const Udi&, const Udi&) = default;
};

// Another machine than the one known (R-ID-3). A missing serial or UUID says nothing.
[[nodiscard]] inline bool is_other_machine(const Udi& known, const Udi& seen) {
  if (seen.serial.empty()) return false;
  const bool other_uuid = !seen.uuid.empty() && !known.uuid.empty() && known.uuid != seen.uuid;
  return known.serial != seen.serial || other_uuid;
}

// First event after each load of the state. `boot_id` changes with each boot of the machine.
struct Started {
  std::string boot_id;
  Udi udi;
  std::string host_name = {};  // empty = as it was
};
struct TimerFired {};  // the deadline asked for has come, or the clock was stepped
struct Stopping {};    // orderly stop: what time it is gets stored

// The key store finished (or failed) what PrepareKey asked for.
struct KeyPrepared {
  KeyRef key;
  std::optional<Error> failure;
};
struct SsmReplied {
  SsmReply reply;
};

// Operator verbs. With `wait` the answer comes with the outcome of the first attempt, else at once.
struct RegisterCommand {
  TokenRef token;
  std::string token_fingerprint;  // first 12 hex digits of the token's SHA-256; all that is ever shown (R-REG-2)
  bool force = false;
  bool wait = false;
};
struct DeregisterCommand {};  // always waits; also cancels a registration that is under way
struct RenewAuthorizationCommand {
  bool wait = false;
};
struct RenewRegistrationCommand {
  bool wait = false;
};

// Settings that win over the configuration (R-REG-10, R-LIFE-7). The new way was tried before the event was made.
struct SetTransport {
  TransportSettings settings;
  std::string checked;  // one sentence for the record: what the trial showed
};
struct ResetTransport {};  // as the configuration says
struct SetHostnamePrivacy {
  bool on = false;
};

// The product.
struct SignIn {
  SeatId seat;
  CapabilitySet capabilities;
  std::string product_version;  // R-USE-10; may be empty
};
struct SignOut {
  SeatId seat;
};
struct SeatUpdate {
  SeatId seat;
  std::optional<CapabilitySet> capabilities;  // replaces what is configured
  CapabilitySet used;                         // adds to what was used in this sign-in
};
struct SeatSync {
  std::vector<SignIn> seats;  // sessions not named are closed (R-USE-9)
};
struct PortsInUse {
  std::optional<std::int64_t> inbound;
  std::optional<std::int64_t> outbound;
  std::optional<std::int64_t> ivr;
  std::optional<std::int64_t> outbound_seats;
};

using Event = std::variant<Started, TimerFired, Stopping, KeyPrepared, SsmReplied, RegisterCommand, DeregisterCommand,
                           RenewAuthorizationCommand, RenewRegistrationCommand, SetTransport, ResetTransport,
                           SetHostnamePrivacy, SignIn, SignOut, SeatUpdate, SeatSync, PortsInUse>;

struct Envelope {
  Now now;
  std::uint64_t dice = 0;            // fresh randomness for jitter and ids, one number an envelope
  std::optional<RequestId> request;  // who waits for the answer
  Event event;
};

}  // namespace lic
