#include "transport/reservation/reservation_signers.hpp"

#include <utility>

#include "agent/time_text.hpp"
#include "transport/codec/ssm_text.hpp"

namespace lic {
namespace {

constexpr Millis kEarlyTolerance = kDay;

// What an operator does who lacks a signer.
std::string put_one_into(const std::string& directory) {
  return "put the certificate of the software manager's reservation signer (PEM, with a P-256 key) into " + directory +
         ", or import it: smart-agentctl trust import FILE --message";
}

}  // namespace

ReservationSigners::ReservationSigners(const std::vector<std::string>& certificates, std::string directory,
                                       TrustedTime at)
    : directory_(std::move(directory)), at_(at) {
  for (const std::string& pem : certificates) {
    Result<ParsedCertificate> certificate = ParsedCertificate::read(pem);
    if (certificate.has_value() && certificate->key_kind() == KeyKind::p256)
      signers_.push_back(std::move(*certificate));
  }
}

std::optional<Error> ReservationSigners::wrong_with(const SignedBytes& bytes) const {
  if (signers_.empty())
    return Error{ErrorCode::failed_precondition,
                 "no certificate of a reservation signer is installed, so no authorization code can be believed",
                 put_one_into(directory_)};
  std::optional<Error> problem;
  for (const ParsedCertificate& signer : signers_) {
    if (!signer.p256_signed_these(bytes)) continue;
    problem = outside_validity(signer);
    if (!problem) return std::nullopt;
  }
  if (problem) return problem;
  const std::string whose = signers_.size() == 1
                                ? "that of " + shown_text(signers_.front().subject(), {})
                                : "of any of the " + std::to_string(signers_.size()) + " reservation signers";
  return Error{ErrorCode::data_corrupt,
               "the signature of the authorization code is not " + whose + ", so its text is not what was issued",
               "copy the whole code once more; if it stays so, " + put_one_into(directory_)};
}

std::optional<Error> ReservationSigners::outside_validity(const ParsedCertificate& signer) const {
  const WallTime now{at_.time_since_epoch()};
  const Certificate& facts = signer.facts();
  const std::string begin =
      "the authorization code is signed by " + shown_text(signer.subject(), {}) + ", whose certificate ";
  if (facts.not_after <= now)
    return Error{ErrorCode::data_corrupt, begin + "ended at " + to_rfc3339(facts.not_after),
                 "install its successor and ask the software manager for a new code: " + put_one_into(directory_)};
  if (facts.not_before - kEarlyTolerance > now)
    return Error{ErrorCode::data_corrupt,
                 begin + "begins at " + to_rfc3339(facts.not_before) + ", and here it is " + to_rfc3339(now),
                 "correct the clock of this machine"};
  return std::nullopt;
}

}  // namespace lic
