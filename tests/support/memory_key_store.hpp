#pragma once
// A KeyStore in memory. Stores can be made to fail.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "agent/key_store.hpp"

namespace lic {

class MemoryKeyStore final : public KeyStore {
public:
  // store_key() and store_token() fail until told otherwise.
  void refuse_stores(bool refuse);

  [[nodiscard]] Result<void> store_key(const KeyRef& key, const KeyMaterial& material) override;
  [[nodiscard]] Result<KeyMaterial> load_key(const KeyRef& key) override;
  [[nodiscard]] Result<void> destroy_key(const KeyRef& key) override;
  [[nodiscard]] Result<void> store_token(const TokenRef& token, const Secret& text) override;
  [[nodiscard]] Result<Secret> load_token(const TokenRef& token) override;
  [[nodiscard]] Result<void> destroy_token(const TokenRef& token) override;
  [[nodiscard]] Result<std::vector<KeyRef>> keys() override;
  [[nodiscard]] Result<std::vector<TokenRef>> tokens() override;

private:
  std::mutex mutex_;
  bool refuses_ = false;
  std::map<KeyRef, KeyMaterial> keys_;
  std::map<TokenRef, Secret> tokens_;
};

}  // namespace lic
