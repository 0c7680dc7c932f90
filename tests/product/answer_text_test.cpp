#include "daemon/product/answer_text.hpp"

#include <gtest/gtest.h>

namespace lic::product {
namespace {

std::string text_of(const AnswerShape& shape, const Answered& answered, bool is_durable = true) {
  std::string out;
  append_answer(out, shape, answered, is_durable);
  return out;
}

TEST(AnswerText, TellsARefusalWithItsCounts) {
  const SeatRefused refused{.code = LimitCode::license_limit,
                            .reason = "All 10 premium licenses are in use.",
                            .remedy = "sign somebody out",
                            .counts = {{"premium", 10}, {"premium_limit", 10}}};
  EXPECT_EQ(text_of({.echo = "1"}, refused),
            "{\"i\":1,\"ok\":false,\"code\":\"license_limit\",\"reason\":\"All 10 premium licenses are in use.\","
            "\"remedy\":\"sign somebody out\",\"counts\":{\"premium\":10,\"premium_limit\":10}}\n");
}

TEST(AnswerText, TellsEachRowOfABatch) {
  const BatchDone done{{SeatDone{SeatClass::premium, true}, Unit{}, Error(ErrorCode::not_found, "no", "yes"),
                        Error(ErrorCode::not_found, "no", "yes")}};
  const AnswerShape shape{.echo = {},
                          .rows = {Unknown::is_error, Unknown::is_error, Unknown::is_known_false, Unknown::is_error}};
  EXPECT_EQ(text_of(shape, done),
            "{\"ok\":true,\"results\":[{\"ok\":true,\"class\":\"premium\"},{\"ok\":true},{\"ok\":true,\"known\":false},"
            "{\"ok\":false,\"code\":\"not_found\",\"reason\":\"no\",\"remedy\":\"yes\"}]}\n");
}

TEST(AnswerText, SaysWhenItIsNotOnDisk) {
  EXPECT_EQ(text_of({.echo = "\"x\""}, SeatDone{SeatClass::standard, true}, false),
            "{\"i\":\"x\",\"ok\":true,\"class\":\"standard\",\"durable\":false}\n");
}

TEST(AnswerText, IsUtf8WhateverItCarries) {
  EXPECT_EQ(text_of({}, Error(ErrorCode::not_found, "cut \xc3", "")),
            "{\"ok\":false,\"code\":\"not_found\",\"reason\":\"cut \xef\xbf\xbd\",\"remedy\":\"\"}\n");
}

}  // namespace
}  // namespace lic::product
