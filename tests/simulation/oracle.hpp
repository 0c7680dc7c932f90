#pragma once
// The safety oracle: fed with every committed batch, it compares the core with its own reading of the rules. Copyable
// memory, so that a snapshot of the machine takes along what the machine can know.

#include <vector>

#include "tests/simulation/disk.hpp"
#include "tests/simulation/oracle_compliance.hpp"
#include "tests/simulation/oracle_drawer.hpp"
#include "tests/simulation/oracle_exchange.hpp"
#include "tests/simulation/oracle_leftovers.hpp"
#include "tests/simulation/oracle_reports.hpp"
#include "tests/simulation/oracle_reservation.hpp"
#include "tests/simulation/oracle_schedule.hpp"
#include "tests/simulation/oracle_settings.hpp"
#include "tests/simulation/oracle_standing.hpp"
#include "tests/simulation/oracle_time.hpp"
#include "tests/simulation/oracle_usage.hpp"

namespace lic::sim {

struct OracleMemory {
  TimeOracle time;
  UsageOracle usage;
  ExchangeOracle exchange;
  ReportOracle reports;
  ComplianceOracle compliance;
  StandingOracle standing;
  ScheduleOracle schedule;
  SettingsOracle settings;
  DrawerOracle drawer;
  ReservationOracle reservation;
  GrantOracle grants;
};

class Oracle {
public:
  Oracle(const Policy& policy, const Policy& core, Journal& journal, const SsmModel& ssm)
      : context_{policy, core, journal, ssm} {}

  struct Around {
    const Sections& before;
    const AgentState& after;
    const VirtualDisk& disk;
  };
  // `committed`: the batch changed something and is on disk. `calm`: how long nothing has hindered the agent.
  void see(const std::vector<Seen>& batch, const Around& around, bool committed, Millis calm);
  void check_invariants_of(const AgentState& state);
  void about_to_send(const SsmRequest& request, const VirtualDisk& disk) {
    ExchangeOracle::about_to_send(context_, request, disk);
  }
  void check_shelf(const AgentState& state, const KeyShelf& shelf);
  void process_died() {
    memory_.exchange.forget_open();
    callers_.forget_all();
  }

  [[nodiscard]] OracleMemory& memory() { return memory_; }
  [[nodiscard]] CallerOracle& callers() { return callers_; }
  [[nodiscard]] const OracleContext& context() const { return context_; }

private:
  void see_step(const Seen& seen, const Around& around);
  void see_command(const Seen& seen, const Around& around, TrustedTime now);
  void begin_anew();
  void adopt_time(const Seen& seen, const AgentState& after);

  OracleContext context_;
  OracleMemory memory_;
  CallerOracle callers_;
  std::int64_t batches_ = 0;
  std::vector<AnsweredExchange> retried_;  // of the batch at hand
};

}  // namespace lic::sim
