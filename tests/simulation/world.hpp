#pragma once
// One seed's life: the clock, the queue of things to come, and everybody who acts.

#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tests/simulation/agent_host.hpp"
#include "tests/simulation/clerk.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/operator.hpp"
#include "tests/simulation/product.hpp"

namespace lic::sim {

struct RunResult {
  std::uint64_t seed = 0;
  std::optional<Violation> violation;
  std::vector<std::string> last_lines;
  std::int64_t steps = 0;
  std::int64_t requests = 0;
};

class World final : private Outlet {
public:
  World(std::uint64_t seed, Mutation mutation, bool verbose);

  // Lives for so many days under faults, then without them until all must be well.
  [[nodiscard]] RunResult live(Millis length);

private:
  // ---- what is to come ----
  struct ToSsm {
    SsmRequest request;
    int process = 0;
    int attempt = 0;
    WallTime sent_at;
    bool duplicate = false;
    Millis back{0};
    bool answer_lost = false;
  };
  struct ToAgent {
    SsmReply reply;
    int process = 0;
    int attempt = 0;  // 0: a late answer, which no attempt waits for any more
  };
  struct KeyMade {
    KeyRef key;
    int process = 0;
    bool failed = false;
  };
  struct Postponed {
    Event event;
    int process = 0;
  };
  struct ProductComes {};
  struct OperatorComes {};
  struct ClerkComes {};
  struct FaultsCome {};
  struct ProcessStarts {};
  struct TroubleEnds {
    Fault fault;
  };
  using What = std::variant<ToSsm, ToAgent, KeyMade, Postponed, ProductComes, OperatorComes, ClerkComes, FaultsCome,
                            ProcessStarts, TroubleEnds>;
  struct Plan {
    MasterTime at;
    std::uint64_t order = 0;
    What what;
    bool operator<(const Plan& other) const { return at != other.at ? at > other.at : order > other.order; }
  };
  void plan(MasterTime at, What what);

  // ---- world.cpp ----
  void run_until(MasterTime end);
  void wake_agent();
  void happen(What& what);
  [[nodiscard]] bool agent_can_hear() const { return host_.alive() && clock_.master() >= asleep_until_; }
  void feed(const std::vector<Arrival>& arrivals);
  void trouble() { last_trouble_ = clock_.master(); }
  [[nodiscard]] Millis calm() const;
  [[nodiscard]] bool is_silenced() const;

  // ---- world_settle.cpp ----
  void settle();
  void settle_reservation();
  void expect_classic();
  void expect_reserved();
  void expect_well();
  [[nodiscard]] bool machine_differs() const;

  // ---- world_network.cpp ----
  void send(const SsmRequest& request) override;
  void cancel(const ExchangeId& exchange) override;
  void make_key(const KeyRef& key) override;
  void answered(const Answer& answer) override;
  void disk_refuses() override { trouble(); }
  void postpone(const Event& event) override;
  void process_died() override;
  void on(ToSsm& delivery);
  void on(ToAgent& delivery);
  void on(KeyMade& made);
  void on(Postponed& postponed);
  void fail_later(const SsmRequest& request, FailureCode code, Millis after);
  [[nodiscard]] bool defer(const What& what, int process);

  // ---- world_people.cpp ----
  void on(ProductComes& turn);
  void on(OperatorComes& turn);
  void on(ClerkComes& turn);
  [[nodiscard]] ReservationScreen reservation_screen() const;
  void on(ProcessStarts& start);
  void command(const Event& event);
  [[nodiscard]] OperatorView operator_view() const;
  void restart(bool report_unchanged);

  // ---- world_faults.cpp ----
  void on(FaultsCome& turn);
  void on(TroubleEnds& ends);
  void inflict(const Fault& fault);
  void restore_snapshot();
  void step_clock(Millis by);
  void stop_all_faults();
  struct SnapshotTaken {
    VirtualDisk disk;
    KeyShelf shelf;
    OracleMemory memory;
  };

  std::uint64_t seed_;
  Dice dice_;
  Scenario scenario_;
  Journal journal_;
  VirtualClock clock_;
  SsmModel ssm_;
  Oracle oracle_;
  AgentHost host_;
  Product product_;
  Operator operator_;
  Clerk clerk_;
  Faults faults_;

  std::priority_queue<Plan> plans_;
  std::uint64_t next_order_ = 0;
  std::uint64_t next_request_ = 1;
  int next_attempt_ = 0;
  std::map<int, ExchangeId> attempts_;  // whose answer the agent still expects
  std::set<std::string> answered_;      // exchanges whose answer the agent has
  std::int64_t requests_ = 0;
  bool faults_on_ = true;
  int partitions_ = 0;
  bool cloned_ = false;  // the machine was set back once; its renewals are nobody's duty any more
  MasterTime asleep_until_;
  MasterTime last_trouble_;
  std::optional<SnapshotTaken> snapshot_;
  MasterTime last_wake_;
  int wakes_at_once_ = 0;
};

}  // namespace lic::sim
