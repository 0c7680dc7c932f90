// Full lists in one line and in parts (R-USE-9).
#include <gtest/gtest.h>

#include "tests/product/session_bench.hpp"

namespace lic::test {
namespace {

using Lines = std::vector<std::string>;

std::string part(const std::string& id, bool more) {
  return R"({"op":"sync","seats":[{"id":")" + id + R"(","capabilities":[]}],"more":)" + (more ? "true" : "false") +
         "}\n";
}

std::size_t seats(const SessionBench& bench) { return bench.bench.loop.reading().state.seats.size(); }

TEST(ProductSync, AppliesPartsAllAtOnceWithTheLast) {
  SessionBench bench;
  static_cast<void>(bench.ask(sign_in_line(1)));
  EXPECT_EQ(bench.ask(part("a", true) + part("b", true)),
            (Lines{R"({"ok":true,"gathered":1})", R"({"ok":true,"gathered":2})"}));
  EXPECT_EQ(seats(bench), 1U);
  EXPECT_EQ(bench.ask(part("c", false)), Lines{R"({"ok":true,"count":3})"});
  EXPECT_EQ(seats(bench), 3U);
  EXPECT_FALSE(bench.bench.loop.reading().state.seats.contains("agent1"));
  EXPECT_EQ(bench.budget.gathered, 0U);
}

TEST(ProductSync, RefusesTheRestOfAListWithAHole) {
  SessionBench bench;
  static_cast<void>(bench.ask(sign_in_line(1)));
  const std::string broken = R"({"op":"sync","seats":[{"id":""}],"more":true})"
                             "\n";
  const Lines answers = bench.ask(part("a", true) + broken + part("b", true) + part("c", false));
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_EQ(answers[0], R"({"ok":true,"gathered":1})");
  EXPECT_NE(answers[1].find("invalid_argument"), std::string::npos);
  for (const std::size_t index : {2U, 3U}) EXPECT_NE(answers[index].find("failed_precondition"), std::string::npos);
  EXPECT_TRUE(bench.bench.loop.reading().state.seats.contains("agent1"));
  EXPECT_EQ(bench.ask(part("d", false)), Lines{R"({"ok":true,"count":1})"});
}

TEST(ProductSync, TakesAnUnreadablePartForAHole) {
  for (const char* broken :
       {"{\"seats\":[{\"id\":\"a\"}", "{\"op\":\"sync\",\"more\":true,", "{\"op\":\"synk\",\"seats\":[]}"}) {
    SessionBench bench;
    static_cast<void>(bench.ask(sign_in_line(1)));
    static_cast<void>(bench.ask(std::string(broken) + "\n" + part("b", true) + part("c", false)));
    EXPECT_TRUE(bench.bench.loop.reading().state.seats.contains("agent1")) << broken;
  }
}

TEST(ProductSync, ABadLineOfAnotherKindTearsNothing) {
  SessionBench bench;
  EXPECT_EQ(bench.ask("nonsense\n" + part("a", false)).at(1), R"({"ok":true,"count":1})");
}

TEST(ProductSync, ABrokenListInOneLineIsForgotten) {
  SessionBench bench;
  static_cast<void>(bench.ask(R"({"op":"sync","seats":[{"id":""}]})"
                              "\n"));
  EXPECT_EQ(bench.ask(part("a", false)), Lines{R"({"ok":true,"count":1})"});
}

TEST(ProductSync, HoldsNoMoreThanAMillionSeatsOverAllConnections) {
  SessionBench bench;
  bench.budget.gathered = product::kSyncSeatsMax - 1;
  EXPECT_EQ(bench.ask(part("a", true)), Lines{R"({"ok":true,"gathered":1})"});
  EXPECT_NE(bench.ask(part("b", true)).at(0).find("resource_exhausted"), std::string::npos);
  EXPECT_EQ(bench.budget.gathered, product::kSyncSeatsMax - 1);
  EXPECT_NE(bench.ask(part("c", false)).at(0).find("failed_precondition"), std::string::npos);
  EXPECT_EQ(bench.ask(part("d", false)), Lines{R"({"ok":true,"count":1})"});
}

TEST(ProductSync, GivesItsShareBackWhenTheConnectionGoes) {
  product::SyncBudget budget;
  {
    product::SyncParts parts(budget);
    ASSERT_TRUE(parts.add({.seats = {SignIn{.seat = {"a"}, .capabilities = {}}}, .more = true}).has_value());
    EXPECT_EQ(budget.gathered, 1U);
  }
  EXPECT_EQ(budget.gathered, 0U);
}

}  // namespace
}  // namespace lic::test
