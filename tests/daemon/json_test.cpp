// Bodies and queries are checked before anything happens.
#include "daemon/api/json.hpp"

#include <gtest/gtest.h>

#include "daemon/api/query.hpp"
#include "daemon/api/seat_body.hpp"

namespace lic::api {
namespace {

TEST(BoundedJson, RefusesDeepNestingAndNonsense) {
  EXPECT_TRUE(parse_json(R"({"a":[1,2]})").has_value());
  EXPECT_TRUE(parse_json("").has_error());
  EXPECT_TRUE(parse_json("{").has_error());
  EXPECT_TRUE(parse_json("{} {}").has_error());
  EXPECT_TRUE(parse_json(std::string(200'000, '[')).has_error());
  EXPECT_TRUE(parse_json(std::string(40, '[') + std::string(40, ']')).has_error());
  EXPECT_TRUE(parse_json(std::string(30, '[') + std::string(30, ']')).has_value());
}

TEST(BoundedJson, WritesValidUtf8WhateverTheTextHolds) {
  const std::string text = to_text(Json{{"a", "\xff\x01"}});
  EXPECT_TRUE(parse_json(text).has_value());
}

TEST(ObjectReader, NamesWhatIsWrong) {
  const auto value = parse_json(R"({"a":1,"b":"x","lease_seconds":5})");
  ASSERT_TRUE(value.has_value());
  ObjectReader reader(*value, "the body");
  EXPECT_EQ(reader.integer("a", 0, 10), 1);
  EXPECT_EQ(reader.text("b"), "x");
  const auto outcome = reader.finish();
  ASSERT_TRUE(outcome.has_error());
  EXPECT_NE(outcome.error().what.find("lease_seconds"), std::string::npos);
}

TEST(SeatBody, RefusesUnknownCapabilitiesNamingTheKnown) {
  const auto event = sign_in_body(R"({"id":"a","capabilities":["flying"]})");
  ASSERT_TRUE(event.has_error());
  EXPECT_NE(event.error().what.find("inbound_voice"), std::string::npos);  // R-USE-1
}

TEST(SeatBody, ReadsASignIn) {
  const auto event = sign_in_body(R"({"id":"a","capabilities":["chat"],"product_version":"15"})");
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->seat.value, "a");
  EXPECT_TRUE(has(event->capabilities, Capability::chat));
  EXPECT_EQ(event->product_version, "15");
}

TEST(SeatBody, LimitsIdsTo128PrintableBytes) {
  EXPECT_TRUE(is_seat_id(std::string(128, 'a')));
  EXPECT_FALSE(is_seat_id(std::string(129, 'a')));
  EXPECT_FALSE(is_seat_id(""));
  EXPECT_FALSE(is_seat_id("a\nb"));
  EXPECT_TRUE(is_seat_id("\xc3\xa4gent"));
}

TEST(SeatBody, RefusesNegativeAndFractionalPorts) {
  EXPECT_TRUE(ports_body(R"({"inbound":3})").has_value());
  EXPECT_TRUE(ports_body(R"({"inbound":-1})").has_error());
  EXPECT_TRUE(ports_body(R"({"inbound":1.5})").has_error());
  EXPECT_TRUE(ports_body(R"({"inbound":18446744073709551615})").has_error());
}

TEST(Query, ReadsAndChecks) {
  const auto query = Query::of("/v1/x?limit=5&since=7&name=a%20b&wait=1");
  ASSERT_TRUE(query.has_value());
  EXPECT_TRUE(query->integer("limit", 1, 10) == Result<std::int64_t>(5));
  EXPECT_TRUE(query->integer("limit", 1, 4).has_error());
  EXPECT_EQ(query->text("name"), "a b");
  EXPECT_TRUE(query->is_on("wait"));
  EXPECT_TRUE(query->time("name").has_error());
  EXPECT_TRUE(Query::of("/x?a=%zz").has_error());
  EXPECT_TRUE(Query::of("/x?a=1&a=2").has_error());
}

}  // namespace
}  // namespace lic::api
