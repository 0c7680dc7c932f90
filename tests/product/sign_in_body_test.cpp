// The one-pass reading of HTTP's sign-in against the slow one, which says what is wrong.
#include <gtest/gtest.h>

#include <string>

#include "daemon/api/seat_body.hpp"
#include "daemon/product/request_reader.hpp"

namespace lic::product {
namespace {

class SignInBodies : public testing::TestWithParam<std::string> {};

TEST_P(SignInBodies, AreReadTheSameBothWays) {
  RequestReader reader;
  const auto quick = reader.read_sign_in(GetParam());
  const auto slow = api::sign_in_body(GetParam());
  ASSERT_TRUE(quick.has_value());
  ASSERT_TRUE(slow.has_value());
  EXPECT_EQ(quick->seat, slow->seat);
  EXPECT_EQ(quick->capabilities, slow->capabilities);
  EXPECT_EQ(quick->product_version, slow->product_version);
  EXPECT_EQ(quick->lease, slow->lease);
}

INSTANTIATE_TEST_SUITE_P(
    Good, SignInBodies,
    testing::Values(R"({"id":"a","capabilities":[]})", R"( {"capabilities":["chat","email"],"id":"agent 1"} )",
                    R"({"id":"\u00e9\"\\","capabilities":["inbound_voice"],"lease_seconds":60,"product_version":"15"})",
                    R"({"id":"a","id":"b","capabilities":["chat"],"lease_seconds":null})"));

class OtherBodies : public testing::TestWithParam<std::string> {};

TEST_P(OtherBodies, AreLeftToTheSlowWayWhichRefusesThem) {
  RequestReader reader;
  EXPECT_FALSE(reader.read_sign_in(GetParam()).has_value());
  EXPECT_TRUE(api::sign_in_body(GetParam()).has_error());
  // Nothing of it is kept for the next one.
  EXPECT_TRUE(reader.read_sign_in(R"({"id":"a","capabilities":[]})").has_value());
}

INSTANTIATE_TEST_SUITE_P(Bad, OtherBodies,
                         testing::Values("", "{", "[]", "1", R"({"id":"a"})", R"({"capabilities":[]})",
                                         R"({"id":"","capabilities":[]})", R"({"id":"a","capabilities":["x"]})",
                                         R"({"op":"sign_in","id":"a","capabilities":[]})",
                                         R"({"i":1,"id":"a","capabilities":[]})",
                                         R"({"id":"a","capabilities":[],"seats":[]})",
                                         R"({"id":"a","capabilities":[],"lease_seconds":1})",
                                         R"({"id":"a","capabilities":[]}x)", R"({"id":"a","capabilities":[],"x":1})"));

}  // namespace
}  // namespace lic::product
