#pragma once
// A registered rig under License Control, and short words for what products do.

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "tests/agent/rig.hpp"

namespace lic::test {

using Limited = std::map<LimitField, std::int64_t>;

inline Policy with_fields(std::vector<LimitField> fields, Policy policy = flex_policy()) {
  policy.license_type.title = "Flex";
  policy.license_type.limit_fields = std::move(fields);
  return policy;
}
inline Policy pool_policy() { return with_fields({LimitField::standard, LimitField::premium}); }

struct ControlledRig : Rig {
  explicit ControlledRig(Limited limits, Policy rules = pool_policy()) : Rig(std::move(rules)) {
    register_now();
    const SsmRequest request = sent.back();
    reply(request, Pool{}.judge(std::get<AuthorizationRequest>(request.body), now.wall));
    set_limits(std::move(limits));
  }
  void set_limits(Limited limits) {
    const Answered done = said(SetLicenseControl{false, std::move(limits), false});
    EXPECT_TRUE(std::holds_alternative<CommandDone>(done));
  }

  Answered said(Event event) {
    const RequestId caller = ask(std::move(event));
    return *answer_to(caller);
  }
  Answered standard(const std::string& id) { return said(SignIn{SeatId{id}, with(Capability::inbound_voice), {}}); }
  Answered premium(const std::string& id) { return said(SignIn{SeatId{id}, with(Capability::chat), {}}); }
  void sign_in_many(int count, const char* prefix, Capability capability) {
    for (int seat = 0; seat < count; ++seat)
      EXPECT_TRUE(
          std::holds_alternative<SeatDone>(said(SignIn{SeatId{prefix + std::to_string(seat)}, with(capability), {}})))
          << prefix << seat;
  }
};

inline bool is_refused(const Answered& answered, LimitCode code = LimitCode::license_limit) {
  const auto* refused = std::get_if<SeatRefused>(&answered);
  return refused != nullptr && refused->code == code && !refused->reason.empty() && !refused->remedy.empty() &&
         !refused->counts.empty();
}
inline bool is_done(const Answered& answered) {
  return std::holds_alternative<SeatDone>(answered) || std::holds_alternative<Unit>(answered);
}

}  // namespace lic::test
