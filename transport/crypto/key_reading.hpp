#pragma once
// Reading keys from text, inside this folder.

#include <string_view>

#include "agent/secret.hpp"
#include "transport/crypto/openssl_handles.hpp"

namespace lic {

// Null if it is none, is not RSA, or is locked with a password (nobody is there to be asked for it).
[[nodiscard]] KeyPtr read_private_key(const Secret& pem);
// The public key inside a PKCS#10 request; null if it cannot be read.
[[nodiscard]] KeyPtr read_csr_key(std::string_view csr_der);

// OpenSSL's password callback that never asks the terminal.
int refuse_password(char* buffer, int size, int rwflag, void* user);

}  // namespace lic
