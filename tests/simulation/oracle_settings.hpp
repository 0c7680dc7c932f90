#pragma once
// R-REG-10, R-LIFE-7, wire P13: what was set by command stays set, trust anchors never get older, and certificates that
// end are warned of.

#include <optional>
#include <vector>

#include "agent/state.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

class SettingsOracle {
public:
  // `awaited`: a reply to the exchange that is open; any other is not listened to.
  void on_event(const Envelope& envelope, bool awaited, bool refused);
  // Nothing hindered the agent for `calm`.
  void compare(const OracleContext& context, const AgentState& after, TrustedTime now, Millis calm);

private:
  void compare_trust(const OracleContext& context, const AgentState& after);
  void compare_warning(const OracleContext& context, const AgentState& after, TrustedTime now) const;

  std::optional<TransportSettings> transport_;
  std::optional<bool> privacy_;
  std::int64_t highest_ = 0;         // told to this registration
  std::optional<WallTime> ends_at_;  // the certificate of the last answer to this registration
};

}  // namespace lic::sim
