#include "tests/transport/reservation_wrong_code.hpp"

#include <ostream>

#include "tests/transport/reservation_signing.hpp"
#include "transport/reservation/authorization_code.hpp"

namespace lic::golden {
namespace {

std::string text_of(const WrongCode& row) {
  CodeText code = good_code();
  switch (row.where) {
    case Spoilt::signed_xml: code.signed_xml = replaced(code.signed_xml, row.from, row.to); break;
    case Spoilt::udi: code.udi = replaced(code.udi, row.from, row.to); break;
    case Spoilt::finished: return replaced(finished(code), row.from, row.to);
  }
  return finished(code);
}

}  // namespace

void expect_refused(const WrongCode& row) {
  const Error error = refusal_of(text_of(row));
  EXPECT_EQ(error.what, row.what);
  EXPECT_EQ(error.code, row.code);
  EXPECT_FALSE(error.remedy.empty());
}

Error refusal_of(const std::string& pasted) {
  const auto code = read_authorization_code(pasted, test_signers());
  EXPECT_TRUE(code.has_error());
  return code.has_error() ? code.error() : Error{};
}

void PrintTo(const WrongCode& row, std::ostream* out) { *out << row.name; }

std::string name_of(const testing::TestParamInfo<WrongCode>& info) { return info.param.name; }

}  // namespace lic::golden
