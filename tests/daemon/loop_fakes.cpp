#include "tests/daemon/loop_fakes.hpp"

#include <gtest/gtest.h>

namespace lic::test {
namespace {

LoadedState loaded_from(MemoryStore& disk) {
  auto loaded = disk.load();
  EXPECT_TRUE(loaded.has_value());
  return loaded.has_value() ? std::move(*loaded) : LoadedState{};
}

Entitlement counted(const char* name, const char* tag, Meter meter) {
  return {.name = {name},
          .tag = {tag},
          .display_name = name,
          .version = "1.0",
          .mode = EntitlementMode::counted,
          .meter = meter};
}

}  // namespace

Policy small_policy() {
  Policy policy;
  policy.catalog_id = "small";
  policy.product_id = "SMALL";
  policy.blocked_when_enforced = {"agent_add"};
  policy.report_spread = Millis{0};
  policy.license_type = {.id = "flex",
                         .title = "Flex",
                         .premium_capabilities = with(Capability::chat) | with(Capability::supervisor),
                         .entitlements = {counted("standard", "regid.example.STD,1.0_x", Meter::standard),
                                          counted("premium", "regid.example.PRE,1.0_x", Meter::premium)}};
  LicenseType lab = policy.license_type;
  lab.id = "nps";
  lab.title = "NPS";
  lab.type_class = TypeClass::lab;
  lab.note = "For labs only.";
  policy.license_types = {policy.license_type, lab};
  return policy;
}

SignIn sign_in(const std::string& id) {
  SignIn event;
  event.seat = {id};
  event.capabilities = with(Capability::inbound_voice);
  return event;
}

RegisterCommand registration() {
  return {.token = {"token-1"}, .token_fingerprint = "0123456789ab", .force = false, .wait = true};
}

LoopBench::LoopBench(MemoryStore& disk, LabPosition position, ClockKind kind)
    : clock(std::move(position)),
      loop({.policy = policy,
            .clock = clock,
            .lab = kind == ClockKind::lab ? &clock : nullptr,
            .dice = dice,
            .store = disk,
            .outside = {.channel = channel, .keys = keys, .key_maker = key_maker, .alarms = alarms},
            .wake = wake},
           loaded_from(disk)) {}

void LoopBench::start() {
  const auto outcome = loop.start({.pid = "SMALL", .serial = "S1", .uuid = "U1"});
  ASSERT_TRUE(outcome.has_value());
  run();
}

std::optional<Answered> LoopBench::ask(Event event) {
  std::optional<Answered> heard;
  EXPECT_TRUE(loop.submit(std::move(event), [&heard](const Answered& answered) { heard = answered; }));
  run();
  return heard;
}

}  // namespace lic::test
