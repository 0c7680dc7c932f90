// Whose signature on an authorization code is believed, and when.
#include <gtest/gtest.h>

#include "tests/transport/golden_facts.hpp"
#include "tests/transport/reservation_signing.hpp"
#include "transport/reservation/authorization_code.hpp"

namespace lic::golden {
namespace {

constexpr const char* kDirectory = "/etc/smart-agent/ssm-roots.d";

Error refusal_by(const std::vector<std::string>& certificates, TrustedTime at = kTrustedNow) {
  const auto code = read_authorization_code(finished(good_code()), ReservationSigners{certificates, kDirectory, at});
  EXPECT_TRUE(code.has_error());
  return code.has_error() ? code.error() : Error{};
}

bool believed(const std::vector<std::string>& certificates, TrustedTime at) {
  return read_authorization_code(finished(good_code()), ReservationSigners{certificates, kDirectory, at}).has_value();
}

const std::string kInstall =
    "put the certificate of the software manager's reservation signer (PEM, with a P-256 key) "
    "into /etc/smart-agent/ssm-roots.d, or import it: smart-agentctl trust import FILE --message";

TEST(ReservationSigners, ThatAreNoneSayWhatToInstall) {
  const Error error = refusal_by({});
  EXPECT_EQ(error.code, ErrorCode::failed_precondition);
  EXPECT_EQ(error.what,
            "no certificate of a reservation signer is installed, so no authorization code can be believed");
  EXPECT_EQ(error.remedy, kInstall);
}

TEST(ReservationSigners, HaveP256KeysAndNoOthers) {
  const ReservationSigner other_curve{{.curve = "P-384"}};
  EXPECT_EQ(
      refusal_by({certificate("root"), other_curve.certificate(), certificate("other_curve"), "no certificate"}).code,
      ErrorCode::failed_precondition);
}

TEST(ReservationSigners, WithAnotherKeyAreNotBelieved) {
  const ReservationSigner other{{.common_name = "Other"}};
  const Error error = refusal_by({other.certificate()});
  EXPECT_EQ(error.code, ErrorCode::data_corrupt);
  EXPECT_EQ(error.what,
            "the signature of the authorization code is not that of CN=Other, so its text is not what was issued");
  EXPECT_EQ(error.remedy, "copy the whole code once more; if it stays so, " + kInstall);
}

TEST(ReservationSigners, AreAllTried) {
  const ReservationSigner other;
  const ReservationSigner third;
  EXPECT_TRUE(believed({other.certificate(), test_signer().certificate(), third.certificate()}, kTrustedNow));
  EXPECT_EQ(refusal_by({other.certificate(), third.certificate()}).what,
            "the signature of the authorization code is not of any of the 2 reservation signers, so its text is not "
            "what was issued");
}

TEST(ReservationSigners, ThatHaveEndedAreNotBelieved) {
  const std::vector<std::string> signers{test_signer().certificate()};
  const TrustedTime end = kTrustedNow + 365 * kDay;
  EXPECT_TRUE(believed(signers, end - kSecond));
  const Error error = refusal_by(signers, end);
  EXPECT_EQ(error.code, ErrorCode::data_corrupt);
  EXPECT_EQ(error.what,
            "the authorization code is signed by CN=Test Reservation Signer, whose certificate ended at "
            "2027-03-02T10:30:00Z");
  EXPECT_EQ(error.remedy, "install its successor and ask the software manager for a new code: " + kInstall);
}

TEST(ReservationSigners, AreBelievedADayEarly) {
  const std::vector<std::string> signers{test_signer().certificate()};
  const TrustedTime begin = kTrustedNow - kDay;
  EXPECT_TRUE(believed(signers, begin - kDay));
  const Error error = refusal_by(signers, begin - kDay - kSecond);
  EXPECT_EQ(error.code, ErrorCode::data_corrupt);
  EXPECT_EQ(error.what,
            "the authorization code is signed by CN=Test Reservation Signer, whose certificate begins at "
            "2026-03-01T10:30:00Z, and here it is 2026-02-28T10:29:59Z");
  EXPECT_EQ(error.remedy, "correct the clock of this machine");
}

TEST(ReservationSigners, ThatSignedWhileAnotherHasEndedAreBelieved) {
  const ReservationSigner ended{{.ends_in = -kSecond}};
  EXPECT_TRUE(believed({ended.certificate(), test_signer().certificate()}, kTrustedNow));
}

// Lets every signature pass, and keeps what it was asked.
class Credulous final : public CodeVerifier {
public:
  [[nodiscard]] std::optional<Error> wrong_with(const SignedBytes& bytes) const override {
    message = bytes.message;
    return std::nullopt;
  }
  mutable std::string message;
};

TEST(ReservationSigners, AreAskedAboutTheCodeAndTheUdi) {
  const CodeText text{good_code().signed_xml, "P:R&amp;D,S:1"};
  const Credulous verifier;
  ASSERT_TRUE(read_authorization_code(finished(text), verifier).has_value());
  EXPECT_EQ(verifier.message, text.signed_xml + "P:R&amp;D,S:1");
}

}  // namespace
}  // namespace lic::golden
