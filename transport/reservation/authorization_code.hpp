#pragma once
// Reading an authorization code of a specific reservation (wire P11, docs/decisions/0017). Pure: no disk, no network.

#include <cstddef>
#include <string_view>

#include "agent/reservation_code.hpp"
#include "agent/result.hpp"
#include "transport/reservation/code_verifier.hpp"

namespace lic {

inline constexpr std::size_t kPastedCodeBytesMax = std::size_t{64} * 1024;

// What an operator pasted or a file held, as it came: outer white space and quotes and the line breaks of a terminal
// are tolerated, and cannot change what was signed. First the size, then the form, then the signature, then what it
// says; nothing is taken from bytes that `verifier` does not believe. Reading the result's `text` gives the same
// result.
//
// Errors have text and remedy and repeat no control character. `invalid_argument`: it is no authorization code or not
// one of this kind; which step failed, and where. Whatever `verifier` says of the signature (ReservationSigners:
// `data_corrupt`, `failed_precondition` without any signer).
//
// What the code means for this machine (its UDI, its request, its time, its tags) is not judged here.
[[nodiscard]] Result<AuthorizationCode> read_authorization_code(std::string_view pasted, const CodeVerifier& verifier);

}  // namespace lic
