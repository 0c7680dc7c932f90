#pragma once
// Private keys, CSRs and ID tokens as files in `<state_dir>/keys` (0700): `<ref>.key.pem`, `<ref>.csr`, `<ref>.token`,
// each 0600. Names are 1..64 letters, digits and hyphens, others are `invalid_argument`. Thread-safe.

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "agent/key_store.hpp"

namespace lic {

class FileKeyStore final : public KeyStore {
public:
  // Makes the directory if it is missing and destroys what a crash left half written. `failed_precondition` if others
  // have access to the directory.
  [[nodiscard]] static Result<std::unique_ptr<FileKeyStore>> open(const std::string& state_dir);

  [[nodiscard]] Result<void> store_key(const KeyRef& key, const KeyMaterial& material) override;
  // Also `failed_precondition` if others may read the file.
  [[nodiscard]] Result<KeyMaterial> load_key(const KeyRef& key) override;
  [[nodiscard]] Result<void> destroy_key(const KeyRef& key) override;
  // Replaces a token of that name.
  [[nodiscard]] Result<void> store_token(const TokenRef& token, const Secret& text) override;
  [[nodiscard]] Result<Secret> load_token(const TokenRef& token) override;
  [[nodiscard]] Result<void> destroy_token(const TokenRef& token) override;
  // Sorted by name.
  [[nodiscard]] Result<std::vector<KeyRef>> keys() override;
  [[nodiscard]] Result<std::vector<TokenRef>> tokens() override;

private:
  explicit FileKeyStore(std::string directory) : directory_(std::move(directory)) {}
  [[nodiscard]] Result<void> destroy_unfinished();
  [[nodiscard]] Result<std::vector<std::string>> names_ending_in(std::string_view suffix) const;

  std::string directory_;
  std::mutex mutex_;
};

}  // namespace lic
