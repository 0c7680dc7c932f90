#pragma once
// An SSM's office for the tests of goodbyes: one new instance with each registration; `down` = nobody answers.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/agent/rig.hpp"

namespace lic::test {

inline IdentityGranted as_instance(const Rig& rig, const std::string& instance) {
  IdentityGranted granted;
  granted.instance = InstanceId{instance};
  granted.instance_name = "uccx1";
  granted.certificate = {"pem", "1", rig.now.wall - 5 * kMinute, rig.now.wall - 5 * kMinute + 365 * kDay};
  return granted;
}

inline bool is_goodbye(const SsmRequest& request) {
  return std::holds_alternative<DeregistrationRequest>(request.body);
}

struct Office {
  explicit Office(Policy policy = flex_policy()) : rig(std::move(policy)) {
    rig.ssm = [this](const SsmRequest& request) -> std::optional<SsmAnswer> {
      seen.push_back(request);
      if (down) return failed_with(FailureCode::tcp_refused, "no way to SSM");
      if (is_goodbye(request)) return goodbye_answer;
      if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return Pool{}.judge(*body, rig.now.wall);
      return as_instance(rig, "piid-" + std::to_string(++instances));
    };
    enroll();
  }
  void enroll() { rig.feed(RegisterCommand{TokenRef{"token"}, "abcdef012345", false, false}); }
  [[nodiscard]] std::string leave() {
    const RequestId caller = rig.ask(DeregisterCommand{});
    return std::get<CommandDone>(*rig.answer_to(caller)).text;
  }
  // Registered once, left while SSM was away.
  void leave_unheard() {
    down = true;
    key = rig.status().identity->key;
    text = leave();
    first = seen.back();
    seen.clear();
  }
  [[nodiscard]] bool destroyed(const KeyRef& which) const {
    return std::ranges::find(rig.effects, Effect{DestroyKey{which}}) != rig.effects.end();
  }
  [[nodiscard]] std::ptrdiff_t told(const char* event) const {
    return std::ranges::count(rig.events, event, &DomainEvent::name);
  }

  Rig rig;
  bool down = false;
  int instances = 0;
  SsmAnswer goodbye_answer = Deregistered{};
  std::vector<SsmRequest> seen;
  KeyRef key;
  std::string text;
  SsmRequest first;
};

}  // namespace lic::test
