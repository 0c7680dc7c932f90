#include "tests/agent/fleet.hpp"

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

constexpr Millis kTimeOut = 60 * kSecond;

SsmAnswer good_answer(const SsmRequest& request, WallTime now) {
  if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return Pool{}.judge(*body, now);
  IdentityGranted granted;
  granted.instance = InstanceId{"piid"};
  granted.certificate = {"pem", "1", now - 5 * kMinute, now - 5 * kMinute + 365 * kDay};
  return granted;
}

}  // namespace

Fleet::Fleet(std::size_t size, Policy policy, WallTime start, Millis rollout)
    : policy_(std::move(policy)), agents_(size), turns_(size), now_(start) {
  for (std::size_t agent = 0; agent < size; ++agent) {
    now_ = start + rollout * static_cast<std::int64_t>(agent) / static_cast<std::int64_t>(size);
    feed(agent, Started{"boot", Udi{"UCCX", "serial-" + std::to_string(agent), ""}});
    feed(agent, RegisterCommand{TokenRef{"token"}, "abcdef012345", false, false});
  }
}

void Fleet::feed(std::size_t agent, Event event) {
  AgentState& state = agents_[agent].state;
  const Step made = step(state, {now(), ++dice_ * 0x9e3779b97f4a7c15ULL, std::nullopt, std::move(event)}, policy_);
  for (const Effect& effect : made.effects) {
    if (const auto* key = std::get_if<PrepareKey>(&effect)) feed(agent, KeyPrepared{key->key, std::nullopt});
    if (const auto* send = std::get_if<SendRequest>(&effect)) answer(agent, send->request);
  }
  arm(agent);
}

void Fleet::answer(std::size_t agent, const SsmRequest& request) {
  const auto outage =
      std::ranges::find_if(outages_, [this](const Outage& one) { return one.from <= now_ && now_ < one.until; });
  if (outage == outages_.end()) {
    contacts_.push_back({agent, now_});
    if (std::exchange(agents_[agent].failed, false)) agents_[agent].back_at.push_back(now_);
    feed(agent, SsmReplied{{request.id, now_, good_answer(request, now_)}});
    return;
  }
  agents_[agent].failed = true;
  ExchangeFailed failed = failed_with(FailureCode::no_answer_timeout, "no answer in time");
  Millis after = kTimeOut;
  if (outage->shows != Outage::Shows::silence) {
    failed = failed_with(FailureCode::http_unavailable, "503");
    after = Millis{20};
  }
  if (outage->shows == Outage::Shows::refused_connection) failed = failed_with(FailureCode::tcp_refused, "refused");
  if (outage->shows == Outage::Shows::unavailable_until_its_end) failed.after = outage->until - now_;
  late_.push({now_ + after, agent, {request.id, std::nullopt, failed}});
}

void Fleet::arm(std::size_t agent) {
  for (const Upcoming& next : upcoming(agents_[agent].state, policy_)) {
    // Where nothing is used and nothing unchanged is reported, a quiet stretch is one step (as in the simulator).
    if (next.name == "interval_end" && !policy_.report_unchanged) continue;
    wakings_.push({WallTime{next.at.time_since_epoch()}, agent, ++turns_[agent]});
    return;
  }
}

void Fleet::live_until(WallTime end, const std::vector<Outage>& outages) {
  outages_ = outages;
  while (true) {
    const bool late_first = !late_.empty() && (wakings_.empty() || late_.top().at <= wakings_.top().at);
    const WallTime at = late_first ? late_.top().at : wakings_.top().at;
    if (at > end) break;
    now_ = std::max(now_, at);
    if (late_first) {
      const Late late = late_.top();
      late_.pop();
      feed(late.agent, SsmReplied{late.reply});
    } else {
      const Waking waking = wakings_.top();
      wakings_.pop();
      if (waking.turn == turns_[waking.agent]) feed(waking.agent, TimerFired{});
    }
  }
  now_ = end;
}

std::vector<WallTime> Fleet::first_contacts_after(const Outage& outage) const {
  std::vector<WallTime> first;
  for (const Agent& agent : agents_) {
    const auto found = std::ranges::find_if(agent.back_at, [&outage](WallTime at) { return at >= outage.until; });
    if (found != agent.back_at.end()) first.push_back(*found);
  }
  return first;
}

std::size_t most_within(std::vector<WallTime> moments, Millis length) {
  std::ranges::sort(moments);
  std::size_t most = 0;
  std::size_t begin = 0;
  for (std::size_t end = 0; end < moments.size(); ++end) {
    while (moments[end] - moments[begin] >= length) ++begin;
    most = std::max(most, end - begin + 1);
  }
  return most;
}

}  // namespace lic::test
