#pragma once
// Who may sign authorization codes: the certificates with a P-256 key that lie in ssm-roots.d
// (docs/decisions/0017-reservation-codes.md).

#include <string>
#include <vector>

#include "agent/time.hpp"
#include "transport/reservation/code_verifier.hpp"

namespace lic {

class ReservationSigners final : public CodeVerifier {
public:
  // `certificates` are PEM, one each; those without a P-256 key are passed over. `directory` is where an operator puts
  // one. The validity of a signer is judged at `at`, with a day of tolerance at its beginning.
  ReservationSigners(const std::vector<std::string>& certificates, std::string directory, TrustedTime at);

  // `failed_precondition` if there is no signer at all, `data_corrupt` if none of them signed these bytes or the one
  // that did is outside its validity.
  [[nodiscard]] std::optional<Error> wrong_with(const SignedBytes& bytes) const override;

private:
  [[nodiscard]] std::optional<Error> outside_validity(const ParsedCertificate& signer) const;
  std::vector<ParsedCertificate> signers_;
  std::string directory_;
  TrustedTime at_;
};

}  // namespace lic
