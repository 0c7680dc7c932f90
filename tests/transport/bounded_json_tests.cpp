#include <gtest/gtest.h>

#include "transport/codec/bounded_json.hpp"
#include "transport/codec/object_reader.hpp"

namespace lic {
namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

ErrorCode code_of(const std::string& text) {
  const auto value = parse_bounded(text);
  EXPECT_TRUE(value.has_error());
  return value.has_error() ? value.error().code : ErrorCode::internal;
}

TEST(BoundedJson, ReadsAnyJson) {
  const auto value = parse_bounded(R"({"a":[1,-2,3.5,true,null,"\u00e4"],"b":{}})");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->dump(), R"({"a":[1,-2,3.5,true,null,"ä"],"b":{}})");
}

TEST(BoundedJson, StopsAt32Levels) {
  EXPECT_TRUE(parse_bounded(nested(32)).has_value());
  EXPECT_EQ(code_of(nested(33)), ErrorCode::resource_exhausted);
  EXPECT_EQ(code_of(std::string(500'000, '[')), ErrorCode::resource_exhausted);
}

TEST(BoundedJson, StopsAtOneMebibyte) {
  EXPECT_TRUE(parse_bounded(std::string(kBodyBytesMax - 2, ' ') + "{}").has_value());
  EXPECT_EQ(code_of(std::string(kBodyBytesMax - 1, ' ') + "{}"), ErrorCode::resource_exhausted);
}

TEST(BoundedJson, StopsAt64KiBOfString) {
  EXPECT_TRUE(parse_bounded("{\"a\":\"" + std::string(kStringBytesMax, 'x') + "\"}").has_value());
  EXPECT_EQ(code_of("{\"a\":\"" + std::string(kStringBytesMax + 1, 'x') + "\"}"), ErrorCode::resource_exhausted);
  EXPECT_EQ(code_of("[\"" + std::string(kStringBytesMax + 1, 'x') + "\"]"), ErrorCode::resource_exhausted);
  EXPECT_EQ(code_of("{\"" + std::string(kStringBytesMax + 1, 'x') + "\":1}"), ErrorCode::resource_exhausted);
}

TEST(BoundedJson, LetsDocumentsInStringsBeAsLongAsTheBody) {
  for (const char* const member : {"request", "request_data", "response", "response_data"})
    EXPECT_TRUE(parse_bounded("{\"" + std::string{member} + "\":\"" + std::string(500'000, 'x') + "\"}").has_value());
  EXPECT_EQ(code_of("{\"response\":[\"" + std::string(500'000, 'x') + "\"]}"), ErrorCode::resource_exhausted);
}

TEST(BoundedJson, RefusesAMemberThatComesTwice) {
  EXPECT_EQ(code_of(R"({"a":1,"b":{"c":1,"c":2}})"), ErrorCode::invalid_argument);
  EXPECT_TRUE(parse_bounded(R"([{"c":1},{"c":2}])").has_value());
}

TEST(BoundedJson, RefusesWhatIsNoJson) {
  for (const char* const text :
       {"", "{", "{}x", "nul", "{\"a\":1e999}", "{\"a\":NaN}", "\"\xff\"", "// c\n{}", "<html>"})
    EXPECT_EQ(code_of(text), ErrorCode::data_corrupt) << text;
  EXPECT_EQ(code_of(std::string("{}\0{}", 5)), ErrorCode::data_corrupt);
}

TEST(ObjectReader, TakesMissingAndNullForTheSame) {
  const Json object = Json::parse(R"({"a":null})");
  ObjectReader reader{object, "it"};
  EXPECT_EQ(reader.text("a"), std::nullopt);
  EXPECT_EQ(reader.integer("b"), std::nullopt);
  EXPECT_EQ(reader.array("a"), nullptr);
  EXPECT_EQ(reader.problem(), std::nullopt);
}

TEST(ObjectReader, NamesTheFirstThingThatIsWrong) {
  const Json object = Json::parse(R"({"a":1,"b":"x","c":18446744073709551615,"d":-1,"e":1.5,"t":-5})");
  ObjectReader reader{object, "it"};
  EXPECT_EQ(reader.text("a"), std::nullopt);
  EXPECT_EQ(reader.problem(), "it.a is not a string");
  EXPECT_EQ(reader.integer("b"), std::nullopt);
  EXPECT_EQ(reader.integer("c"), std::nullopt);
  EXPECT_EQ(reader.quantity("d"), std::nullopt);
  EXPECT_EQ(reader.integer("e"), std::nullopt);
  EXPECT_EQ(reader.moment("t"), std::nullopt);
  EXPECT_EQ(reader.problem(), "it.a is not a string");
}

TEST(ObjectReader, OfAnythingButAnObjectHasAProblem) {
  const Json list = Json::array({1});
  ObjectReader reader{list, "it"};
  EXPECT_EQ(reader.text("a"), std::nullopt);
  EXPECT_EQ(reader.problem(), "it is not an object");
}

TEST(ObjectReader, CapsAWait) {
  const Json object = Json::parse(R"({"a":9223372036854775807,"b":0,"c":-4,"d":60})");
  ObjectReader reader{object, "it"};
  EXPECT_EQ(reader.seconds("a", kDay), kDay);
  EXPECT_EQ(reader.seconds("b", kDay), std::nullopt);
  EXPECT_EQ(reader.seconds("c", kDay), std::nullopt);
  EXPECT_EQ(reader.seconds("d", kDay), kMinute);
}

}  // namespace
}  // namespace lic
