#pragma once
// Seam: where private keys, their CSRs and ID tokens lie. The core only names them (KeyRef, TokenRef); the transport
// reads them to sign; the daemon writes and destroys them. Implementations are thread-safe: keys are made on a worker
// thread.

#include <string>
#include <vector>

#include "agent/ids.hpp"
#include "agent/result.hpp"
#include "agent/secret.hpp"

namespace lic {

struct KeyMaterial {
  Secret private_key_pem;
  std::string csr_der;
};

class KeyStore {
public:
  virtual ~KeyStore() = default;

  // Durable when it returns: file, directory and all. Overwrites nothing: an existing key of that name stays as it is.
  // Error `storage` names the file and the reason.
  [[nodiscard]] virtual Result<void> store_key(const KeyRef& key, const KeyMaterial& material) = 0;
  // `not_found` if there is none, `data_corrupt` if it is unreadable.
  [[nodiscard]] virtual Result<KeyMaterial> load_key(const KeyRef& key) = 0;
  // Gone is success, also if it never was.
  [[nodiscard]] virtual Result<void> destroy_key(const KeyRef& key) = 0;

  [[nodiscard]] virtual Result<void> store_token(const TokenRef& token, const Secret& text) = 0;
  [[nodiscard]] virtual Result<Secret> load_token(const TokenRef& token) = 0;
  [[nodiscard]] virtual Result<void> destroy_token(const TokenRef& token) = 0;

  // Everything that lies there, so that the daemon can destroy what no state names any more.
  [[nodiscard]] virtual Result<std::vector<KeyRef>> keys() = 0;
  [[nodiscard]] virtual Result<std::vector<TokenRef>> tokens() = 0;
};

}  // namespace lic
