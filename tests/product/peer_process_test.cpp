#include "daemon/product/peer_process.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

namespace lic::product {
namespace {

TEST(PeerProcess, IsItsNumberAndStartTimeWhateverItsName) {
  const auto process = process_of(
      "4711 (odd) name ( 1) S 1 4711 4711 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 8812345 2617344 200 "
      "18446744073709551615\n");
  ASSERT_TRUE(process.has_value());
  EXPECT_EQ(process->key, "4711:8812345");
  EXPECT_EQ(process->name, "odd) name ( 1");
}

TEST(PeerProcess, ShowsOnlyPrintableNames) {
  const auto process =
      process_of("1 (a\nb\xff) S 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 5 2617344 200 18446744073709551615\n");
  ASSERT_TRUE(process.has_value());
  EXPECT_EQ(process->name, "a?b?");
}

TEST(PeerProcess, IsNothingWhenTheTextIsNot) {
  for (const char* text :
       {"", "1", "1 (a", "1 (a)", "1 (a) S 1 2 3", "(a) S", ") (", "x (a) S 1 1 1 0 -1 4 1 0 0 0 0 0 0 0 20 0 1 0 5 2"})
    EXPECT_FALSE(process_of(text).has_value()) << text;
}

TEST(PeerProcess, KnowsThisOne) {
  const auto self = read_process(::getpid());
  ASSERT_TRUE(self.has_value());
  EXPECT_TRUE(self->key.starts_with(std::to_string(::getpid()) + ":"));
  EXPECT_FALSE(read_process(0).has_value());
}

}  // namespace
}  // namespace lic::product
