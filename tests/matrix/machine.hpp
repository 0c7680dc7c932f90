#pragma once
// A machine to bring the core into a wanted sub-state by real events only: fixed dice, a clock that moves when told,
// and the few answers of SSM that stories need.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/step.hpp"

namespace lic::matrix {

enum class Flavour { tolerant, immediate, classic };

[[nodiscard]] Policy policy_of(Flavour flavour);

class Machine {
public:
  explicit Machine(Flavour flavour);

  [[nodiscard]] const AgentState& state() const { return state_; }
  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] Now now() const { return now_; }
  [[nodiscard]] std::uint64_t next_dice() { return ++dice_; }

  Step feed(Event event, bool asks = false);
  [[nodiscard]] RequestId last_request() const { return RequestId{requests_}; }
  void wait(Millis length) {
    now_.wall += length;
    now_.boot += length;
  }

  // Lets time pass as the loop would: wakes the core at each of its deadlines. What it sends meanwhile is answered with
  // `code` at once; without one nothing is answered.
  void live(Millis length, std::optional<FailureCode> code);
  // A year in which SSM answers everything in compliance but refuses each renewal.
  void live_without_renewal(Millis length);
  void reply(SsmAnswer answer, std::optional<Millis> server_offset = Millis{0});
  void key_ready();

  // Stories, each from a fresh machine.
  Machine& register_now();                        // registered, first authorization in flight
  Machine& authorize(bool in_compliance = true);  // answers what is in flight
  Machine& sign_in(int standard, int premium);
  Machine& to_next_report();                     // until the next report is in flight
  Machine& report_out_of_compliance(int times);  // so many reports, each answered OOC

private:
  Policy policy_;
  AgentState state_;
  Now now_;
  std::uint64_t dice_ = 0;
  std::uint64_t requests_ = 0;
};

// What SSM made of the open request, or of the installed reservation: so many of each, and the server.
[[nodiscard]] AuthorizationCode reservation_code(const Machine& machine, std::int64_t standard, std::int64_t premium);
[[nodiscard]] IdentityGranted identity(const std::string& instance, Now now);
[[nodiscard]] AuthorizationGranted authorization(const AgentState& state, const Policy& policy, bool in_compliance);
// The key that the core waits for, of the registration or of the renewal.
[[nodiscard]] std::optional<KeyRef> awaited_key(const AgentState& state);

}  // namespace lic::matrix
