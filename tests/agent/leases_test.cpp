// R-USE-9: sessions that end by themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "agent/leases.hpp"
#include "tests/agent/admission_bench.hpp"

namespace lic::test {
namespace {

struct LeaseRig : Rig {
  explicit LeaseRig(Policy rules = flex_policy()) : Rig(std::move(rules)) {}

  Answered said(Event event) {
    const RequestId caller = ask(std::move(event));
    return *answer_to(caller);
  }
  std::uint32_t connect(const std::string& process, const std::string& name = "engine") {
    return std::get<ProductKnown>(said(ProductConnected{process, name})).holder;
  }
  Answered sign_in(const std::string& id, std::optional<Millis> lease, std::uint32_t holder = 0) {
    return said(SignIn{SeatId{id}, with(Capability::inbound_voice), {}, lease, holder});
  }
  [[nodiscard]] bool is_in(const std::string& id) const { return state.seats.contains(id); }
  [[nodiscard]] std::vector<std::string> told() const {
    std::vector<std::string> texts;
    for (const DomainEvent& event : events)
      if (event.name == "SESSIONS_EXPIRED") texts.push_back(event.text);
    return texts;
  }
};

TEST(Leases, ASessionEndsWithItsLeaseAtThatInstant) {
  LeaseRig rig;
  rig.sign_in("a", kMinute);
  rig.sign_in("b", std::nullopt);
  rig.advance(kMinute - Millis{1});
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(Millis{1});
  EXPECT_FALSE(rig.is_in("a"));
  rig.advance(400 * kDay);
  EXPECT_TRUE(rig.is_in("b")) << "without a lease it lives until sign-out or sync";
  EXPECT_EQ(rig.told(), std::vector<std::string>{"1 session ended: 1 by their own lease."});
}

TEST(Leases, TheSameSignInAgainRenewsItAndOneWithoutALeaseTakesItAway) {
  LeaseRig rig;
  rig.sign_in("a", kMinute);
  rig.sign_in("b", kMinute);
  rig.advance(50 * kSecond);
  rig.sign_in("a", kMinute);
  rig.sign_in("b", std::nullopt);
  rig.advance(50 * kSecond);
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(10 * kSecond);
  EXPECT_FALSE(rig.is_in("a"));
  EXPECT_TRUE(rig.is_in("b"));
}

TEST(Leases, AreBoundedFromTenSecondsToThirtyDays) {
  LeaseRig rig;
  for (const Millis wrong : {10 * kSecond - Millis{1}, 30 * kDay + Millis{1}, Millis{-1}})
    EXPECT_EQ(std::get<Error>(rig.sign_in("a", wrong)).code, ErrorCode::invalid_argument);
  EXPECT_TRUE(rig.state.seats.empty());
  EXPECT_TRUE(is_done(rig.sign_in("a", 10 * kSecond)));
  EXPECT_TRUE(is_done(rig.sign_in("b", 30 * kDay)));
}

TEST(Leases, TheSoonestEndIsTheNextDeadline) {
  LeaseRig rig;
  rig.sign_in("a", 3 * kMinute);
  rig.sign_in("b", 2 * kMinute);
  const auto next = next_deadline(rig.state, rig.policy);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->name, "lease_end");
  EXPECT_EQ(next->at, rig.now.boot + 2 * kMinute);
}

TEST(Leases, WhoseTimerComesLateAreNotInTheNextIntervalsCount) {  // R-USE-3
  LeaseRig rig;
  rig.advance(14 * kMinute);
  rig.sign_in("a", 59 * kSecond);
  rig.sign_in("b", 61 * kSecond);
  rig.sleep(63 * kSecond);  // the timer is 2 seconds late
  rig.sign_in("c", std::nullopt);
  rig.advance_to(at("2026-03-02T00:30:00Z"));
  const auto row = [&rig](const char* start) {
    return std::ranges::find_if(rig.history, [start](const HistoryAppend& append) {
      return append.row.interval_start == at(start) && append.row.entitlement == "seats";
    });
  };
  EXPECT_EQ(row("2026-03-02T00:00:00Z")->row.peak, 2);
  EXPECT_EQ(row("2026-03-02T00:00:00Z")->row.current, 1);
  EXPECT_DOUBLE_EQ(row("2026-03-02T00:00:00Z")->row.average, (59.0 + 60.0) / 900.0);
  EXPECT_EQ(row("2026-03-02T00:15:00Z")->row.peak, 1) << "b until its end, then c";
}

TEST(Leases, TimeAsleepDoesNotCount) {
  LeaseRig rig;
  rig.sign_in("a", 5 * kMinute);
  rig.advance(kMinute);
  rig.feed(TimerFired{});
  rig.sleep(3 * kHour);
  rig.feed(TimerFired{});
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(4 * kMinute - Millis{1});
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(Millis{1});
  EXPECT_FALSE(rig.is_in("a"));
}

TEST(Leases, TimeOffDoesNotCount) {
  LeaseRig rig;
  rig.sign_in("a", 5 * kMinute);
  rig.advance(kMinute);
  rig.feed(TimerFired{});
  rig.restart(true, 3 * kHour);
  rig.advance(4 * kMinute - Millis{1});
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(Millis{1});
  EXPECT_FALSE(rig.is_in("a"));
}

TEST(Leases, AClockGivenBackLeavesThemTheirLength) {  // R-TIME-2
  LeaseRig rig;
  rig.register_now();
  rig.reply(rig.sent.back(), Pool{}.judge(std::get<AuthorizationRequest>(rig.sent.back().body), rig.now.wall));
  const WallTime truth = rig.now.wall;
  rig.sign_in("a", 5 * kMinute);
  rig.restart(true, 100 * kDay);  // a wrong calendar at boot
  rig.sent.clear();
  rig.ask(RenewAuthorizationCommand{false});
  const TrustedTime jumped = rig.trusted();
  rig.feed(SsmReplied{{rig.state.sections.exchange.pending->request.id, truth,
                       ExchangeFailed{FailureCode::clock_differs, "clocks differ", "set the clock", std::nullopt}}});
  ASSERT_LT(rig.trusted(), jumped - 99 * kDay);
  EXPECT_EQ(*next_lease_end(rig.state, rig.policy) - rig.trusted(), 5 * kMinute);
}

TEST(ProductProcesses, SessionsOutliveALostProcessByTheProductLease) {
  LeaseRig rig;
  const std::uint32_t holder = rig.connect("100 start 1");
  rig.sign_in("a", std::nullopt, holder);
  rig.sign_in("b", std::nullopt);
  rig.advance(kHour);
  EXPECT_TRUE(rig.is_in("a"));
  rig.feed(ProductGone{"100 start 1"});
  rig.advance(10 * kMinute - Millis{1});
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(Millis{1});
  EXPECT_FALSE(rig.is_in("a"));
  EXPECT_TRUE(rig.is_in("b"));
  EXPECT_EQ(rig.told(), std::vector<std::string>{"1 session ended: 1 of the lost product process \"engine\"."});
  EXPECT_TRUE(rig.state.sections.products.processes.empty()) << "forgotten with its last session";
}

TEST(ProductProcesses, TheSameProcessBackInTimeKeepsItsSessionsAndItsNumber) {
  LeaseRig rig;
  const std::uint32_t holder = rig.connect("100 start 1");
  rig.sign_in("a", std::nullopt, holder);
  rig.feed(ProductGone{"100 start 1"});
  rig.advance(9 * kMinute);
  EXPECT_EQ(rig.connect("100 start 1"), holder);
  rig.advance(kDay);
  EXPECT_TRUE(rig.is_in("a"));
}

TEST(ProductProcesses, ANewProcessHasItsOwnNumberAndTakesOverWhoSignsInAgain) {
  LeaseRig rig;
  const std::uint32_t old_holder = rig.connect("100 start 1");
  rig.sign_in("a", std::nullopt, old_holder);
  rig.sign_in("b", std::nullopt, old_holder);
  rig.feed(ProductGone{"100 start 1"});
  const std::uint32_t new_holder = rig.connect("200 start 2");
  EXPECT_NE(new_holder, old_holder);
  rig.sign_in("a", std::nullopt, new_holder);
  rig.advance(kHour);
  EXPECT_TRUE(rig.is_in("a"));
  EXPECT_FALSE(rig.is_in("b"));
}

TEST(ProductProcesses, ASyncAfterReconnectingSettlesWhoIsIn) {
  LeaseRig rig;
  const std::uint32_t holder = rig.connect("100 start 1");
  for (const char* id : {"a", "b", "c"}) rig.sign_in(id, std::nullopt, holder);
  rig.feed(ProductGone{"100 start 1"});
  const std::uint32_t next = rig.connect("200 start 2");
  rig.feed(SeatSync{{SignIn{SeatId{"b"}, {}, {}, {}, next}, SignIn{SeatId{"d"}, {}, {}, {}, next}}});
  rig.advance(kHour);
  EXPECT_EQ(rig.state.seats.size(), 2U);
  EXPECT_TRUE(rig.is_in("b") && rig.is_in("d"));
  EXPECT_TRUE(rig.told().empty());
}

TEST(ProductProcesses, AreLostFromARestartOfTheDaemonUntilTheyConnectAgain) {
  LeaseRig rig;
  const std::uint32_t stays = rig.connect("100 start 1");
  const std::uint32_t away = rig.connect("200 start 2", "dialer");
  rig.sign_in("a", std::nullopt, stays);
  rig.sign_in("b", std::nullopt, away);
  rig.restart(false, 3 * kHour);
  EXPECT_TRUE(rig.is_in("a") && rig.is_in("b")) << "time off does not count";
  EXPECT_EQ(rig.connect("100 start 1"), stays);
  rig.advance(10 * kMinute);
  EXPECT_TRUE(rig.is_in("a"));
  EXPECT_FALSE(rig.is_in("b"));
}

TEST(ProductProcesses, ARestartDoesNotGiveALostOneANewLease) {
  LeaseRig rig;
  rig.sign_in("a", std::nullopt, rig.connect("100 start 1"));
  rig.feed(ProductGone{"100 start 1"});
  rig.advance(6 * kMinute);
  rig.feed(TimerFired{});
  rig.restart(false, kHour);
  rig.advance(4 * kMinute - Millis{1});
  EXPECT_TRUE(rig.is_in("a"));
  rig.advance(Millis{1});
  EXPECT_FALSE(rig.is_in("a"));
}

TEST(ProductProcesses, ManySessionsEndInSlicesWithoutARest) {
  LeaseRig rig;
  const std::uint32_t holder = rig.connect("100 start 1");
  SeatSync sync;
  for (int seat = 0; seat < 25'000; ++seat)
    sync.seats.push_back(SignIn{SeatId{"s" + std::to_string(seat)}, {}, {}, {}, holder});
  for (int seat = 0; seat < 5'000; ++seat) sync.seats.push_back(SignIn{SeatId{"h" + std::to_string(seat)}, {}, {}});
  rig.feed(std::move(sync));
  rig.feed(ProductGone{"100 start 1"});
  rig.sleep(10 * kMinute);
  for (const std::size_t left : {20'000U, 10'000U, 5'000U}) {
    EXPECT_EQ(next_deadline(rig.state, rig.policy)->at, rig.now.boot);
    rig.feed(TimerFired{});
    EXPECT_EQ(rig.state.seats.size(), left);
  }
  EXPECT_TRUE(rig.state.sections.products.processes.empty());
  EXPECT_EQ(rig.told().size(), 3U);
  EXPECT_NE(next_deadline(rig.state, rig.policy)->name, "lease_end");
}

TEST(ProductProcesses, OneWithoutSessionsIsForgottenAtOnce) {
  LeaseRig rig;
  rig.connect("100 start 1");
  rig.feed(ProductGone{"100 start 1"});
  rig.feed(ProductGone{"never seen"});
  EXPECT_TRUE(rig.state.sections.products.processes.empty());
}

TEST(ProductProcesses, AtMost1024AreKnown) {
  LeaseRig rig;
  for (int process = 0; process < 1024; ++process) rig.connect(std::to_string(process));
  EXPECT_EQ(std::get<Error>(rig.said(ProductConnected{"one more", "engine"})).code, ErrorCode::resource_exhausted);
  rig.feed(ProductGone{"7"});
  rig.connect("one more");
}

TEST(ProductProcesses, OnlyANewProcessOfTheNameIsTheRestartThatIsAwaited) {  // R-LIFE-2
  LeaseRig rig;
  rig.connect("100 start 1");
  rig.connect("200 start 1", "dialer");
  ProductState& products = rig.state.sections.products;
  products.awaits_restart = {"dialer", "engine"};
  products.restart_since = rig.trusted();
  rig.feed(ProductGone{"100 start 1"});
  rig.advance(kDay);
  rig.connect("100 start 1");
  EXPECT_EQ(products.awaits_restart, (std::vector<std::string>{"dialer", "engine"})) << "the same process again";
  rig.feed(ProductGone{"100 start 1"});
  rig.connect("101 start 2");
  EXPECT_EQ(products.awaits_restart, std::vector<std::string>{"dialer"});
  EXPECT_FALSE(products.processes.contains("100 start 1"));
  EXPECT_TRUE(products.restart_since.has_value());
  rig.connect("201 start 2", "dialer");
  EXPECT_TRUE(products.awaits_restart.empty());
  EXPECT_FALSE(products.restart_since.has_value());
}

}  // namespace
}  // namespace lic::test
