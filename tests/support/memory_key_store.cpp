#include "tests/support/memory_key_store.hpp"

#include <algorithm>
#include <utility>

namespace lic {
namespace {

Secret copy_of(const Secret& secret) { return Secret(std::string(secret.reveal())); }

// The same names as in the file system.
bool is_valid_name(const std::string& name) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
  return !name.empty() && name.size() <= 64 && name.find_first_not_of(kAllowed) == std::string::npos;
}

Error bad_name() { return Error(ErrorCode::invalid_argument, "the name is not 1..64 letters, digits, hyphens"); }
Error refused() { return Error(ErrorCode::storage, "the test wants this store to fail", "none: it is a test"); }

}  // namespace

void MemoryKeyStore::refuse_stores(bool refuse) {
  const std::lock_guard lock(mutex_);
  refuses_ = refuse;
}

Result<void> MemoryKeyStore::store_key(const KeyRef& key, const KeyMaterial& material) {
  if (!is_valid_name(key.value)) return bad_name();
  if (material.private_key_pem.empty() || material.csr_der.empty())
    return Error(ErrorCode::invalid_argument, "key or CSR is empty");
  const std::lock_guard lock(mutex_);
  if (refuses_) return refused();
  keys_.try_emplace(key, KeyMaterial{copy_of(material.private_key_pem), material.csr_der});
  return {};
}

Result<KeyMaterial> MemoryKeyStore::load_key(const KeyRef& key) {
  if (!is_valid_name(key.value)) return bad_name();
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(key);
  if (found == keys_.end()) return Error(ErrorCode::not_found, "there is no key " + key.value);
  return KeyMaterial{copy_of(found->second.private_key_pem), found->second.csr_der};
}

Result<void> MemoryKeyStore::destroy_key(const KeyRef& key) {
  if (!is_valid_name(key.value)) return bad_name();
  const std::lock_guard lock(mutex_);
  keys_.erase(key);
  return {};
}

Result<void> MemoryKeyStore::store_token(const TokenRef& token, const Secret& text) {
  if (!is_valid_name(token.value)) return bad_name();
  if (text.empty()) return Error(ErrorCode::invalid_argument, "the token is empty");
  const std::lock_guard lock(mutex_);
  if (refuses_) return refused();
  tokens_.insert_or_assign(token, copy_of(text));
  return {};
}

Result<Secret> MemoryKeyStore::load_token(const TokenRef& token) {
  if (!is_valid_name(token.value)) return bad_name();
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) return Error(ErrorCode::not_found, "there is no token " + token.value);
  return copy_of(found->second);
}

Result<void> MemoryKeyStore::destroy_token(const TokenRef& token) {
  if (!is_valid_name(token.value)) return bad_name();
  const std::lock_guard lock(mutex_);
  tokens_.erase(token);
  return {};
}

Result<std::vector<KeyRef>> MemoryKeyStore::keys() {
  const std::lock_guard lock(mutex_);
  std::vector<KeyRef> found;
  std::transform(keys_.begin(), keys_.end(), std::back_inserter(found), [](const auto& entry) { return entry.first; });
  return found;
}

Result<std::vector<TokenRef>> MemoryKeyStore::tokens() {
  const std::lock_guard lock(mutex_);
  std::vector<TokenRef> found;
  std::transform(tokens_.begin(), tokens_.end(), std::back_inserter(found),
                 [](const auto& entry) { return entry.first; });
  return found;
}

}  // namespace lic
