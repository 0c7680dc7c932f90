// POLL_REQ, wire.md P5.5: the delayed answer's response_data.
#include "tests/lab/handlers.hpp"

#include "tests/lab/polls.hpp"

namespace ssm_lab {

Outcome handle_poll(Peer& peer, const Request& request, const Sender& sender) {
  auto poll = find_poll(*peer.database, read_string(request.data, "poll_id").value_or(""));
  // A newcomer was already matched by its key; everybody else may only fetch what is its own.
  const bool is_own = poll && (!sender.instance || poll->instance == sender.instance->id);
  if (!is_own) return refuse("Unknown poll_id");
  // An instance that was taken out while the answer to its registration waited is not given any more.
  const auto instance = peer.instances.find(poll->instance);
  if (!sender.instance && instance && instance->state != kActive) {
    return refuse(not_served(instance->id, instance->state));
  }
  return poll->answer;
}

}  // namespace ssm_lab
