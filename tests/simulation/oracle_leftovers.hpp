#pragma once
// R-REG-11, R-REG-8: export control and the account are SSM's word. R-LIFE-6: what a factory reset may leave.

#include <map>
#include <optional>
#include <string>

#include "agent/state.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

class GrantOracle {
public:
  // A reply that is listened to.
  void on_reply(const SsmReplied& event);
  void compare(const OracleContext& context, const AgentState& after) const;

private:
  struct Word {
    bool export_allowed = false;
    std::string account;
  };
  std::map<std::string, Word> words_;  // by the certificate's serial
};

// Everything of before is gone but the evaluation time used (the standing oracle looks at it), the number of requests,
// the licensing mode, what time it is and who is signed in.
void check_nothing_left(const OracleContext& context, const Sections& before, const AgentState& after,
                        const Step& step);

}  // namespace lic::sim
