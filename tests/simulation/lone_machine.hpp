#pragma once
// The agent with its disk and nothing around it but an SSM: small and copyable, so that a copy of it is a clone. It is
// interrupted at any point: before a commit, after it, between effects, on the way of a request and of its answer.

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "agent/step.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/virtual_clock.hpp"

namespace lic::sim {

// How often things go wrong, each by itself.
struct Interruptions {
  double crash = 0;  // of each step, at each of its three points
  double request_lost = 0;
  double answer_lost = 0;
  double duplicate = 0;      // a request arrives twice
  bool sends_early = false;  // broken: a request leaves before the disk knows of it
  std::int64_t crashes = 0;  // counts
  std::int64_t lost = 0;
  std::int64_t duplicates = 0;
  std::int64_t steps = 0;
  [[nodiscard]] std::int64_t points() const { return crashes + lost + duplicates; }
};

class LoneMachine {
public:
  // Hands one request to SSM; `stale`: a copy that the network kept back.
  using Wire = std::function<SsmReply(const SsmRequest& request, MasterTime now, bool stale)>;

  LoneMachine(const Policy& policy, Dice dice, MasterTime born, Interruptions odds)
      : policy_(&policy), dice_(dice), clock_(born), odds_(odds) {}

  void start();
  // Lives on until `until`; whatever it sends goes over `wire`.
  void live(MasterTime until, const Wire& wire);
  void hear(const Event& event, const Wire& wire, bool asks = false);
  // From now on this copy throws dice of its own, as two machines do.
  void part(std::uint64_t purpose) { dice_ = dice_.fork(purpose); }
  void calm() { odds_.crash = odds_.request_lost = odds_.answer_lost = odds_.duplicate = 0; }

  [[nodiscard]] const AgentState& state() const { return state_; }
  [[nodiscard]] MasterTime now() const { return clock_.master(); }
  [[nodiscard]] const Interruptions& odds() const { return odds_; }
  [[nodiscard]] std::string broken() const;  // an invariant of the core that does not hold; empty = none

private:
  void crash();
  void feed(const Event& event, bool asks);
  void send(const SsmRequest& request);
  [[nodiscard]] bool unlucky(double chance, std::int64_t& count);

  const Policy* policy_;
  Dice dice_;
  VirtualClock clock_;
  Interruptions odds_;
  VirtualDisk disk_;
  AgentState state_;
  std::deque<Event> inbox_;      // of this process
  std::deque<SsmRequest> held_;  // copies that the network keeps back
  const Wire* wire_ = nullptr;
  std::uint64_t next_request_ = 1;
};

}  // namespace lic::sim
