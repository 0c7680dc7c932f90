#include "tests/simulation/lone_machine.hpp"

#include <algorithm>
#include <utility>

namespace lic::sim {

bool LoneMachine::unlucky(double chance, std::int64_t& count) {
  if (!dice_.chance(chance)) return false;
  ++count;
  return true;
}

void LoneMachine::start() {
  state_ = disk_.load();
  Started started;
  started.boot_id = clock_.boot_id();
  started.udi = Udi{policy_->product_id, "serial-1", "uuid-serial-1"};
  feed(started, false);
}

// The process dies; what it waited for is gone. Now and then the machine boots.
void LoneMachine::crash() {
  inbox_.clear();
  clock_.advance_to(clock_.master() + kSecond);
  if (dice_.chance(0.1)) clock_.boot_again();
  state_ = disk_.load();
  Started started;
  started.boot_id = clock_.boot_id();
  started.udi = Udi{policy_->product_id, "serial-1", "uuid-serial-1"};
  inbox_.emplace_back(started);
}

void LoneMachine::feed(const Event& event, bool asks) {
  ++odds_.steps;
  Envelope envelope{clock_.now(), dice_.roll(), std::nullopt, event};
  if (asks) envelope.request = RequestId{next_request_++};
  const Step made = step(state_, envelope, *policy_);
  if (odds_.sends_early) {
    for (const Effect& effect : made.effects)
      if (const auto* request = std::get_if<SendRequest>(&effect)) send(request->request);
  }
  if (unlucky(odds_.crash, odds_.crashes)) return crash();
  disk_.commit(state_.sections, made.changes);
  if (unlucky(odds_.crash, odds_.crashes)) return crash();
  for (const Effect& effect : made.effects) {
    const auto* request = std::get_if<SendRequest>(&effect);
    if (request != nullptr && !odds_.sends_early) send(request->request);
    if (const auto* prepare = std::get_if<PrepareKey>(&effect))
      inbox_.emplace_back(KeyPrepared{prepare->key, std::nullopt});
    if (unlucky(odds_.crash / 2, odds_.crashes)) return crash();
  }
}

void LoneMachine::send(const SsmRequest& request) {
  const auto failed = [this, &request] {
    SsmReply reply;
    reply.exchange = request.id;
    reply.answer = ExchangeFailed{FailureCode::no_answer_timeout, "no luck", "try again", std::nullopt};
    inbox_.emplace_back(SsmReplied{reply});
  };
  if (!held_.empty() && dice_.chance(0.3)) {  // what was kept back arrives before or after this one
    const SsmRequest late = held_.front();
    held_.pop_front();
    static_cast<void>((*wire_)(late, clock_.master(), true));
  }
  if (unlucky(odds_.request_lost, odds_.lost)) return failed();
  SsmReply reply = (*wire_)(request, clock_.master(), false);
  if (unlucky(odds_.duplicate, odds_.duplicates)) {
    if (dice_.chance(0.5))
      reply = (*wire_)(request, clock_.master(), false);
    else
      held_.push_back(request);
  }
  if (unlucky(odds_.answer_lost, odds_.lost)) return failed();
  inbox_.emplace_back(SsmReplied{std::move(reply)});
}

void LoneMachine::hear(const Event& event, const Wire& wire, bool asks) {
  wire_ = &wire;
  feed(event, asks);
  while (!inbox_.empty()) {
    const Event next = std::move(inbox_.front());
    inbox_.pop_front();
    clock_.advance_to(clock_.master() + dice_.between(Millis{1}, kSecond));
    feed(next, false);
  }
}

void LoneMachine::live(MasterTime until, const Wire& wire) {
  while (clock_.master() < until) {
    const auto due = next_deadline(state_, *policy_);
    const MasterTime at = due ? std::max(clock_.master_at(due->at), clock_.master()) : until;
    clock_.advance_to(std::min(at, until));
    if (at > until) return;
    hear(TimerFired{}, wire);
  }
}

std::string LoneMachine::broken() const {
  const std::vector<std::string> broken = check_invariants(state_);
  return broken.empty() ? "" : broken.front();
}

}  // namespace lic::sim
