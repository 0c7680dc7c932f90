#pragma once
// R-REG-9: a goodbye that SSM did not hear is kept with its key and said until SSM has heard or refused it, or its
// certificate has ended; then never again.

#include <map>
#include <set>
#include <string>

#include "agent/state.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

class DrawerOracle {
public:
  // A request was answered or not: a goodbye may now have to wait, or wait no longer.
  void on_answer(const OracleContext& context, const AnsweredExchange& answered, const AgentState& after);
  void on_effects(const OracleContext& context, const Seen& seen) const;
  // The core's drawer holds what is to wait, and nothing waits for days when nothing stands in the way.
  void compare(const OracleContext& context, const AgentState& after, TrustedTime now, Millis calm);
  void on_factory_reset();
  static void check_shelf(const OracleContext& context, const Sections& sections, const KeyShelf& shelf);

private:
  std::map<std::string, WallTime> waiting_;  // instance -> end of the certificate that signs
  std::set<std::string> over_;               // instances of which SSM has heard, or will not
};

}  // namespace lic::sim
