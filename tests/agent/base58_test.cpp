// Wanted values are of the draft "The Base58 Encoding Scheme" and of Python's integers.
#include "agent/base58.hpp"

#include <gtest/gtest.h>

namespace lic {
namespace {

TEST(Base58, WritesNumbersMostSignificantFirst) {
  EXPECT_EQ(to_base58("Hello World!", 17), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(to_base58("\x39", 1), "z");
  EXPECT_EQ(to_base58("\x3a", 2), "21");
}

TEST(Base58, IsPaddedWithOnes) {
  EXPECT_EQ(to_base58("", 3), "111");
  EXPECT_EQ(to_base58(std::string(8, '\0'), 3), "111");
  EXPECT_EQ(to_base58("\x3a", 5), "11121");
}

TEST(Base58, HoldsSeventeenBytesInTwentyFourCharacters) {
  EXPECT_EQ(to_base58(std::string(17, '\xff'), 24), "3QXfYy4b7UPwLJ99wrwKjCyL");
}

}  // namespace
}  // namespace lic
