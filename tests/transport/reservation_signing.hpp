#pragma once
// Authorization codes as an SSM would sign them, each part open to be spoilt by a test.

#include <string>
#include <string_view>
#include <vector>

#include "agent/time.hpp"
#include "transport/crypto/openssl_handles.hpp"
#include "transport/reservation/reservation_signers.hpp"

namespace lic::golden {

inline constexpr TrustedTime kTrustedNow{Millis{1772447400000}};  // 2026-03-02T10:30:00Z

struct SignerShape {
  std::string common_name = "Test Reservation Signer";
  std::string curve = "P-256";
  Millis begins_in = -kDay;  // from kTrustedNow
  Millis ends_in = 365 * kDay;
};

// A key and its self-signed certificate.
class ReservationSigner {
public:
  explicit ReservationSigner(const SignerShape& shape = {});
  [[nodiscard]] const std::string& certificate() const { return certificate_; }  // PEM
  [[nodiscard]] std::string sign(std::string_view text) const;                   // DER

private:
  KeyPtr key_;
  std::string certificate_;
};

// The signer that codes below are signed by; the same throughout a process.
[[nodiscard]] const ReservationSigner& test_signer();
// That one alone, at kTrustedNow.
[[nodiscard]] const ReservationSigners& test_signers();

struct CodeText {
  std::string signed_xml;  // <authorizationCode>...</authorizationCode>, two licenses
  std::string udi;         // escaped
};
[[nodiscard]] CodeText good_code();

// On one line, signed by test_signer().
[[nodiscard]] std::string finished(const CodeText& code);

// `text` with every `from` in it replaced; fails the test if there is none.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace lic::golden
