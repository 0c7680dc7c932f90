// The network between the agent and SSM, and the slow work beside the loop.

#include <algorithm>
#include <utility>

#include "tests/simulation/world.hpp"

namespace lic::sim {
namespace {
constexpr Millis kTimeOut = 60 * kSecond;
constexpr std::size_t kAnswersRemembered = 10'000;

SsmReply failure(const ExchangeId& exchange, FailureCode code) {
  SsmReply reply;
  reply.exchange = exchange;
  reply.answer = ExchangeFailed{code, "no luck", "try again", std::nullopt};
  return reply;
}
}  // namespace

void World::send(const SsmRequest& request) {
  ++requests_;
  const int attempt = ++next_attempt_;
  attempts_[attempt] = request.id;
  const MasterTime now = clock_.master();
  if (partitions_ > 0) {
    fail_later(request, dice_.chance(0.5) ? FailureCode::tcp_refused : FailureCode::dns_no_such_name,
               dice_.between(kSecond, 20 * kSecond));
    return;
  }
  if (faults_on_ && dice_.chance(scenario_.loss)) {
    trouble();
    fail_later(request, FailureCode::no_answer_timeout, kTimeOut);
    return;
  }
  ToSsm delivery{request, host_.process(), attempt, clock_.wall(), false, dice_.between(Millis{20}, 2 * kSecond),
                 false};
  const MasterTime arrival = now + dice_.between(Millis{20}, 2 * kSecond);
  if (faults_on_ && dice_.chance(scenario_.loss)) {
    trouble();
    delivery.answer_lost = true;
    fail_later(request, FailureCode::no_answer_timeout, kTimeOut);
  } else if (faults_on_ && dice_.chance(scenario_.late)) {
    trouble();
    delivery.attempt = 0;
    delivery.back = dice_.between(kTimeOut, 20 * kMinute);
    fail_later(request, FailureCode::no_answer_timeout, kTimeOut);
  } else if (faults_on_ && dice_.chance(scenario_.loss / 3)) {
    trouble();
    delivery.answer_lost = true;
    fail_later(request, FailureCode::signature_wrong, 3 * kSecond);
  }
  plan(arrival, delivery);
  if (faults_on_ && dice_.chance(scenario_.duplicate)) {
    delivery.duplicate = true;
    delivery.answer_lost = true;
    plan(arrival + dice_.between(Millis{1}, 10 * kMinute), delivery);
  }
}

void World::fail_later(const SsmRequest& request, FailureCode code, Millis after) {
  plan(clock_.master() + after, ToAgent{failure(request.id, code), host_.process(), next_attempt_});
}

// Half of the channels manage to suppress the answer, half deliver it: the core has to ignore it.
void World::cancel(const ExchangeId& exchange) {
  if (dice_.chance(0.5)) return;
  std::erase_if(attempts_, [&exchange](const auto& entry) { return entry.second == exchange; });
}

void World::on(ToSsm& delivery) {
  if (partitions_ > 0 && !delivery.duplicate && delivery.attempt != 0 && !delivery.answer_lost) {
    plan(clock_.master() + kTimeOut,
         ToAgent{failure(delivery.request.id, FailureCode::no_answer_timeout), delivery.process, delivery.attempt});
    return;
  }
  if (partitions_ > 0) return;
  SsmReply reply;
  if (within(ssm_.server_time(clock_.master()) - delivery.sent_at, kHour - kSecond)) {
    const bool stale = delivery.duplicate || answered_.count(delivery.request.id.value) > 0;
    reply = ssm_.receive(delivery.request, clock_.master(), stale);
  } else {
    reply.exchange = delivery.request.id;
    reply.server_time = ssm_.server_time(clock_.master());
    reply.answer = Refused{RefusalKind::other, "Timestamp mismatch", std::nullopt};
  }
  if (delivery.answer_lost) return;
  plan(clock_.master() + delivery.back, ToAgent{reply, delivery.process, delivery.attempt});
}

bool World::defer(const What& what, int process) {
  if (!host_.alive() || process != host_.process()) return true;  // whoever waited is gone
  if (agent_can_hear()) return false;
  plan(asleep_until_, what);
  return true;
}

void World::on(ToAgent& delivery) {
  if (defer(delivery, delivery.process)) return;
  if (delivery.attempt != 0 && attempts_.erase(delivery.attempt) == 0) return;  // called back already, or cancelled
  const auto& server_time = delivery.reply.server_time;
  if (server_time &&
      !within(*server_time - clock_.wall(), kHour - Millis{1})) {  // R-TIME-5: before the status is looked at
    delivery.reply.answer =
        ExchangeFailed{FailureCode::clock_differs, "the clocks differ", "set the clock", std::nullopt};
    delivery.reply.trust_bundle.reset();
    delivery.reply.renew_window.reset();
  }
  // Another copy of the same request may still be on its way; the agent is through with it.
  if (server_time) answered_.insert(delivery.reply.exchange.value);
  if (answered_.size() > kAnswersRemembered) answered_.clear();
  feed({Arrival{SsmReplied{delivery.reply}, std::nullopt}});
}

void World::make_key(const KeyRef& key) {
  host_.shelf().being_made.insert(key.value);
  plan(clock_.master() + dice_.between(Millis{50}, 2 * kSecond),
       KeyMade{key, host_.process(), faults_on_ && dice_.chance(scenario_.commit_failure)});
}

void World::on(KeyMade& made) {
  if (defer(made, made.process)) return;
  KeyShelf& shelf = host_.shelf();
  shelf.being_made.erase(made.key.value);
  if (!made.failed) shelf.keys.insert(made.key.value);
  std::optional<Error> failed;
  if (made.failed) {
    trouble();
    failed = Error{ErrorCode::storage, "the key store is full", "free some space"};
  }
  feed({Arrival{KeyPrepared{made.key, failed}, std::nullopt}});
}

void World::answered(const Answer& answer) { oracle_.callers().answered(oracle_.context(), answer); }

void World::postpone(const Event& event) {
  trouble();
  plan(clock_.master() + 5 * kSecond, Postponed{event, host_.process()});
}

void World::on(Postponed& postponed) {
  if (defer(postponed, postponed.process)) return;
  feed({Arrival{postponed.event, std::nullopt}});
}

void World::process_died() {
  trouble();
  attempts_.clear();
  host_.shelf().being_made.clear();
  plan(clock_.master() + dice_.between(kSecond, 2 * kMinute), ProcessStarts{});
}

}  // namespace lic::sim
