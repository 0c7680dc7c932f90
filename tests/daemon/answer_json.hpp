#pragma once
// Reads what the API answered.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "daemon/api/json.hpp"
#include "tests/daemon/api_client.hpp"

namespace lic::test {

// An empty object, and a failure of the test, for a body that is no JSON.
[[nodiscard]] inline api::Json json_of(const HttpAnswer& answer) {
  auto value = api::parse_json(answer.body);
  EXPECT_TRUE(value.has_value()) << answer.body;
  return value.has_value() ? std::move(*value) : api::Json::object();
}

// The text at a JSON pointer; "?" if there is none.
[[nodiscard]] inline std::string text_at(const api::Json& value, const char* pointer) {
  const api::Json::json_pointer at(pointer);
  if (!value.contains(at) || !value.at(at).is_string()) return "?";
  return value.at(at).get<std::string>();
}

}  // namespace lic::test
