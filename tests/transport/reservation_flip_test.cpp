// Every byte of a code counts: spoilt anywhere it is refused, or it says the same.
#include <gtest/gtest.h>

#include "tests/transport/reservation_signing.hpp"
#include "transport/reservation/authorization_code.hpp"

namespace lic::golden {
namespace {

// Spoils each byte in turn by `spoil`; the number of places where the code was read all the same.
template <class Spoil>
std::size_t read_all_the_same(const Spoil& spoil) {
  const std::string good = finished(good_code());
  const AuthorizationCode meant = *read_authorization_code(good, test_signers());
  std::size_t number = 0;
  for (std::size_t place = 0; place < good.size(); ++place) {
    std::string text = good;
    spoil(text, place);
    const auto code = read_authorization_code(text, test_signers());
    if (code.has_value()) ++number;
    EXPECT_TRUE(code.has_error() || *code == meant) << "byte " << place;
    EXPECT_TRUE(code.has_value() || (!code.error().what.empty() && !code.error().remedy.empty())) << "byte " << place;
  }
  return number;
}

class FlippedBit : public testing::TestWithParam<int> {};

TEST_P(FlippedBit, IsRefusedAtEveryPlace) {
  const auto flip = [bit = GetParam()](std::string& text, std::size_t place) {
    text[place] = static_cast<char>(static_cast<unsigned char>(text[place]) ^ (1U << static_cast<unsigned>(bit)));
  };
  EXPECT_EQ(read_all_the_same(flip), 0U);
}

INSTANTIATE_TEST_SUITE_P(AuthorizationCode, FlippedBit, testing::Range(0, 8));

TEST(SpoiltCode, WithoutAnyOneByteIsRefused) {
  EXPECT_EQ(read_all_the_same([](std::string& text, std::size_t place) { text.erase(place, 1); }), 0U);
}

TEST(SpoiltCode, CutOffAnywhereIsRefused) {
  EXPECT_EQ(read_all_the_same([](std::string& text, std::size_t place) { text.resize(place); }), 0U);
}

TEST(SpoiltCode, WithAnyOneByteZeroIsRefused) {
  EXPECT_EQ(read_all_the_same([](std::string& text, std::size_t place) { text[place] = '\0'; }), 0U);
}

TEST(SpoiltCode, WithALineBreakPutInSaysTheSame) {
  const std::string good = finished(good_code());
  EXPECT_EQ(read_all_the_same([](std::string& text, std::size_t place) { text.insert(place, "\n"); }), good.size());
}

}  // namespace
}  // namespace lic::golden
