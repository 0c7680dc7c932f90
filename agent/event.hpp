#pragma once
// Everything that can happen to the core. An envelope carries one event with its time and its dice; a recorded list of
// envelopes replays any run exactly.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/ids.hpp"
#include "agent/reservation_code.hpp"
#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "agent/time.hpp"
#include "agent/transport_settings.hpp"
#include "agent/udi.hpp"

namespace lic {

// First event after each load of the state. `boot_id` changes with each boot of the machine.
struct Started {
  std::string boot_id;
  Udi udi;
  std::string host_name = {};  // empty = as it was
  std::string recovered = {};  // why the state is older than the truth, in words; empty = it is not
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
// R-REG-10, R-LIFE-2..4: only while unregistered.
struct SetLicenseType {
  std::string type;  // a license type's id
  UsageMode usage_mode = UsageMode::production;
  bool confirmed = false;  // the type's note was read
};
// R-CTL: only while registered. Fields that are not named are limited to 0 when overage is not allowed.
struct SetLicenseControl {
  bool overage_allowed = true;
  std::map<LimitField, std::int64_t> limits;
  bool ha_license_purchased = false;
};

// R-SLR: specific reservation. Codes were read and their signatures found good before the event was made.
struct EnableReservation {
  bool ssm_answers = false;  // a trial reached SSM: reserving is meant for machines without a network
};
struct RequestReservation {};  // again while one is open: the same code
struct CancelReservation {};
struct InstallReservation {
  AuthorizationCode code;
  bool dry_run = false;  // only say what would come of it
};
struct ReturnReservation {};
struct ReturnAuthorization {
  AuthorizationCode code;  // never installed
};
struct DisableReservation {};

struct MigrateToSmart {};  // R-LIFE-1
struct FactoryReset {};    // R-LIFE-6
// A backup of the state was handed out whole. From inside: nobody waits for an answer.
struct BackupMade {};

// The product.
struct SignIn {
  SeatId seat;
  CapabilitySet capabilities;
  std::string product_version = {};  // R-USE-10; may be empty
  std::optional<Millis> lease = {};  // R-USE-9: the session ends so long after its last sign-in; none = until sign-out
  std::uint32_t holder = 0;          // the product process it came from (ProductKnown); 0 = none
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
// Changes applied in order, answered one by one. An Error is a row that could not be read: it keeps its place and is
// its own answer.
struct SeatBatch {
  std::vector<std::variant<SignIn, SignOut, SeatUpdate, Error>> changes;
};
struct PortsInUse {
  std::optional<std::int64_t> inbound;
  std::optional<std::int64_t> outbound;
  std::optional<std::int64_t> ivr;
  std::optional<std::int64_t> outbound_seats;
};
// A process of the product opened its first connection to the product socket, or lost its last one (R-USE-9).
struct ProductConnected {
  std::string process;  // unique while it runs, over restarts of the daemon as well: process id and start time
  std::string name;     // what people call it, and what a restart of it keeps
};
struct ProductGone {
  std::string process;
};

using Event = std::variant<Started, TimerFired, Stopping, KeyPrepared, SsmReplied, RegisterCommand, DeregisterCommand,
                           RenewAuthorizationCommand, RenewRegistrationCommand, SetTransport, ResetTransport,
                           SetHostnamePrivacy, SetLicenseType, SetLicenseControl, EnableReservation, RequestReservation,
                           CancelReservation, InstallReservation, ReturnReservation, ReturnAuthorization,
                           DisableReservation, MigrateToSmart, FactoryReset, BackupMade, SignIn, SignOut, SeatUpdate,
                           SeatSync, SeatBatch, PortsInUse, ProductConnected, ProductGone>;

struct Envelope {
  Now now;
  std::uint64_t dice = 0;            // fresh randomness for jitter and ids, one number an envelope
  std::optional<RequestId> request;  // who waits for the answer
  Event event;
};

}  // namespace lic
