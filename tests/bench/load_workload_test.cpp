#include "tests/bench/load_workload.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace lic::load {
namespace {

std::vector<Item> one_turn(Workload& work) {
  std::vector<Item> items;
  for (std::size_t index = 0; index < work.ids(); ++index) items.push_back(work.next());
  return items;
}

std::set<std::string> ids_of(const std::vector<Item>& items) {
  std::set<std::string> ids;
  for (const Item& item : items) ids.emplace(item.id);
  return ids;
}

TEST(Workload, EveryIdComesOnceATurnInAnotherOrder) {
  Workload work(1000, 1, 0);
  const auto first = one_turn(work);
  const auto second = one_turn(work);
  EXPECT_EQ(ids_of(first).size(), 1000U);
  EXPECT_EQ(ids_of(first), ids_of(second));
  EXPECT_NE(first[0].id.data(), second[0].id.data());
  EXPECT_EQ(first[0].id.size(), kIdLetters);
}

TEST(Workload, NoIdGetsTwiceInARowTheSame) {
  Workload work(1000, 1, 7);
  std::map<std::string_view, Item> before;
  for (const Item& item : one_turn(work)) before[item.id] = item;
  for (const Item& item : one_turn(work)) {
    EXPECT_NE(item.list, before[item.id].list);
    EXPECT_NE(item.value, before[item.id].value);
  }
}

TEST(Workload, TheNextRunGoesOnWithAnotherTurn) {
  Workload work(1000, 1, 0);
  std::map<std::string, std::size_t> before;
  for (const Item& item : one_turn(work)) before[std::string(item.id)] = item.list;
  Workload later(1000, 2, work.next_turn());
  for (const Item& item : one_turn(later)) EXPECT_NE(item.list, before[std::string(item.id)]);
}

TEST(Workload, FewIdsAreAmongMany) {
  Workload few(10, 1, 0);
  Workload many(1000, 2, 0);
  const auto all = ids_of(one_turn(many));
  for (const Item& item : one_turn(few)) EXPECT_TRUE(all.contains(std::string(item.id)));
}

}  // namespace
}  // namespace lic::load
