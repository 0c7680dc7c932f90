// DEREGISTRATION, wire.md P5.4: the licenses go back to the account, the answer has no data.
#include "tests/lab/handlers.hpp"

namespace ssm_lab {

Outcome handle_deregistration(Peer& peer, const Request& request, const Sender& sender) {
  static_cast<void>(request);
  const Instance& instance = *sender.instance;
  peer.instances.retire({instance.id, kDeregistered});
  peer.accounts.note_compliance(instance.account, peer.now_ms());
  Outcome outcome;
  outcome.instance = instance.id;
  return outcome;
}

}  // namespace ssm_lab
