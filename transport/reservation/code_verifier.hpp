#pragma once
// The seam between reading an authorization code and believing it.

#include <optional>

#include "agent/result.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {

class CodeVerifier {
public:
  virtual ~CodeVerifier() = default;
  // Nothing if `bytes.signature` (DER) over `bytes.message` is to be believed; otherwise why not, and what to do.
  [[nodiscard]] virtual std::optional<Error> wrong_with(const SignedBytes& bytes) const = 0;
};

}  // namespace lic
