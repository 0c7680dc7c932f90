// Lines as requests, hostile ones included.
#include "daemon/product/request_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "agent/seats.hpp"

namespace lic::product {
namespace {

Request read(std::string_view line) { return RequestReader().read(line); }

std::string reason_of(const Request& request) {
  const auto* bad = std::get_if<BadLine>(&request.asked);
  return bad == nullptr ? "was read" : bad->reason;
}

struct BadCase {
  std::string line;
  std::string reason;  // a piece of it
  std::string echo;
};

void PrintTo(const BadCase& one, std::ostream* out) { *out << one.line.substr(0, 100); }

class BadLines : public testing::TestWithParam<BadCase> {};

TEST_P(BadLines, AreRefusedWithPlaceAndCause) {
  const Request request = read(GetParam().line);
  EXPECT_NE(reason_of(request).find(GetParam().reason), std::string::npos) << reason_of(request);
  EXPECT_EQ(request.echo, GetParam().echo);
}

std::string nested(int levels) {
  return R"({"i":1,"x":)" + std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']') + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, BadLines,
    testing::Values(BadCase{"", "the line is empty", ""}, BadCase{" \t\r", "the line is empty", ""},
                    BadCase{"nonsense", "at byte 1: not valid JSON", ""},
                    BadCase{R"({"i":1,"op")", "the line ends in the middle of its JSON", "1"},
                    BadCase{R"({"i":1} {})", "at byte 9: something follows", "1"},
                    BadCase{nested(40), "nested deeper than 32 levels", "1"},
                    BadCase{nested(500'000), "nested deeper than 32 levels", "1"},
                    BadCase{"{\"i\":7,\"id\":\"a\xff\"}", "not valid JSON in UTF-8", "7"},
                    BadCase{"{\"i\":7,\"id\":\"a\xc0\xaf\"}", "not valid JSON in UTF-8", "7"},
                    BadCase{std::string("{\"i\":7,\"id\":\"a\0b\"}", 18), "at byte 15: not valid JSON", "7"},
                    BadCase{R"({"i":7,"id":"\ud800"})", "not valid JSON", "7"},
                    BadCase{R"({'i':7})", "at byte 2: not valid JSON", ""}));

INSTANTIATE_TEST_SUITE_P(
    Meaning, BadLines,
    testing::Values(
        BadCase{"[]", "not a JSON object", ""}, BadCase{"17", "not a JSON object", ""},
        BadCase{"null", "not a JSON object", ""}, BadCase{R"({"i":1})", "\"op\" is missing", "1"},
        BadCase{R"({"op":"fly","i":1})", "near byte 8: unknown op \"fly\"; known are sign_in, ", "1"},
        BadCase{R"({"op":3,"i":1})", "\"op\" in the request is not a string", "1"},
        BadCase{R"({"op":"sign_out","id":"a","extra":{"i":[5,{"i":6}]},"i":1})", "unknown member \"extra\"", "1"},
        BadCase{R"({"i":1.5,"op":"provisioning"})", "\"i\" in the request is not a whole number or a string", ""},
        BadCase{R"({"i":true,"op":"provisioning"})", "\"i\" in the request is not", ""},
        BadCase{R"({"i":{"i":1},"op":"provisioning"})", "\"i\" in the request is not", ""},
        BadCase{R"({"i":")" + std::string(65, 'x') + R"(","op":"provisioning"})", "\"i\" in the request is not", ""},
        BadCase{R"({"op":"provisioning","i":1e400})", "\"i\" in the request is not", ""},
        BadCase{R"({"op":"provisioning","i":99999999999999999999999})", "\"i\" in the request is not", ""},
        BadCase{R"({"op":"provisioning","id":"a","i":1})", "unknown member \"id\" in the request", "1"},
        BadCase{R"({"op":"sign_out","id":"a","capabilities":[],"i":1})", "unknown member \"capabilities\"", "1"}));

INSTANTIATE_TEST_SUITE_P(
    Seats, BadLines,
    testing::Values(
        BadCase{R"({"op":"sign_in","id":"a","i":1})", "\"capabilities\" is missing in the request", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[],"i":1})", "\"id\" is missing in the request", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"","i":1})", "not 1 to 128 printable bytes", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"a\u0000b","i":1})", "not 1 to 128 printable bytes", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"a\nb","i":1})", "not 1 to 128 printable bytes", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":")" + std::string(129, 'a') + R"(","i":1})",
                "not 1 to 128 printable bytes", "1"},
        BadCase{R"({"op":"sign_in","capabilities":"chat","id":"a","i":1})",
                "\"capabilities\" in the request is not a list", "1"},
        BadCase{R"({"op":"sign_in","capabilities":["cat"],"id":"a","i":1})",
                "near byte 34: unknown capability \"cat\"; known are inbound_voice, ", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[1],"id":"a","i":1})", "a capability in the request is not a string",
                "1"},
        BadCase{R"({"op":"sign_in","capabilities":[["chat"]],"id":"a","i":1})", "is not a string", "1"},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"a","lease_seconds":9})",
                "not a whole number from 10 to 2592000", ""},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"a","lease_seconds":2592001})", "not a whole number", ""},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"a","lease_seconds":60.0})", "not a whole number", ""},
        BadCase{R"({"op":"sign_in","capabilities":[],"id":"a","product_version":")" + std::string(65, '1') + R"("})",
                "longer than 64 bytes", ""},
        BadCase{R"({"op":"ports","inbound":-1})", "\"inbound\" in the request is not a whole number from 0", ""},
        BadCase{R"({"op":"ports","ivr":1000001})", "\"ivr\" in the request is not a whole number from 0", ""},
        BadCase{R"({"op":"ports","ivr":18446744073709551615})", "\"ivr\" in the request is not", ""},
        BadCase{R"({"op":"sync","i":2})", "\"seats\" is missing", "2"},
        BadCase{R"({"op":"sync","seats":{}})", "\"seats\" in the request is not a list", ""},
        BadCase{R"({"op":"sync","seats":[5]})", "seats[0] is not a JSON object", ""},
        BadCase{R"({"op":"sync","seats":[{"id":"a","capabilities":[]},{"id":"b"}]})",
                "\"capabilities\" is missing in seats[1]", ""},
        BadCase{R"({"op":"sync","seats":[{"id":"a","capabilities":[],"seats":[]}]})", "\"seats\" in seats[0] is not",
                ""},
        BadCase{R"({"op":"sync","seats":[],"more":1})", "\"more\" in the request is not true or false", ""},
        BadCase{R"({"op":"batch"})", "\"changes\" is missing", ""}));

TEST(RequestReader, ReadsASignInWhateverTheOrderOfItsMembers) {
  for (const char* line :
       {R"({"i":1,"op":"sign_in","id":"a\u0041\ud83d\ude00","capabilities":["chat","email"],"lease_seconds":60})",
        R"({"lease_seconds":60,"capabilities":["email","chat"],"id":"aA😀","op":"sign_in","i":1})"}) {
    const Request request = read(line);
    const auto* event = std::get_if<SignIn>(&request.asked);
    ASSERT_NE(event, nullptr) << reason_of(request);
    EXPECT_EQ(event->seat.value, "aA😀");
    EXPECT_EQ(event->capabilities, with(Capability::chat) | with(Capability::email));
    EXPECT_EQ(event->lease, kMinute);
    EXPECT_EQ(request.echo, "1");
  }
}

TEST(RequestReader, EchoesTheIntegerOrStringThatItWas) {
  EXPECT_EQ(read(R"({"op":"provisioning","i":-9223372036854775808})").echo, "-9223372036854775808");
  EXPECT_EQ(read(R"({"op":"provisioning","i":18446744073709551615})").echo, "18446744073709551615");
  EXPECT_EQ(read(R"({"op":"provisioning","i":"a\"\\\u0001\/b"})").echo, R"("a\"\\\u0001/b")");
  EXPECT_EQ(read(R"({"op":"provisioning","i":"1"})").echo, R"("1")");
  EXPECT_EQ(read(R"({"op":"provisioning","i":null})").echo, "");
}

TEST(RequestReader, TakesTheLastOfDuplicateMembersAndNullForAbsent) {
  const Request request = read(
      R"({"op":"sign_out","op":"sign_in","id":"x","id":"y","capabilities":["chat"],"capabilities":[],"used":null})");
  const auto* event = std::get_if<SignIn>(&request.asked);
  ASSERT_NE(event, nullptr) << reason_of(request);
  EXPECT_EQ(event->seat.value, "y");
  EXPECT_TRUE(event->capabilities.none());
}

TEST(RequestReader, KeepsNothingOfTheLineBefore) {
  RequestReader reader;
  static_cast<void>(reader.read(
      R"({"i":1,"op":"sign_in","id":"a","capabilities":["chat"],"lease_seconds":60,"product_version":"1"})"));
  static_cast<void>(reader.read(R"({"i":2,"op":"sync","seats":[{"id":"a","capabilities":["chat"])"));
  const Request request = reader.read(R"({"op":"sign_in","id":"b","capabilities":[]})");
  const auto* event = std::get_if<SignIn>(&request.asked);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->lease, std::nullopt);
  EXPECT_EQ(event->product_version, "");
  EXPECT_EQ(request.echo, "");
  const Request list = reader.read(R"({"op":"sync","seats":[]})");
  ASSERT_NE(std::get_if<SyncPart>(&list.asked), nullptr);
  EXPECT_TRUE(std::get<SyncPart>(list.asked).seats.empty());
}

TEST(RequestReader, KeepsABadRowOfABatchInItsPlace) {
  const Request request =
      read(R"({"op":"batch","changes":[{"op":"sign_in","id":"a","capabilities":[]},)"
           R"({"op":"sign_in","id":"b","capabilities":["cat"]},)"
           R"(7,{"op":"sign_out","id":"c"},{"id":"d"},{"op":"sync"},{"op":"update","id":"e","used":["chat"]}]})");
  const auto* batch = std::get_if<SeatBatch>(&request.asked);
  ASSERT_NE(batch, nullptr) << reason_of(request);
  ASSERT_EQ(batch->changes.size(), 7U);
  EXPECT_TRUE(std::holds_alternative<SignIn>(batch->changes[0]));
  EXPECT_NE(std::get<Error>(batch->changes[1]).what.find("unknown capability \"cat\""), std::string::npos);
  EXPECT_NE(std::get<Error>(batch->changes[2]).what.find("changes[2] is not a JSON object"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<SignOut>(batch->changes[3]));
  EXPECT_NE(std::get<Error>(batch->changes[4]).what.find("\"op\" in changes[4]"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<Error>(batch->changes[5]));
  EXPECT_TRUE(std::holds_alternative<SeatUpdate>(batch->changes[6]));
  ASSERT_EQ(request.rows.size(), 7U);
  EXPECT_EQ(request.rows[3], Unknown::is_known_false);
  EXPECT_EQ(request.rows[6], Unknown::is_known_false);
}

TEST(RequestReader, TakesNoMoreThanTenThousandChanges) {
  std::string line = R"({"op":"batch","changes":[{})";
  for (std::size_t count = 1; count < kBatchMax; ++count) line += ",{}";
  const Request most = read(line + "]}");
  ASSERT_NE(std::get_if<SeatBatch>(&most.asked), nullptr);
  EXPECT_EQ(std::get<SeatBatch>(most.asked).changes.size(), kBatchMax);
  EXPECT_NE(reason_of(read(line + ",{}]}")).find("more than 10000 changes"), std::string::npos);
}

}  // namespace
}  // namespace lic::product
