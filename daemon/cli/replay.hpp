#pragma once
// Plays a trace into a daemon in lab mode: moves lab time to each row and does what the row says.

#include <functional>
#include <optional>
#include <vector>

#include "daemon/cli/consumption_report.hpp"
#include "daemon/cli/daemon_client.hpp"
#include "daemon/cli/lab_time.hpp"
#include "daemon/cli/patience.hpp"
#include "daemon/cli/progress.hpp"
#include "daemon/cli/trace_file.hpp"

namespace lic::cli {

struct ReplayPlan {
  std::vector<TraceRow> rows;            // checked, times never go back
  WallTime end;                          // lab time moves on until then after the last row
  std::optional<PurchasePlan> purchase;  // made when lab time reaches its moment, before rows stamped the same
};

class Replay {
public:
  // All references must live longer; `ssm_admin` may be null without a purchase plan.
  Replay(DaemonClient& daemon, HttpClient* ssm_admin, Patience& patience, Progress& progress)
      : daemon_(daemon), ssm_admin_(ssm_admin), patience_(patience), progress_(progress) {}

  // What was bought. A call that was not answered because the daemon went away is made again as soon as a daemon
  // answers; lab time stands meanwhile, so the outcome is the same (interfaces.md section 8).
  [[nodiscard]] Outcome<std::vector<ReportPurchase>> run(const ReplayPlan& plan);

private:
  // Makes `call` at `time`; `call` learns whether it is a repetition.
  using RepeatableCall = std::function<Outcome<Json>(bool is_repetition)>;

  [[nodiscard]] Outcome<Json> at(WallTime time, const RepeatableCall& call);
  [[nodiscard]] Outcome<Json> apply(const TraceRow& row);
  [[nodiscard]] Outcome<ReportPurchase> buy(const PurchasePlan& plan);
  [[nodiscard]] Outcome<LabPosition> start(WallTime first);
  [[nodiscard]] Outcome<LabPosition> find_again(WallTime time);
  [[nodiscard]] Outcome<LabPosition> reach(WallTime time);

  DaemonClient& daemon_;
  HttpClient* ssm_admin_;
  Patience& patience_;
  Progress& progress_;
  LabPosition position_;
};

}  // namespace lic::cli
