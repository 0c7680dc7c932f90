// Dead addresses cost 200 ms each, whatever their family (docs/decisions/0011).
#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "tests/transport/exchange_fixture.hpp"
#include "transport/address_race.hpp"

namespace lic::testing {
namespace {

// Far less than the time-out that a dead address would cost; tests/system/test_dead_address.py prints the real figure.
constexpr Millis kFarFromATimeOut{3000};

struct Result {
  RaceReport report;
  bool has_socket = false;
};

class AddressRaceTest : public ::testing::Test {
protected:
  [[nodiscard]] RaceGoal goal(int port) const {
    return {"ssm.test", static_cast<std::uint16_t>(port), IpVersion::any, true, 3 * kSecond};
  }
  [[nodiscard]] Result race(const std::vector<std::string>& addresses, const RaceGoal& goal) {
    TableLookup lookup{loop_, {{"ssm.test", addresses}}};
    if (addresses.empty()) lookup.fall_silent();
    AddressRace race{loop_, lookup};
    std::vector<Result> results;
    const Stopwatch watch;
    race.start(goal, [&results](RaceReport report, OpenSocket socket) {
      const int descriptor = socket.take();
      if (descriptor >= 0) (void)::close(descriptor);
      results.push_back({std::move(report), descriptor >= 0});
    });
    EXPECT_TRUE(results.empty()) << "called from inside start()";
    loop_.restart();
    (void)loop_.run_for(std::chrono::seconds{8});
    EXPECT_TRUE(loop_.stopped()) << "the race keeps the loop awake";
    took_ = watch.elapsed();
    EXPECT_EQ(results.size(), 1U);
    return results.empty() ? Result{} : results.front();
  }

  boost::asio::io_context loop_;
  Millis took_{0};
};

TEST_F(AddressRaceTest, AGoodAddressWinsAtOnce) {
  const Listener server;
  const Result result = race({"127.0.0.1"}, goal(server.port()));
  EXPECT_EQ(result.report.end, RaceEnd::won);
  EXPECT_EQ(result.report.address, "127.0.0.1");
  EXPECT_TRUE(result.has_socket && result.report.resolved && result.report.connected);
  EXPECT_LT(took_, Millis{100});
}

TEST_F(AddressRaceTest, ADeadFirstAddressOfTheSameFamilyCosts200Milliseconds) {
  const Listener server;
  const BlackHole dead{"127.0.0.2", server.port()};
  const Result result = race({"127.0.0.2", "127.0.0.1"}, goal(server.port()));
  EXPECT_EQ(result.report.end, RaceEnd::won);
  EXPECT_EQ(result.report.address, "127.0.0.1");
  EXPECT_GE(took_, AddressRace::kAttemptDelay);
  EXPECT_LE(took_, kFarFromATimeOut);
}

TEST_F(AddressRaceTest, AnAddressThatRefusesCostsNothing) {
  const Listener server;
  const Result result = race({"127.0.0.3", "127.0.0.4", "127.0.0.1"}, goal(server.port()));
  EXPECT_EQ(result.report.address, "127.0.0.1");
  ASSERT_EQ(result.report.failed.size(), 2U);
  EXPECT_EQ(result.report.failed[0].address, "127.0.0.3");
  EXPECT_EQ(result.report.failed[0].os_error, ECONNREFUSED);
  EXPECT_LT(took_, Millis{100});
}

TEST_F(AddressRaceTest, AnAnswerAfterTheNextAttemptBeganStillWins) {
  const Listener server;
  const BlackHole dead{"127.0.0.2", server.port()};
  const BlackHole dead_too{"127.0.0.3", server.port()};
  const Result result = race({"127.0.0.2", "127.0.0.3", "127.0.0.1"}, goal(server.port()));
  EXPECT_EQ(result.report.address, "127.0.0.1");
  EXPECT_LE(took_, kFarFromATimeOut);
}

TEST_F(AddressRaceTest, TheFamiliesTakeTurnsIPv6First) {
  DeafListener gone;
  gone.close();
  const Result result = race({"127.0.0.2", "127.0.0.3", "::1", "127.0.0.4"}, goal(gone.port()));
  EXPECT_EQ(result.report.addresses, (std::vector<std::string>{"::1", "127.0.0.2", "127.0.0.3", "127.0.0.4"}));
  EXPECT_EQ(result.report.end, RaceEnd::not_connected);
  EXPECT_EQ(result.report.failed.size(), 4U);
}

TEST_F(AddressRaceTest, WhenTimeIsUpEveryAddressHasItsReason) {
  DeafListener gone;
  const BlackHole dead{"127.0.0.2", gone.port()};
  gone.close();
  RaceGoal short_goal = goal(gone.port());
  short_goal.limit = Millis{400};
  const Result result = race({"127.0.0.2", "127.0.0.3"}, short_goal);
  EXPECT_EQ(result.report.end, RaceEnd::timed_out);
  ASSERT_EQ(result.report.failed.size(), 2U);
  EXPECT_EQ(result.report.failed[0].address, "127.0.0.3");
  EXPECT_EQ(result.report.failed[0].os_error, ECONNREFUSED);
  EXPECT_EQ(result.report.failed[1].address, "127.0.0.2");
  EXPECT_EQ(result.report.failed[1].os_error, ETIMEDOUT);
  EXPECT_FALSE(result.has_socket);
}

TEST_F(AddressRaceTest, ASilentNameServerRunsIntoTheLimit) {
  RaceGoal short_goal = goal(1);
  short_goal.limit = Millis{100};
  EXPECT_EQ(race({}, short_goal).report.end, RaceEnd::lookup_timed_out);
}

TEST_F(AddressRaceTest, OneAddressOutsideAndNothingIsConnectedToInTheLab) {
  SocketServer server{[](int) {}};
  const Result result = race({"127.0.0.1", "192.0.2.1"}, goal(server.port()));
  EXPECT_EQ(result.report.end, RaceEnd::not_loopback);
  EXPECT_EQ(result.report.address, "192.0.2.1");
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(AddressRaceTest, NoMoreThanSixteenAddressesAreTried) {
  DeafListener gone;
  gone.close();
  const Result result = race(std::vector<std::string>(40, "127.0.0.2"), goal(gone.port()));
  EXPECT_EQ(result.report.failed.size(), AddressRace::kAddressesMax);
}

TEST_F(AddressRaceTest, SaysNothingAfterCancelOrDestruction) {
  const Listener server;
  TableLookup lookup{loop_, {{"ssm.test", {"127.0.0.1"}}}};
  std::optional<AddressRace> race{std::in_place, loop_, lookup};
  const auto unwanted = [](const RaceReport&, const OpenSocket&) { ADD_FAILURE() << "called"; };
  race->start(goal(server.port()), unwanted);
  (void)loop_.run_one();
  race->cancel();
  race->start(goal(server.port()), unwanted);
  (void)loop_.run_one();
  race.reset();
  loop_.restart();
  (void)loop_.run_for(std::chrono::seconds{1});
  EXPECT_TRUE(loop_.stopped());
}

class SystemLookupTest : public ::testing::Test {
protected:
  [[nodiscard]] LookupAnswer ask(const LookupQuestion& question) {
    SystemNameLookup lookup{loop_};
    std::vector<LookupAnswer> answers;
    lookup.begin(question, [&answers](LookupAnswer answer) { answers.push_back(std::move(answer)); });
    EXPECT_TRUE(answers.empty()) << "called from inside begin()";
    loop_.restart();
    (void)loop_.run_for(std::chrono::seconds{30});
    EXPECT_EQ(answers.size(), 1U);
    return answers.empty() ? LookupAnswer{} : answers.front();
  }
  boost::asio::io_context loop_;
};

TEST_F(SystemLookupTest, KnowsThisMachine) {
  const LookupAnswer answer = ask({"localhost", IpVersion::v4});
  ASSERT_FALSE(answer.addresses.empty());
  EXPECT_EQ(answer.addresses.front().to_string(), "127.0.0.1");
}

TEST_F(SystemLookupTest, AnAddressStandsForItself) {
  EXPECT_EQ(ask({"192.0.2.7", IpVersion::any}).addresses.front().to_string(), "192.0.2.7");
  EXPECT_EQ(ask({"2001:db8::7", IpVersion::v6}).addresses.front().to_string(), "2001:db8::7");
  EXPECT_EQ(ask({"192.0.2.7", IpVersion::v6}).error, EAI_ADDRFAMILY);
}

TEST_F(SystemLookupTest, ANameThatCannotBeIsAnError) {
  const LookupAnswer answer = ask({"no such name", IpVersion::any});
  EXPECT_TRUE(answer.addresses.empty());
  EXPECT_NE(answer.error, 0);
}

TEST_F(SystemLookupTest, ACancelledLookupIsNotHeardOfAgain) {
  const auto unwanted = [](const LookupAnswer&) { ADD_FAILURE() << "called"; };
  {
    SystemNameLookup lookup{loop_};
    lookup.begin({"localhost", IpVersion::any}, unwanted);
    lookup.cancel();
    lookup.begin({"localhost", IpVersion::any}, unwanted);
  }
  (void)loop_.run_for(std::chrono::seconds{1});
  EXPECT_TRUE(loop_.stopped());
}

using RacedExchange = ExchangeTest;

TEST_F(RacedExchange, ADeadFirstAddressCostsAnExchangeNoTimeOutAndLibcurlLooksNothingUp) {
  TlsServer server{[](const std::string&) { return http_answer("{}"); }};
  const BlackHole dead{"127.0.0.2", server.port()};
  auto lookup = std::make_unique<TableLookup>(loop_, TableLookup::Table{{"localhost", {"127.0.0.2", "127.0.0.1"}}});
  exchange_ = std::make_unique<HttpExchange>(loop_, Millis{0}, std::move(lookup));
  const Stopwatch watch;
  const HttpOutcome outcome = outcome_of(post_to(server.url()));
  EXPECT_TRUE(is_answered(outcome));
  EXPECT_EQ(outcome.report.address, "127.0.0.1");
  EXPECT_EQ(outcome.report.addresses, (std::vector<std::string>{"127.0.0.2", "127.0.0.1"}));
  EXPECT_LE(watch.elapsed(), kFarFromATimeOut);
}

TEST_F(RacedExchange, ManyExchangesLeaveNoDescriptorBehind) {
  TlsServer server{[](const std::string&) { return http_answer("{}"); }};
  const auto open_descriptors = [] {
    const int lowest_free = ::dup(0);
    (void)::close(lowest_free);
    return lowest_free;
  };
  (void)outcome_of(post_to(server.url()));
  const int before = open_descriptors();
  for (int round = 0; round < 20; ++round) {
    EXPECT_TRUE(is_answered(outcome_of(post_to(server.url()))));
    (void)failure_of(post_to("https://no.such.name/"));
    (void)failure_of(post_to("https://127.0.0.1:1/"));
  }
  EXPECT_LE(open_descriptors(), before + 1);  // the server's thread may still hold the last one
}

}  // namespace
}  // namespace lic::testing
