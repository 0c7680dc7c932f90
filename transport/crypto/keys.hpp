#pragma once
// Private keys of the instance: making them, their certificate requests, and signing with them.

#include <string>
#include <string_view>

#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "agent/secret.hpp"

namespace lic {

struct CsrSubject {
  std::string common_name;  // the product
  std::string organization;
};

// A fresh RSA-2048 key and a PKCS#10 request signed with it. Takes up to a second: call it on a worker thread.
[[nodiscard]] Result<KeyMaterial> make_key_and_csr(const CsrSubject& subject);

// RSASSA-PKCS1-v1_5 with SHA-256 (wire P1), raw bytes. `data_corrupt` if the key cannot be read.
[[nodiscard]] Result<std::string> sign_sha256(const Secret& private_key_pem, std::string_view message);

}  // namespace lic
