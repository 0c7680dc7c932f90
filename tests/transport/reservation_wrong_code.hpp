#pragma once
// Rows of authorization codes that must be refused, each with the sentence that an operator reads.

#include <gtest/gtest.h>

#include <iosfwd>
#include <string>

#include "agent/result.hpp"

namespace lic::golden {

enum class Spoilt {
  signed_xml,  // before it was signed: SSM made it so
  udi,         // the same
  finished,    // after it was signed
};

struct WrongCode {
  const char* name;
  Spoilt where;
  std::string from;  // of the good code
  std::string to;
  std::string what;
  ErrorCode code = ErrorCode::invalid_argument;
};

// Reads the spoilt code and fails the test unless it is refused with these words, this code and a remedy.
void expect_refused(const WrongCode& row);
// The same for any pasted text; returns the error.
[[nodiscard]] Error refusal_of(const std::string& pasted);

void PrintTo(const WrongCode& row, std::ostream* out);
[[nodiscard]] std::string name_of(const testing::TestParamInfo<WrongCode>& info);

}  // namespace lic::golden
