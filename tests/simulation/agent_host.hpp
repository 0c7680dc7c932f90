#pragma once
// The daemon around the core, reduced to what matters: batch -> commit -> effects, with crashes and failing commits
// anywhere in between (architecture section 4).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/step.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/mutation.hpp"
#include "tests/simulation/oracle.hpp"
#include "tests/simulation/scenario.hpp"

namespace lic::sim {

// Where effects go.
class Outlet {
public:
  virtual ~Outlet() = default;
  virtual void send(const SsmRequest& request) = 0;
  virtual void cancel(const ExchangeId& exchange) = 0;
  virtual void make_key(const KeyRef& key) = 0;
  virtual void answered(const Answer& answer) = 0;
  // The commit failed.
  virtual void disk_refuses() = 0;
  // The event has to come again later.
  virtual void postpone(const Event& event) = 0;
  virtual void process_died() = 0;
};

struct Arrival {
  Event event;
  std::optional<RequestId> request;
};

class AgentHost {
public:
  AgentHost(const Scenario& scenario, Mutation mutation, Dice dice, Journal& journal, Oracle& oracle);

  void connect(Outlet& outlet) { outlet_ = &outlet; }
  void faults(bool on) { faults_ = on; }
  // A process starts from the disk. `reports_unchanged` is this run's configuration.
  void start(Now now, const std::string& boot_id, bool reports_unchanged);
  void move_to(std::string serial) { serial_ = std::move(serial); }  // from the next start on
  [[nodiscard]] const std::string& serial() const { return serial_; }
  void feed(const std::vector<Arrival>& arrivals, Now now, Millis calm);
  void kill();

  [[nodiscard]] bool alive() const { return alive_; }
  [[nodiscard]] const AgentState& state() const { return state_; }
  // What the oracle knew of what is on the disk: while it refuses, less than of what goes on in memory.
  [[nodiscard]] const OracleMemory& stored_memory() const { return outage_ ? outage_->before : oracle_.memory(); }
  // When the core wants to be woken; in a quiet stretch, which is one step, not for the borders of intervals.
  [[nodiscard]] std::optional<Upcoming> wake() const;
  [[nodiscard]] VirtualDisk& disk() { return disk_; }
  [[nodiscard]] KeyShelf& shelf() { return shelf_; }
  [[nodiscard]] int process() const { return process_; }
  [[nodiscard]] std::int64_t steps() const { return steps_; }

private:
  struct Batch {
    std::vector<Envelope> envelopes;
    std::vector<Step> steps;
  };
  // The disk refuses: what was stepped in memory since, and what the oracle knew before.
  struct Outage {
    std::vector<Step> held;
    OracleMemory before;
  };
  [[nodiscard]] Envelope heard(Envelope envelope) const;
  [[nodiscard]] Batch step_all(const std::vector<Arrival>& arrivals, Now now);
  void see(const Batch& batch, const Sections& before, bool committed, Millis calm);
  [[nodiscard]] bool commit(Batch& batch);
  void write(const std::vector<Step>& steps);
  void roll_back(const Sections& before, const Waiters& waiters, const Batch& batch);
  void go_on_in_memory(const std::vector<Arrival>& arrivals, Now now);
  void sweep_shelf();
  enum class Held { no, yes };
  [[nodiscard]] bool is_overtaken(const Effect& effect) const;
  void run_effects(const std::vector<Step>& steps, Held held);
  void run(const Effect& effect);
  [[nodiscard]] bool crashes() { return faults_ && dice_.chance(scenario_.crash); }

  const Scenario& scenario_;
  Mutation mutation_;
  Policy policy_;  // what the core gets
  Dice dice_;
  Journal& journal_;
  Oracle& oracle_;
  Outlet* outlet_ = nullptr;
  VirtualDisk disk_;
  KeyShelf shelf_;
  AgentState state_;
  std::optional<Outage> outage_;
  std::string serial_ = "serial-1";
  bool alive_ = false;
  bool faults_ = true;
  int process_ = 0;
  std::int64_t steps_ = 0;
};

[[nodiscard]] std::string short_text(const Event& event);
[[nodiscard]] std::string short_text(const Effect& effect);

}  // namespace lic::sim
