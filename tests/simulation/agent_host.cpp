#include "tests/simulation/agent_host.hpp"

#include <algorithm>
#include <utility>

#include "agent/hot_path.hpp"

namespace lic::sim {
namespace {
constexpr double kOutageGoesOn = 0.85;  // for each further try of the disk
}

AgentHost::AgentHost(const Scenario& scenario, Mutation mutation, Dice dice, Journal& journal, Oracle& oracle)
    : scenario_(scenario),
      mutation_(mutation),
      policy_(mutated(scenario.policy, mutation)),
      dice_(dice),
      journal_(journal),
      oracle_(oracle) {}

void AgentHost::start(Now now, const std::string& boot_id, bool reports_unchanged) {
  state_ = disk_.load();
  if (mutation_ == Mutation::empty_drawer) state_.sections.drawer = {};
  tamper_at_start(mutation_, state_);
  alive_ = true;
  ++process_;
  policy_.report_unchanged = reports_unchanged;
  sweep_shelf();
  Started started;
  started.boot_id = boot_id;
  started.udi = Udi{scenario_.policy.product_id, serial_, "uuid-" + serial_};
  feed({Arrival{started, std::nullopt}}, now, Millis{0});
}

// As the daemon at its start: what the loaded state does not name is rubbish of a crash.
void AgentHost::sweep_shelf() {
  Sections sections = state_.sections;
  if (mutation_ == Mutation::sweep_drawer) sections.drawer = {};
  const std::set<std::string> keys = named_keys(sections);
  const std::set<std::string> tokens = named_tokens(state_.sections);
  std::erase_if(shelf_.keys, [&keys](const std::string& key) { return !keys.count(key); });
  std::erase_if(shelf_.tokens, [&tokens](const std::string& token) { return !tokens.count(token); });
}

void AgentHost::kill() {
  alive_ = false;
  state_ = AgentState{};
  if (outage_) oracle_.memory() = std::move(outage_->before);  // what was never stored has not been
  outage_.reset();
  oracle_.process_died();
  outlet_->process_died();
}

// What the core gets; the oracle sees what was said.
Envelope AgentHost::heard(Envelope envelope) const {
  auto* replied = std::get_if<SsmReplied>(&envelope.event);
  if (mutation_ == Mutation::ignore_window && replied != nullptr) replied->reply.renew_window.reset();
  return envelope;
}

AgentHost::Batch AgentHost::step_all(const std::vector<Arrival>& arrivals, Now now) {
  Batch batch;
  for (const Arrival& arrival : arrivals) {
    Envelope envelope{now, dice_.roll(), arrival.request, arrival.event};
    const auto* replied = std::get_if<SsmReplied>(&arrival.event);
    if (mutation_ == Mutation::older_trust && replied != nullptr && replied->reply.trust_bundle)
      state_.sections.trust.bundle.reset();  // there is nothing that the told one could be older than
    Envelope told = heard(envelope);
    const bool hidden = tamper_before(mutation_, state_, told);
    batch.steps.push_back(step(state_, told, policy_));
    tamper_after(mutation_, state_, told, hidden);
    batch.envelopes.push_back(std::move(envelope));
    ++steps_;
    journal_.note(short_text(batch.envelopes.back().event));
    for (const Effect& effect : batch.steps.back().effects) journal_.note("    -> " + short_text(effect));
    oracle_.check_invariants_of(state_);
  }
  return batch;
}

void AgentHost::feed(const std::vector<Arrival>& arrivals, Now now, Millis calm) {
  const Sections before = state_.sections;
  const Waiters waiters = state_.waiters;
  Batch batch = step_all(arrivals, now);
  const bool changed =
      outage_ || !(before == state_.sections) ||
      std::any_of(batch.steps.begin(), batch.steps.end(), [](const Step& made) { return !made.changes.empty(); });
  if (mutation_ == Mutation::send_before_commit) {
    for (const Step& made : batch.steps) {
      for (const Effect& effect : made.effects) {
        if (std::holds_alternative<SendRequest>(effect)) run(effect);
      }
    }
  }
  if (crashes()) {
    journal_.note("crash before the commit");
    return kill();
  }
  if (changed && !commit(batch)) {
    roll_back(before, waiters, batch);
    if (alive_) go_on_in_memory(arrivals, now);
    return;
  }
  see(batch, before, changed, calm);
  const std::vector<Step> held = outage_ ? std::move(outage_->held) : std::vector<Step>{};
  outage_.reset();
  if (crashes()) {
    journal_.note("crash after the commit");
    return kill();
  }
  run_effects(held, Held::yes);
  if (alive_) run_effects(batch.steps, Held::no);
  if (alive_) oracle_.check_shelf(state_, shelf_);
}

void AgentHost::see(const Batch& batch, const Sections& before, bool committed, Millis calm) {
  std::vector<Seen> seen;
  for (std::size_t index = 0; index < batch.steps.size(); ++index) {
    seen.push_back(Seen{&batch.envelopes[index], &batch.steps[index]});
  }
  oracle_.see(seen, Oracle::Around{before, state_, disk_}, committed, calm);
}

bool AgentHost::commit(Batch& batch) {
  if (faults_ && dice_.chance(outage_ ? kOutageGoesOn : scenario_.commit_failure)) return false;
  if (outage_ && mutation_ != Mutation::lose_held) write(outage_->held);
  write(batch.steps);
  return true;
}

void AgentHost::write(const std::vector<Step>& steps) {
  for (const Step& made : steps) {
    if (mutation_ == Mutation::drop_outbox && !made.changes.outbox.empty() && dice_.chance(0.05)) {
      Changes without = made.changes;
      without.outbox.pop_back();
      disk_.commit(state_.sections, without);
    } else {
      disk_.commit(state_.sections, made.changes);
    }
  }
}

void AgentHost::roll_back(const Sections& before, const Waiters& waiters, const Batch& batch) {
  journal_.note("the commit failed");
  outlet_->disk_refuses();
  if (mutation_ != Mutation::forget_undo) {
    for (auto made = batch.steps.rbegin(); made != batch.steps.rend(); ++made) undo(state_, made->changes);
    state_.sections = before;
    state_.waiters = waiters;
  }
  if (std::holds_alternative<Started>(batch.envelopes.front().event)) kill();  // the daemon gives up and is restarted
}

// Time and the product go on and the product is answered; commands are refused; the rest comes again (interfaces.md
// section 3).
void AgentHost::go_on_in_memory(const std::vector<Arrival>& arrivals, Now now) {
  if (!outage_) outage_.emplace(Outage{{}, oracle_.memory()});
  std::vector<Arrival> going_on;
  for (const Arrival& arrival : arrivals) {
    if (is_usage(arrival.event) || std::holds_alternative<TimerFired>(arrival.event)) {
      going_on.push_back(arrival);
      continue;
    }
    if (const auto* command = std::get_if<RegisterCommand>(&arrival.event)) shelf_.tokens.erase(command->token.value);
    if (arrival.request) {
      outlet_->answered(Answer{*arrival.request, Error{ErrorCode::storage, "the disk refuses", "free some space"}});
    } else {
      outlet_->postpone(arrival.event);
    }
  }
  const Sections before = state_.sections;
  Batch batch = step_all(going_on, now);
  see(batch, before, false, Millis{0});
  for (std::size_t index = 0; index < batch.steps.size(); ++index) {
    const auto& asked = batch.envelopes[index].request;
    std::erase_if(batch.steps[index].effects, [&](const Effect& effect) {
      const auto* answer = std::get_if<Answer>(&effect);
      const bool leaves = answer != nullptr && asked && answer->to == *asked;
      if (leaves) run(effect);
      return leaves;
    });
    outage_->held.push_back(std::move(batch.steps[index]));
  }
}

// What an answer settled while the disk refused, or another request took the place of, is not sent any more.
bool AgentHost::is_overtaken(const Effect& effect) const {
  const auto* send = std::get_if<SendRequest>(&effect);
  const auto& open = state_.sections.exchange.pending;
  return send != nullptr && !(open && open->request.id == send->request.id);
}

void AgentHost::run_effects(const std::vector<Step>& steps, Held held) {
  for (const Step& made : steps) {
    for (const Effect& effect : made.effects) {
      if (held == Held::yes && is_overtaken(effect)) continue;
      if (mutation_ == Mutation::send_before_commit && std::holds_alternative<SendRequest>(effect)) continue;
      run(effect);
      if (crashes()) {
        journal_.note("crash between effects");
        return kill();
      }
    }
  }
}

void AgentHost::run(const Effect& effect) {
  if (const auto* send = std::get_if<SendRequest>(&effect)) {
    oracle_.about_to_send(send->request, disk_);
    outlet_->send(send->request);
  } else if (const auto* cancel = std::get_if<CancelRequest>(&effect)) {
    outlet_->cancel(cancel->exchange);
  } else if (const auto* prepare = std::get_if<PrepareKey>(&effect)) {
    outlet_->make_key(prepare->key);
  } else if (const auto* destroyed_key = std::get_if<DestroyKey>(&effect)) {
    shelf_.keys.erase(destroyed_key->key.value);
  } else if (const auto* destroyed_token = std::get_if<DestroyToken>(&effect)) {
    shelf_.tokens.erase(destroyed_token->token.value);
  } else if (const auto* answer = std::get_if<Answer>(&effect)) {
    if (mutation_ == Mutation::lose_answers && dice_.chance(0.02)) return;
    outlet_->answered(*answer);
  }
}

std::optional<Upcoming> AgentHost::wake() const {
  if (!alive_) return std::nullopt;
  // A disk that refused is tried again soon, at the latest with the next interval.
  const bool quiet =
      !outage_ && oracle_.memory().usage.idle() && !state_.sections.exchange.pending && !policy_.report_unchanged;
  if (!quiet) return next_deadline(state_, policy_);
  for (const Upcoming& entry : upcoming(state_, policy_)) {
    if (entry.name != "interval_end") return entry;
  }
  return std::nullopt;
}

}  // namespace lic::sim
