#pragma once
// R-SLR and R-LIFE-1 read again: which verb is to be refused when, what an accepted one leaves, what the installed code
// covers and since when something lacks.

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>

#include "agent/state.hpp"
#include "tests/simulation/oracle_usage.hpp"

namespace lic::sim {

class ReservationOracle {
public:
  // One step, after the usage oracle has read it. `before` is what the batch began with; verbs come alone in theirs.
  void on_step(const OracleContext& context, const Seen& seen, const Sections& before, const AgentState& after,
               TrustedTime now);
  // What is in use after each step: a lack that ended and came back within a batch begins anew.
  void observe(const OracleContext& context, const Counts& in_use, TrustedTime now);
  void compare(const OracleContext& context, const AgentState& after) const;

  [[nodiscard]] bool classic() const { return classic_; }
  [[nodiscard]] bool enabled() const { return enabled_; }
  [[nodiscard]] bool reserved() const { return installed_.has_value(); }
  [[nodiscard]] bool lacks() const { return lacking_from_.has_value(); }
  // What the code covers now; none = nothing is reserved.
  [[nodiscard]] std::optional<ReservedLimits> limits(const OracleContext& context, TrustedTime now) const;
  [[nodiscard]] bool was_factory_reset() const { return factory_reset_; }

private:
  enum class Verdict { refuse, accept, either };
  struct Judge;
  [[nodiscard]] Verdict judge_install(const OracleContext& context, const AuthorizationCode& code,
                                      TrustedTime now) const;
  [[nodiscard]] Verdict judge_licenses(const OracleContext& context, const AuthorizationCode& code,
                                       TrustedTime now) const;
  [[nodiscard]] Verdict judge_return_of(const AuthorizationCode& code) const;
  [[nodiscard]] bool fits_machine(const Udi& udi) const;
  void judge(const OracleContext& context, const Seen& seen, const Sections& before, const AgentState& after,
             TrustedTime now);
  void accepted(const OracleContext& context, const Seen& seen, const ReservationDone* done, const AgentState& after);
  void requested(const OracleContext& context, const ReservationDone& done);
  void took(const OracleContext& context, const InstallReservation& event, const ReservationDone& done);
  void reset();
  void compare_books(const OracleContext& context, const AgentState& after) const;
  void compare_codes(const OracleContext& context, const AgentState& after) const;
  void compare_lacking(const OracleContext& context, const AgentState& after) const;
  [[nodiscard]] bool lacks(const OracleContext& context, const Counts& in_use, TrustedTime now) const;
  [[nodiscard]] std::int64_t covered(const OracleContext& context, const std::string& name, TrustedTime now) const;
  [[nodiscard]] TrustedTime turned_at(TrustedTime now) const;

  bool begun_ = false;
  bool classic_ = false;
  Udi machine_;
  bool enabled_ = false;
  std::string request_;  // empty = none open
  Udi requested_for_;
  std::set<std::string> requests_ever_;
  std::int64_t requests_made_ = 0;
  std::optional<AuthorizationCode> installed_;
  std::set<std::string> used_;        // instances that were installed or given back
  std::deque<std::string> returned_;  // instances that were installed and returned, the last ones
  std::string confirmation_;
  std::string return_;
  std::optional<TrustedTime> lacking_from_;  // at the earliest
  TrustedTime lacking_seen_;                 // at the latest
  TrustedTime looked_at_;
  bool factory_reset_ = false;  // in the step at hand
};

}  // namespace lic::sim
