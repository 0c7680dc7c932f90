#pragma once
// R-USE-6 and R-USE-7: nothing measured while registered is lost on its way to SSM, and every row says the true peak.

#include <cstdint>
#include <map>
#include <vector>

#include "tests/simulation/disk.hpp"
#include "tests/simulation/oracle_usage.hpp"

namespace lic::sim {

class ReportOracle {
public:
  // Periods that ended while registered: from their commit on they are in the outbox or counted at SSM.
  void ended(const OracleContext& context, const std::vector<ClosedPeriod>& periods);
  // `last`: the reports of a deregistration go out together (R-REG-9).
  void check_sent(const OracleContext& context, const AuthorizationRequest& request, const UsageOracle& usage,
                  bool last);
  void after_commit(const OracleContext& context, const std::vector<Seen>& batch, const VirtualDisk& disk,
                    const InstanceId& instance);
  void forget() { owed_.clear(); }
  void on_factory_reset() { *this = {}; }  // rows are numbered anew
  [[nodiscard]] std::size_t owed() const { return owed_.size(); }

private:
  [[nodiscard]] bool in_outbox(const OracleContext& context, const ClosedPeriod& period, const VirtualDisk& disk) const;
  [[nodiscard]] bool counted(const OracleContext& context, const ClosedPeriod& period,
                             const InstanceId& instance) const;

  std::vector<ClosedPeriod> owed_;             // not yet counted at SSM
  std::map<std::int64_t, std::int64_t> sent_;  // peaks of rows that were sent and may be sent again, by id
  std::size_t unchecked_ = 0;                  // the last so many of them are new in this batch
};

}  // namespace lic::sim
