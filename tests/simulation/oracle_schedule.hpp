#pragma once
// R-REG-4, R-AUTH-1, R-REG-1: renewals come in their windows when nothing stands in the way, and everybody who asked is
// answered once.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/state.hpp"
#include "tests/simulation/oracle_standing.hpp"

namespace lic::sim {

class ScheduleOracle {
public:
  void on_event(const Envelope& envelope, TrustedTime now);
  // Trusted time moved forward by SSM's word: what that made due needs time to be done.
  void caught_up(TrustedTime now) { caught_up_ = now; }
  // SSM may name a window for the next renewal.
  void on_reply(const AnsweredExchange& heard, TrustedTime now);
  void on_effects(const OracleContext& context, const Seen& seen, const StandingOracle& standing, TrustedTime now);
  // Nothing hindered the agent since `calm_since` (master time).
  void compare(const OracleContext& context, const AgentState& after, const StandingOracle& standing, TrustedTime now,
               Millis calm);

private:
  // When the certificate is to be renewed by SSM's wish, in trusted time.
  struct Wish {
    RenewWindow told;
    TrustedTime from;
    TrustedTime until;
  };
  void wish(const Certificate& certificate, const RenewWindow& window, TrustedTime now);
  void follow_certificate(const Certificate& certificate, TrustedTime now);

  Certificate certificate_;             // in force
  std::optional<RenewWindow> told_;     // last, for it
  std::optional<Wish> wish_;            // what of it is to be followed
  std::vector<RenewWindow> next_told_;  // for the one that is granted and not in force
  Certificate next_certificate_;
  Millis ssm_ahead_{0};  // SSM's clock minus trusted time, at the last answer
  TrustedTime caught_up_;
  bool begun_ = false;  // its renewal was due once; what fails is tried again by R-REG-6
  std::set<std::string> renewal_keys_;
  std::optional<TrustedTime> asked_for_;  // a renewal, by the operator
};

// Callers and their answers; those of a dead process expect nothing any more.
class CallerOracle {
public:
  void asked(RequestId request, MasterTime at) { waiting_[request.value] = at; }
  void answered(const OracleContext& context, const Answer& answer);
  void forget_all() { waiting_.clear(); }
  void machine_slept(Millis amount);
  void check_patience(const OracleContext& context, MasterTime now) const;
  [[nodiscard]] bool empty() const { return waiting_.empty(); }

private:
  std::map<std::uint64_t, MasterTime> waiting_;
};

}  // namespace lic::sim
