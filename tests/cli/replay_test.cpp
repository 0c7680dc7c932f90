#include "daemon/cli/replay.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/cli/fake_console.hpp"
#include "tests/cli/fake_lab.hpp"
#include "tests/cli/tiny_server.hpp"

namespace lic::cli {
namespace {

constexpr const char* kTrace =
    "time,event,seat,detail\n"
    "2026-03-02T06:50:00Z,ports,,inbound=28;outbound=3\n"
    "2026-03-02T07:00:00Z,sign_in,a1,inbound_voice\n"
    "2026-03-02T07:00:00Z,sign_in,a2,inbound_voice;chat\n"
    "2026-03-02T07:10:00Z,used,a1,inbound_voice\n"
    "2026-03-02T07:20:00Z,sign_in,a3,supervisor\n"
    "2026-03-02T07:30:00Z,sign_out,a1,\n";

WallTime time_at(const char* text) { return *from_rfc3339(text); }

ReplayPlan plan() {
  ReplayPlan made;
  made.rows = *parse_trace("t.csv", kTrace);
  made.end = time_at("2026-03-03T00:00:00Z");
  return made;
}

struct Played {
  Outcome<std::vector<ReportPurchase>> outcome;
  std::string err;
};

Played play(FakeLab& lab, const ReplayPlan& what, HttpClient* ssm_admin = nullptr, int attempts_until_return = 3) {
  FakeConsole console;
  FakePatience patience{lab, attempts_until_return};
  DaemonClient daemon{lab, "/nowhere"};
  Progress progress{console, "replay", true};
  auto outcome = Replay{daemon, ssm_admin, patience, progress}.run(what);
  return Played{std::move(outcome), console.err};
}

TEST(Replay, MovesLabTimeOnceForRowsOfTheSameTimeAndToTheEndOfTheDay) {
  FakeLab lab;
  ASSERT_TRUE(play(lab, plan()).outcome);
  EXPECT_EQ(lab.moments,
            (std::vector<std::string>{"2026-03-02T06:50:00Z", "2026-03-02T07:00:00Z", "2026-03-02T07:10:00Z",
                                      "2026-03-02T07:20:00Z", "2026-03-02T07:30:00Z", "2026-03-03T00:00:00Z"}));
  EXPECT_EQ(lab.seats.size(), 2U);
  EXPECT_TRUE(lab.seats.contains("a3"));
  EXPECT_EQ(lab.ports, R"({"inbound":28,"outbound":3})");
}

TEST(Replay, SaysHowFarItIsWhenAsked) {
  FakeLab lab;
  const std::string err = play(lab, plan()).err;
  EXPECT_TRUE(err.starts_with("replay 10%\n")) << err;
  EXPECT_TRUE(err.ends_with("replay 100%\n")) << err;
}

struct Death {
  int call;
  bool after_applying;
};
class DaemonDies : public testing::TestWithParam<Death> {};

// Call 0 is the first look at lab time, before which nothing is repeated.
TEST_P(DaemonDies, TheOutcomeIsTheSame) {
  FakeLab calm;
  ASSERT_TRUE(play(calm, plan()).outcome);
  FakeLab lab;
  lab.dies_at = GetParam().call;
  lab.dies_after_applying = GetParam().after_applying;
  const Played played = play(lab, plan());
  ASSERT_TRUE(played.outcome) << played.outcome.error().what;
  EXPECT_FALSE(lab.is_alive && lab.calls == calm.calls) << "the daemon never died";
  EXPECT_EQ(lab.seats, calm.seats);
  EXPECT_EQ(lab.ports, calm.ports);
  EXPECT_EQ(lab.now, calm.now);
}

std::vector<Death> all_deaths() {
  std::vector<Death> deaths;
  for (int call = 1; call <= 12; ++call) {
    deaths.push_back(Death{call, false});
    deaths.push_back(Death{call, true});
  }
  return deaths;
}
INSTANTIATE_TEST_SUITE_P(InEveryCall, DaemonDies, testing::ValuesIn(all_deaths()));

TEST(Replay, GivesUpWhenTheDaemonDoesNotReturn) {
  FakeLab lab;
  lab.dies_at = 3;
  const auto outcome = play(lab, plan(), nullptr, 1000).outcome;
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().exit_code, kExitNotRunning);
}

TEST(Replay, AFirstSignOutOfAnUnknownSeatIsAnError) {
  FakeLab lab;
  ReplayPlan wrong = plan();
  wrong.rows = *parse_trace("t.csv", "time,event,seat,detail\n2026-03-02T07:30:00Z,sign_out,stranger,\n");
  const auto outcome = play(lab, wrong).outcome;
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().exit_code, kExitWrongState);
  EXPECT_TRUE(outcome.error().what.starts_with("line 2 of the trace: "));
}

TEST(Replay, RefusesLabTimeThatIsAheadOfTheTrace) {
  FakeLab lab;
  lab.now = time_at("2026-03-02T08:00:00Z");
  const auto outcome = play(lab, plan()).outcome;
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().exit_code, kExitWrongState);
  EXPECT_TRUE(lab.moments.empty());
}

TEST(Replay, RefusesADaemonThatIsNotInLabMode) {
  class NoLab final : public HttpClient {
    HttpOutcome exchange(const HttpRequest&) override {
      return HttpAnswer{404, "application/problem+json", R"({"code":"not_found","detail":"no such route"})"};
    }
  };
  NoLab http;
  FakeLab lab;
  FakeConsole console;
  FakePatience patience{lab, 1};
  DaemonClient daemon{http, "/nowhere"};
  Progress progress{console, "replay", false};
  const auto outcome = Replay{daemon, nullptr, patience, progress}.run(plan());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().exit_code, kExitWrongState);
  EXPECT_NE(outcome.error().remedy.find("--lab"), std::string::npos);
}

// The admin port of the lab SSM: pools of one account.
class FakePools final : public HttpClient {
public:
  std::vector<HttpRequest> asked;
  HttpOutcome exchange(const HttpRequest& request) override {
    asked.push_back(request);
    return HttpAnswer{200, "application/json",
                      R"({"pools":{"regid.STD,12.5_x":{"purchased":60,"in_use":98,"reserved":0,"balance":-38},)"
                      R"("regid.PREM,12.5_y":{"purchased":40,"in_use":30,"reserved":0,"balance":10},)"
                      R"("regid.VERSION,12.5_z":{"purchased":0,"in_use":1,"balance":-1,"status":"InvalidTag"}},)"
                      R"("covers":{"regid.PREM,12.5_y":["regid.STD,12.5_x"]}})"};
  }
};

Json short_status(const char* shortfall) {
  return *parse_json(std::string{R"({"ooc":{"shortfall":)"} + shortfall +
                     R"(},"entitlements":[{"name":"standard","tag":"regid.STD,12.5_x"},)"
                     R"({"name":"premium","tag":"regid.PREM,12.5_y"}]})");
}

ReplayPlan plan_with_purchase() {
  ReplayPlan made = plan();
  made.purchase = PurchasePlan{time_at("2026-03-02T07:15:00Z"), "Contact Centre", Secret{"admin-token"}};
  return made;
}

TEST(Replay, BuysTheShortfallShownAndKeepsTheRest) {
  FakeLab lab;
  lab.status = short_status(R"({"standard":30,"premium":0})");
  FakePools pools;
  const auto outcome = play(lab, plan_with_purchase(), &pools).outcome;
  ASSERT_TRUE(outcome) << outcome.error().what;
  ASSERT_EQ(outcome->size(), 1U);
  EXPECT_EQ(outcome->front().bought, (Purchases{{"standard", 30}}));
  ASSERT_EQ(pools.asked.size(), 2U);
  EXPECT_EQ(pools.asked[1].method, "PUT");
  EXPECT_EQ(pools.asked[1].target, "/admin/accounts/Contact%20Centre/pools");
  EXPECT_EQ(pools.asked[1].bearer_token, "admin-token");
  EXPECT_EQ(pools.asked[1].body, R"({"pools":{"regid.STD,12.5_x":90,"regid.PREM,12.5_y":40},)"
                                 R"("covers":{"regid.PREM,12.5_y":["regid.STD,12.5_x"]}})");
}

TEST(Replay, BuysNothingWhenNothingIsShort) {
  FakeLab lab;
  lab.status = short_status("{}");
  FakePools pools;
  const auto outcome = play(lab, plan_with_purchase(), &pools).outcome;
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->front().bought.empty());
  EXPECT_TRUE(pools.asked.empty());
}

TEST(Replay, BuysOnceWhenTheDaemonDiesBeforeThePurchase) {
  FakeLab lab;
  lab.status = short_status(R"({"standard":30})");
  lab.dies_at = 10;  // the reading of the status
  lab.dies_after_applying = true;
  FakePools pools;
  const auto outcome = play(lab, plan_with_purchase(), &pools).outcome;
  ASSERT_TRUE(outcome);
  EXPECT_EQ(pools.asked.size(), 2U);
}

// The same over real sockets: the server is cut off in the middle and another one takes its place.
class Restarter final : public Patience {
public:
  Restarter(FakeLab& lab, std::optional<TinyServer>& server, std::string path, TinyServer::Handler handler)
      : lab_(lab), server_(server), path_(std::move(path)), handler_(std::move(handler)) {}
  void restart() override { waits_ = 0; }
  bool wait() override {
    if (++waits_ == 2) {
      lab_.is_alive = true;
      server_.reset();
      server_.emplace(path_, handler_);
    }
    return waits_ < 10;
  }

private:
  FakeLab& lab_;
  std::optional<TinyServer>& server_;
  std::string path_;
  TinyServer::Handler handler_;
  int waits_ = 0;
};

TEST(Replay, SurvivesAKilledServerOverARealSocket) {
  FakeLab calm;
  ASSERT_TRUE(play(calm, plan()).outcome);
  const TemporaryFolder folder;
  const std::string path = folder / "control.sock";
  FakeLab lab;
  lab.dies_at = 6;
  lab.dies_after_applying = true;
  const TinyServer::Handler handler = [&lab](const TinyRequest& request) {
    return lab.handle(request.method, request.target, request.body);
  };
  std::optional<TinyServer> server;
  server.emplace(path, handler);
  Restarter patience{lab, server, path, handler};
  const auto http = http_over_unix_socket(path);
  DaemonClient daemon{*http, path};
  FakeConsole console;
  Progress progress{console, "replay", false};
  const auto outcome = Replay{daemon, nullptr, patience, progress}.run(plan());
  ASSERT_TRUE(outcome) << outcome.error().what;
  server.reset();
  EXPECT_EQ(lab.seats.size(), calm.seats.size());
  EXPECT_EQ(lab.now, calm.now);
  EXPECT_EQ(console.err, "");  // nothing is shown where nobody watches
}

}  // namespace
}  // namespace lic::cli
