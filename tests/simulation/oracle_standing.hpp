#pragma once
// Registration, evaluation and the 90-day clocks (R-REG, R-EVAL, R-AUTH-3, R-AUTH-7, R-ENF), reckoned from events
// alone.

#include <optional>
#include <vector>

#include "agent/status.hpp"
#include "tests/simulation/oracle_compliance.hpp"

namespace lic::sim {

class StandingOracle {
public:
  enum class Standing { unregistered, registered, expired_free, expired_kept, reserved };

  // Time passes: the evaluation uses it or not.
  void pass(const OracleContext& context, TrustedTime now);
  void on_event(const OracleContext& context, const Envelope& envelope);
  // `granted` is told to forget what belongs to an old registration when a new one begins.
  void on_answer(const OracleContext& context, const AnsweredExchange& answered, TrustedTime now);
  void compare(const OracleContext& context, const AgentState& after, const ComplianceOracle& compliance,
               TrustedTime now);
  // R-LIFE-1, R-SLR-3: what the reservation oracle knows.
  void follow_mode(bool classic, bool lacks) {
    classic_ = classic;
    lacks_ = lacks;
  }
  void on_factory_reset() { leaving_ = true; }  // the registration goes without a goodbye
  // Trusted time was given back; evaluation spent in it may come back too (R-TIME-2).
  void given_back(const OracleContext& context, const AgentState& after, Millis amount, TrustedTime now);

  // What operators and the product are shown; costly, so asked for now and then.
  void compare_status(const OracleContext& context, const AgentState& after, const ComplianceOracle& compliance,
                      Now now, TrustedTime trusted) const;

  [[nodiscard]] Standing standing() const { return standing_; }
  [[nodiscard]] bool registered() const { return standing_ == Standing::registered; }
  [[nodiscard]] const InstanceId& instance() const { return instance_; }
  [[nodiscard]] std::optional<TrustedTime> last_good() const { return last_good_; }
  [[nodiscard]] TrustedTime issued_at() const { return issued_at_; }
  [[nodiscard]] TrustedTime registered_at() const { return registered_at_; }
  [[nodiscard]] bool removal_confirmed() const { return confirmed_.has_value(); }
  [[nodiscard]] bool registration_is_new() const { return new_registration_; }
  void registration_seen() { new_registration_ = false; }
  // It had expired and came back; renewals begun meanwhile may go on.
  [[nodiscard]] bool recovered() const { return recovered_; }
  [[nodiscard]] Millis used() const { return used_; }

  [[nodiscard]] bool evaluates() const {
    return !classic_ && (standing_ == Standing::unregistered || standing_ == Standing::expired_free);
  }

private:
  void follow_axis(const OracleContext& context, const AgentState& after, const ComplianceOracle& compliance,
                   TrustedTime now);
  void compare_evaluation(const OracleContext& context, const AgentState& after, TrustedTime now);
  void compare_clocks(const OracleContext& context, const AgentState& after, const ComplianceOracle& compliance,
                      TrustedTime now) const;
  void compare_authorization(const OracleContext& context, const AgentState& after, const ComplianceOracle& compliance,
                             TrustedTime now) const;
  void begin_waiting(const OracleContext& context, TrustedTime now);
  void on_removal(const OracleContext& context, TrustedTime now);
  [[nodiscard]] std::vector<EnforcementClock> clocks(const OracleContext& context, const ComplianceOracle& compliance,
                                                     TrustedTime now) const;

  Standing standing_ = Standing::unregistered;
  bool begun_ = false;
  bool classic_ = false;
  bool lacks_ = false;                        // the installed reservation lacks something, ...
  std::optional<TrustedTime> lacking_since_;  // ... since when, as the core says and the reservation oracle checks
  Millis used_{0};
  TrustedTime counted_to_;
  InstanceId instance_;
  WallTime not_after_;
  TrustedTime registered_at_;
  TrustedTime issued_at_;
  bool leaving_ = false;  // a deregistration was asked for
  bool new_registration_ = false;
  bool recovered_ = false;
  bool granted_now_ = false;  // in this batch
  std::optional<TrustedTime> last_good_;
  std::optional<TrustedTime> deadline_;
  Millis deadline_slack_{kSecond};
  std::optional<TrustedTime> first_told_;
  std::optional<TrustedTime> confirmed_;
};

}  // namespace lic::sim
