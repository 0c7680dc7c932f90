#pragma once
// R-OOC, read again: minutes between interval ends, answers in order, locks that never fall.

#include <map>
#include <optional>
#include <string>

#include "agent/state.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

class ComplianceOracle {
public:
  enum class Phase { none, tolerated, locked, entered };

  void on_answer(const OracleContext& context, const AnsweredExchange& answered, TrustedTime now);
  void check_sent(const OracleContext& context, const AuthorizationRequest& request) const;
  void compare(const OracleContext& context, const ComplianceState& core) const;
  // After a clock step the core may measure the tolerance by its own time; the oracle follows it from `tolerated`.
  void follow(const ComplianceState& core, TrustedTime now);
  [[nodiscard]] WallTime first_end() const { return first_end_; }
  void reset() { *this = ComplianceOracle{}; }

  [[nodiscard]] Phase phase() const { return phase_; }
  // When the 90 days began; only while locked or entered.
  [[nodiscard]] std::optional<TrustedTime> since() const { return since_; }
  [[nodiscard]] bool out() const { return since_.has_value(); }

private:
  void remember_highest(const OracleContext& context, const AuthorizationRequest& request);

  Phase phase_ = Phase::none;
  WallTime first_end_;
  std::map<std::string, std::int64_t> highest_;  // by entitlement name, since the episode's first OOC answer
  std::optional<TrustedTime> since_;
};

}  // namespace lic::sim
