// Any bytes as a pasted authorization code. Every signature counts as good, so that what is behind it is reached: never
// a crash, a refusal has its words and repeats no control character, and what was read says the same when read again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "transport/reservation/authorization_code.hpp"
#include "transport/reservation/reservation_signers.hpp"

namespace {

class Credulous final : public lic::CodeVerifier {
public:
  [[nodiscard]] std::optional<lic::Error> wrong_with(const lic::SignedBytes& /*bytes*/) const override {
    return std::nullopt;
  }
};

bool holds_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; });
}

void expect(bool claim) {
  if (!claim) std::abort();
}

void expect_words(const lic::Error& error) {
  expect(!error.what.empty() && !error.remedy.empty());
  expect(!holds_control(error.what) && !holds_control(error.remedy));
}

void expect_sound(const lic::AuthorizationCode& code, const lic::CodeVerifier& verifier) {
  expect(!holds_control(code.text) && !holds_control(code.udi.pid + code.udi.serial));
  expect(!code.licenses.empty() && !code.udi.pid.empty() && !code.udi.serial.empty());
  for (const lic::ReservedLicense& license : code.licenses) {
    expect(license.count >= 1 && license.count <= 2147483647 && !license.tag.empty());
    expect(!holds_control(license.tag.value + license.display_name + license.description + license.subscription));
    expect(!license.starts || !license.ends || *license.starts < *license.ends);
  }
  expect(code.confirmation_code.size() == 8 && code.return_code.size() == 30);
  const auto again = lic::read_authorization_code(code.text, verifier);
  expect(again.has_value() && *again == code);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Credulous credulous;
  static const lic::ReservationSigners nobody{{}, "ssm-roots.d", lic::TrustedTime{}};
  const std::string_view pasted(reinterpret_cast<const char*>(data), size);
  const auto believed = lic::read_authorization_code(pasted, credulous);
  if (believed.has_value())
    expect_sound(*believed, credulous);
  else
    expect_words(believed.error());
  const auto refused = lic::read_authorization_code(pasted, nobody);
  expect(refused.has_error());
  expect_words(refused.error());
  return 0;
}
