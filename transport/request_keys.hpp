#pragma once
// What a request needs from the key store, and the failure it is when something is missing there.

#include <string>
#include <vector>

#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "agent/ssm_message.hpp"

namespace lic {

struct RequestKeys {
  Secret signing_key;           // PEM
  std::string csr_der;          // of the key that is to be certified; empty if there is none
  std::vector<Secret> secrets;  // to be kept out of every text; a registration's token comes first
};

// Errors have a cause (`token` or `signature`), a text that names what is missing, and a remedy.
[[nodiscard]] Result<RequestKeys> load_request_keys(KeyStore& keys, const SsmRequest& request);

// The same failure when the key is there and unusable.
[[nodiscard]] Error cannot_sign(const Error& reason);

}  // namespace lic
