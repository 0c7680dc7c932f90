#include "tests/agent/rig.hpp"

#include <gtest/gtest.h>

#include "agent/time_text.hpp"

namespace lic::test {
namespace {

Entitlement entitlement(const char* name, EntitlementMode mode, std::optional<Meter> meter) {
  return {EntitlementName{name}, EntitlementTag{std::string("tag.") + name}, name, "12.5", mode, meter};
}

}  // namespace

WallTime at(const char* rfc3339) { return from_rfc3339(rfc3339).value(); }

Policy flex_policy() {
  Policy policy;
  policy.catalog_id = "uccx-12.5";
  policy.product_id = "UCCX";
  policy.blocked_when_enforced = {"agent_add", "agent_change", "agent_delete"};
  policy.report_spread = Millis{0};
  policy.license_type.id = "flex";
  for (const Capability capability : {Capability::supervisor, Capability::chat, Capability::email,
                                      Capability::outbound_progressive, Capability::outbound_predictive})
    policy.license_type.premium_capabilities |= with(capability);
  policy.license_type.entitlements = {entitlement("standard", EntitlementMode::counted, Meter::standard),
                                      entitlement("premium", EntitlementMode::counted, Meter::premium),
                                      entitlement("server", EntitlementMode::presence, std::nullopt),
                                      entitlement("inbound", EntitlementMode::stored, Meter::inbound),
                                      entitlement("outbound", EntitlementMode::stored, Meter::outbound)};
  return policy;
}

Policy flex_su3_policy() {
  Policy policy = flex_policy();
  policy.catalog_id = "uccx-12.5su3";
  policy.ooc_policy = OocPolicy::immediate;
  policy.classification = Classification::used;
  policy.reporting = Reporting::every_8_hours;
  return policy;
}

Rig::Rig(Policy rules, WallTime start) : policy(std::move(rules)), now{start, BootTime{kHour}} { restart(); }

void Rig::run(const Step& step) {
  for (const Effect& effect : step.effects) {
    effects.push_back(effect);
    if (const auto* send = std::get_if<SendRequest>(&effect)) sent.push_back(send->request);
  }
  history.insert(history.end(), step.changes.history.begin(), step.changes.history.end());
  completions.insert(completions.end(), step.changes.completions.begin(), step.changes.completions.end());
  events.insert(events.end(), step.changes.events.begin(), step.changes.events.end());
  for (const std::string& broken : check_invariants(state)) ADD_FAILURE() << "invariant broken: " << broken;
}

Step Rig::feed(Event event) {
  Step result = step(state, {now, ++dice_ * 0x9e3779b97f4a7c15ULL, std::nullopt, std::move(event)}, policy);
  run(result);
  for (const Effect& effect : result.effects)
    if (const auto* key = std::get_if<PrepareKey>(&effect)) feed(KeyPrepared{key->key, std::nullopt});
  answer_sent();
  return result;
}

RequestId Rig::ask(Event event) {
  const RequestId id{next_request_++};
  Step result = step(state, {now, ++dice_ * 0x9e3779b97f4a7c15ULL, id, std::move(event)}, policy);
  run(result);
  for (const Effect& effect : result.effects)
    if (const auto* key = std::get_if<PrepareKey>(&effect)) feed(KeyPrepared{key->key, std::nullopt});
  answer_sent();
  return id;
}

void Rig::answer_sent() {
  if (!ssm) return;
  while (!sent.empty()) {
    const SsmRequest request = sent.front();
    sent.erase(sent.begin());
    if (auto answer = ssm(request)) reply(request, std::move(*answer));
  }
}

void Rig::advance(Millis by) { advance_to(now.wall + by); }

void Rig::advance_to(WallTime time) {
  while (true) {
    const auto next = next_deadline(state, policy);
    const Millis left = time - now.wall;
    if (!next || next->at - now.boot > left) {
      sleep(left);
      return;
    }
    sleep(next->at - now.boot);
    feed(TimerFired{});
  }
}

void Rig::sleep(Millis by) {
  now.wall += by;
  now.boot += by;
}

void Rig::step_wall(Millis by) {
  now.wall += by;
  feed(TimerFired{});
}

void Rig::restart(bool new_boot, Millis off) {
  state.waiters = {};
  now.wall += off;
  if (new_boot) {
    boot_id += "+";
    now.boot = BootTime{kMinute};
  } else {
    now.boot += off;
  }
  feed(Started{boot_id, udi});
}

SsmReply Rig::identity_reply(const SsmRequest& request) const {
  IdentityGranted granted{InstanceId{"piid-1"},
                          "uccx1",
                          "Lab",
                          "Default",
                          true,
                          {"pem", "4711", now.wall - 5 * kMinute, now.wall - 5 * kMinute + 365 * kDay},
                          std::nullopt};
  return {request.id, now.wall, granted};
}

void Rig::reply(const SsmRequest& to, SsmAnswer answer) {
  const bool verified = !std::holds_alternative<ExchangeFailed>(answer);
  feed(SsmReplied{{to.id, verified ? std::optional{now.wall} : std::nullopt, std::move(answer)}});
}

void Rig::fail(const SsmRequest& request, FailureCode code) {
  reply(request, ExchangeFailed{code, "no way to SSM", "mend it", std::nullopt});
}

void Rig::register_now() {
  feed(RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, false});
  if (!ssm) {
    const SsmRequest request = sent.back();
    sent.clear();
    feed(SsmReplied{identity_reply(request)});
  }
}

StatusView Rig::status() const { return lic::status(state, now, policy); }

bool Rig::alarm(AlarmCode code) const {
  for (const AlarmView& view : status().alarms)
    if (view.alarm.code == code) return true;
  return false;
}

const Answered* Rig::answer_to(RequestId request) const {
  for (const Effect& effect : effects)
    if (const auto* answer = std::get_if<Answer>(&effect); answer != nullptr && answer->to == request)
      return &answer->answer;
  return nullptr;
}

TrustedTime Rig::trusted() const { return trusted_now(state.sections.clock, now); }

AuthorizationGranted Pool::judge(const AuthorizationRequest& request, WallTime now) const {
  AuthorizationGranted granted;
  granted.accepted_reports.emplace();
  granted.version = request.version + 1;
  granted.expires = now - 5 * kMinute + 90 * kDay;
  std::int64_t s = 0, p = 0;
  for (const EntitlementCount& count : request.entitlements) {
    if (count.tag.value == "tag.standard") s = count.count;
    if (count.tag.value == "tag.premium") p = count.count;
  }
  const bool premium_short = p > premium;
  const bool standard_short = p + s > premium + standard;
  granted.overall_in_compliance = !premium_short && !standard_short;
  for (const EntitlementCount& count : request.entitlements) {
    const bool is_premium = count.tag.value == "tag.premium";
    const bool is_standard = count.tag.value == "tag.standard";
    const bool missing = (is_premium && premium_short) || (is_standard && standard_short);
    std::optional<std::int64_t> purchased;
    if (is_premium) purchased = premium;
    if (is_standard) purchased = standard;
    granted.entitlements.push_back({count.tag, count.count,
                                    missing ? EntitlementStatus::out_of_compliance : EntitlementStatus::in_compliance,
                                    missing ? "OutOfCompliance" : "InCompliance", "", purchased});
  }
  for (const UsageReport& report : request.reports) granted.accepted_reports->push_back(report.id);
  return granted;
}

}  // namespace lic::test
