#pragma once
// How each alarm comes about and goes: what SSM, the operator, the product or time does.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tests/agent/rig.hpp"
#include "tests/agent/type_choice.hpp"

namespace lic::test {

// One product instance and an SSM that can be told how to behave.
struct Site {
  explicit Site(Policy policy);
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  Rig rig;
  Pool pool;
  std::optional<FailureCode> failure;  // every exchange fails so
  bool fails_authorizations_only = false;
  std::optional<Refused> refusal;         // of authorizations
  std::optional<EntitlementStatus> word;  // about premium
  Millis skew{0};                         // of SSM's clock
  Millis certificate_life = 365 * kDay;   // what is left of the TLS server's certificate

  // A verb of an operator; SSM's answer comes at once.
  void renew_authorization();
  void register_anew();

private:
  [[nodiscard]] SsmAnswer answer(const SsmRequest& request) const;
};

struct AlarmCause {
  AlarmCode code;
  void (*raise)(Site&);
  void (*clear)(Site&);              // null: a notice, told once
  void (*shape)(Policy&) = nullptr;  // what differs from a Flex system in smart mode
};

// One row for each alarm that the core derives, in the order of the codes.
[[nodiscard]] std::span<const AlarmCause> alarm_causes();

// Alarms of the shell: the disk, the start, what the product sends. The real programs raise and clear them
// (tests/system/test_alarms.py).
[[nodiscard]] std::span<const AlarmCode> shell_alarms();

}  // namespace lic::test
