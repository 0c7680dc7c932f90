#pragma once
// Drives the real step with a clock of its own, for tests of the core: no network, no disk. What the core sends waits
// in `sent` until the test answers.

#include <functional>
#include <string>
#include <vector>

#include "agent/step.hpp"
#include "agent/status.hpp"

namespace lic::test {

[[nodiscard]] Policy flex_policy();      // uccx-12.5: tolerant, configured, every 15 minutes
[[nodiscard]] Policy flex_su3_policy();  // immediate, used, every 8 hours
[[nodiscard]] WallTime at(const char* rfc3339);

class Rig {
public:
  explicit Rig(Policy policy = flex_policy(), WallTime start = at("2026-03-02T00:00:00Z"));

  // Feeds one event now, or a verb of a caller whose answer is then in answer_to().
  Step feed(Event event);
  RequestId ask(Event event);
  // Moves time from deadline to deadline, firing the timer at each; answers requests by `ssm` if it is set.
  void advance(Millis by);
  void advance_to(WallTime time);
  // Both clocks move without a timer: asleep, or a quiet stretch.
  void sleep(Millis by);
  void step_wall(Millis by);
  void restart(bool new_boot = false, Millis off = Millis{0});

  // Registers with a certificate of a year and leaves the first authorization to `ssm` (or to the test).
  void register_now();
  [[nodiscard]] SsmReply identity_reply(const SsmRequest& request) const;
  void reply(const SsmRequest& to, SsmAnswer answer);
  void fail(const SsmRequest& request, FailureCode code = FailureCode::tcp_refused);

  [[nodiscard]] StatusView status() const;
  [[nodiscard]] bool alarm(AlarmCode code) const;
  [[nodiscard]] const Answered* answer_to(RequestId request) const;
  [[nodiscard]] TrustedTime trusted() const;

  Policy policy;
  AgentState state;
  Now now;
  std::string boot_id = "boot-1";
  Udi udi{"UCCX", "059d8a992467", "0cd57390"};
  std::vector<SsmRequest> sent;
  std::vector<Effect> effects;  // everything since the start
  std::vector<HistoryAppend> history;
  std::vector<HistoryComplete> completions;
  std::vector<DomainEvent> events;
  // Answers each request at once when set; nothing = no answer comes.
  std::function<std::optional<SsmAnswer>(const SsmRequest&)> ssm;

private:
  void run(const Step& step);
  void answer_sent();
  std::uint64_t next_request_ = 1;
  std::uint64_t dice_ = 1;
};

// An SSM that has `standard` and `premium` bought, premium covering standard; says what rules.md says it would.
struct Pool {
  std::int64_t standard = 60;
  std::int64_t premium = 40;
  [[nodiscard]] AuthorizationGranted judge(const AuthorizationRequest& request, WallTime now) const;
};

}  // namespace lic::test
