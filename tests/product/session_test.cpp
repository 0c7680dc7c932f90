// What a connection of the product is answered, in which order, and when it is not read (interfaces.md section 3).
#include "daemon/product/session.hpp"

#include <gtest/gtest.h>

#include "tests/product/session_bench.hpp"

namespace lic::test {
namespace {

using Lines = std::vector<std::string>;

TEST(ProductSession, AnswersEachKindOfRequest) {
  SessionBench bench;
  EXPECT_EQ(bench.ask("{\"i\":1,\"op\":\"sign_in\",\"id\":\"a\",\"capabilities\":[\"chat\"]}\n"),
            Lines{R"({"i":1,"ok":true,"class":"premium"})"});
  EXPECT_EQ(bench.ask("{\"i\":2,\"op\":\"update\",\"id\":\"a\",\"used\":[\"email\"]}\n"),
            Lines{R"({"i":2,"ok":true,"class":"premium"})"});
  EXPECT_EQ(bench.ask("{\"i\":3,\"op\":\"sign_out\",\"id\":\"a\"}\n"), Lines{R"({"i":3,"ok":true})"});
  EXPECT_EQ(bench.ask("{\"i\":4,\"op\":\"ports\",\"inbound\":3}\n"), Lines{R"({"i":4,"ok":true})"});
  EXPECT_EQ(bench.ask("{\"i\":5,\"op\":\"sync\",\"seats\":[{\"id\":\"b\",\"capabilities\":[]}]}\n"),
            Lines{R"({"i":5,"ok":true,"count":1})"});
  EXPECT_EQ(bench.ask("{\"i\":6,\"op\":\"provisioning\"}\n"),
            Lines{R"({"i":6,"ok":true,"allowed":true,"blocked":[],"reasons":[],"since":null,"days_left":null})"});
  EXPECT_TRUE(bench.bench.loop.reading().state.seats.contains("b"));
}

TEST(ProductSession, SaysKnownFalseWhereAFactConcernsNobody) {
  SessionBench bench;
  EXPECT_EQ(bench.ask("{\"op\":\"sign_out\",\"id\":\"a\"}\n"), Lines{R"({"ok":true,"known":false})"});
  EXPECT_EQ(bench.ask("{\"op\":\"update\",\"id\":\"a\",\"used\":[]}\n"), Lines{R"({"ok":true,"known":false})"});
  const Lines refused = bench.ask("{\"op\":\"update\",\"id\":\"a\",\"capabilities\":[]}\n");
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_NE(refused[0].find(R"("ok":false,"code":"not_found")"), std::string::npos) << refused[0];
}

TEST(ProductSession, SaysWhatIsNotOnDiskWhileTheDiskRefuses) {
  SessionBench bench;
  bench.disk.refuse_commits(true);
  EXPECT_EQ(bench.ask(sign_in_line(1)), Lines{R"({"i":1,"ok":true,"class":"standard","durable":false})"});
  bench.disk.refuse_commits(false);
  EXPECT_EQ(bench.ask(sign_in_line(2)), Lines{R"({"i":2,"ok":true,"class":"standard"})"});
}

TEST(ProductSession, SaysTheSameHoweverTheBytesAreCut) {
  const std::string text =
      sign_in_line(1) + "nonsense\n" + "{\"i\":\"\\u0041\\n\",\"op\":\"sign_out\",\"id\":\"agent1\"}\r\n" +
      "{\"op\":\"sign_in\",\"i\":3,\"id\":\"\\u00e4\\\"b\",\"capabilities\":[\"chat\",\"email\"]}\n";
  const Lines whole = SessionBench().ask(text);
  ASSERT_EQ(whole.size(), 4U);
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    SessionBench bench;
    bench.send(std::string_view(text).substr(0, cut));
    bench.run();
    bench.send(std::string_view(text).substr(cut));
    bench.run();
    ASSERT_EQ(bench.lines(), whole) << cut;
  }
}

TEST(ProductSession, AnswersAThousandInFlightInOrder) {
  SessionBench bench;
  std::string text;
  Lines wanted;
  for (int number = 0; number < 1000; number += 4) {
    text += sign_in_line(number) + "{\"i\":" + std::to_string(number + 1) + ",\"op\":\"provisioning\"}\n" + "[]\n" +
            "{\"i\":" + std::to_string(number + 3) + ",\"op\":\"sign_out\",\"id\":\"nobody\"}\n";
    wanted.insert(wanted.end(), {"{\"i\":" + std::to_string(number) + ",\"ok\":true,\"class",
                                 "{\"i\":" + std::to_string(number + 1) + ",\"ok\":true,\"allowed", "{\"ok\":false,",
                                 "{\"i\":" + std::to_string(number + 3) + ",\"ok\":true,\"known\":false"});
  }
  bench.send(text);
  EXPECT_TRUE(bench.session.output().empty());  // nothing is committed yet
  bench.run();
  const Lines answers = bench.lines();
  ASSERT_EQ(answers.size(), wanted.size());
  for (std::size_t index = 0; index < wanted.size(); ++index) EXPECT_TRUE(answers[index].starts_with(wanted[index]));
}

TEST(ProductSession, IsNotReadWhileTooManyRequestsWait) {
  SessionBench bench;
  std::string text;
  for (int number = 0; number < 1500; ++number) text += sign_in_line(number);
  bench.send(text);
  EXPECT_FALSE(bench.session.wants_input());
  bench.bench.run();
  EXPECT_EQ(bench.lines().size(), product::kUnansweredMax);
  bench.session.proceed();
  EXPECT_TRUE(bench.session.wants_input());
}

TEST(ProductSession, IsNotReadWhileItsAnswersAreNotTaken) {
  SessionBench bench;
  std::size_t sent = 0;
  while (bench.session.wants_input()) {
    bench.send("{\"op\":\"nothing of the kind\"}\n");
    ASSERT_LT(++sent, 10'000U);
  }
  EXPECT_GE(bench.session.output().size(), product::kUnwrittenBytesMax);
  EXPECT_LT(bench.session.output().size(), product::kUnwrittenBytesMax + 1024);
  EXPECT_EQ(bench.lines().size(), sent);
  EXPECT_TRUE(bench.session.wants_input());
}

TEST(ProductSession, LosesNothingWhenTheLoopIsFull) {
  SessionBench bench;
  for (std::size_t count = 0; count + 1 < AgentLoop::kInboxMax; ++count) bench.bench.loop.inform(TimerFired{});
  bench.send(sign_in_line(1) + sign_in_line(2) + sign_in_line(3));
  EXPECT_FALSE(bench.session.wants_input());
  EXPECT_TRUE(bench.session.output().empty());
  bench.bench.run();
  EXPECT_EQ(bench.lines().size(), 1U);
  bench.session.proceed();
  bench.run();
  EXPECT_EQ(bench.lines().size(), 2U);
  EXPECT_EQ(bench.bench.loop.reading().state.seats.size(), 3U);
}

TEST(ProductSession, AppliesNothingBeforeItsProcessIsKnown) {
  SessionBench bench(product_role(), false);
  EXPECT_FALSE(bench.session.wants_input());
  bench.session.set_holder(7);
  static_cast<void>(bench.ask(sign_in_line(1)));
  const Seat* seat = bench.bench.loop.reading().state.seats.find("agent1");
  ASSERT_NE(seat, nullptr);
  EXPECT_EQ(seat->holder, 7U);
}

TEST(ProductSession, LetsAMonitorAskButNotSignIn) {
  SessionBench bench(monitor_role());
  const Lines refused = bench.ask(sign_in_line(1));
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_TRUE(refused[0].starts_with(R"({"i":1,"ok":false,"code":"permission_denied")")) << refused[0];
  EXPECT_TRUE(bench.bench.loop.reading().state.seats.empty());
  EXPECT_TRUE(bench.ask("{\"op\":\"provisioning\"}\n").at(0).starts_with(R"({"ok":true,"allowed":true)"));
  EXPECT_TRUE(bench.ask("{\"op\":\"subscribe\"}\n").at(0).starts_with(R"({"ok":true,"allowed":true)"));
  EXPECT_TRUE(bench.session.is_subscribed());
}

TEST(ProductSession, TellsEventsToSubscribersAlone) {
  SessionBench bench;
  bench.session.tell("{\"event\":\"A\"}\n");
  EXPECT_TRUE(bench.lines().empty());
  static_cast<void>(bench.ask("{\"op\":\"subscribe\"}\n"));
  bench.session.tell("{\"event\":\"A\"}\n");
  EXPECT_EQ(bench.lines(), Lines{R"({"event":"A"})"});
}

TEST(ProductSession, EndsAfterALineThatIsTooLong) {
  SessionBench bench;
  bench.send(std::string(2 * product::kLineBytesMax, 'x'));
  const Lines answers = bench.lines();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_NE(answers[0].find("longer than 1048576 bytes"), std::string::npos) << answers[0];
  EXPECT_TRUE(bench.session.is_over());
}

TEST(ProductSession, AnswersWhatWasAskedBeforeThePeerEnded) {
  SessionBench bench;
  bench.send(sign_in_line(1) + "{\"op\":");
  bench.session.peer_ended();
  EXPECT_FALSE(bench.session.is_over());
  bench.run();
  const Lines answers = bench.lines();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(answers[0].starts_with(R"({"i":1,"ok":true)"));
  EXPECT_NE(answers[1].find("in the middle of a line"), std::string::npos);
  EXPECT_TRUE(bench.session.is_over());
}

TEST(ProductSession, GoesOnInMemoryAndSaysSoWhileTheDiskRefuses) {
  SessionBench bench;
  bench.disk.refuse_commits(true);
  EXPECT_EQ(bench.ask(sign_in_line(1)), Lines{R"({"i":1,"ok":true,"class":"standard","durable":false})"});
  EXPECT_EQ(bench.ask("{\"op\":\"ports\",\"ivr\":1}\n"), Lines{R"({"ok":true,"durable":false})"});
  const Lines refused = bench.ask("{\"op\":\"update\",\"id\":\"b\",\"capabilities\":[]}\n");
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_TRUE(refused[0].starts_with(R"({"ok":false,"code":"not_found")")) << refused[0];
  EXPECT_EQ(refused[0].find("durable"), std::string::npos);
}

}  // namespace
}  // namespace lic::test
