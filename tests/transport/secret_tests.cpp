// A secret leaves nothing behind where it was (R-REG-2).
#include "agent/secret.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>

namespace lic {
namespace {

// Short texts lie inside a string, long ones elsewhere: moving a short one leaves its bytes where they were.
bool holds(const Secret& where, const std::string& part) {
  return memmem(&where, sizeof where, part.data(), part.size()) != nullptr;
}

TEST(Secret, AShortOneLeavesNothingWhereItWasMovedFrom) {
  Secret first{std::string{"sesame"}};
  ASSERT_TRUE(holds(first, "sesame"));
  Secret second{std::move(first)};
  EXPECT_FALSE(holds(first, "esame"));
  EXPECT_EQ(second.reveal(), "sesame");
  Secret third{std::string{"something else"}};
  third = std::move(second);
  EXPECT_FALSE(holds(second, "esame"));
  EXPECT_FALSE(holds(third, "thing else"));
  EXPECT_EQ(third.reveal(), "sesame");
}

TEST(Secret, ALongOneIsMovedAsAWhole) {
  const std::string text(300, 's');
  Secret first{std::string{text}};
  Secret second{std::move(first)};
  EXPECT_TRUE(first.empty());
  EXPECT_EQ(second.reveal(), text);
}

}  // namespace
}  // namespace lic
