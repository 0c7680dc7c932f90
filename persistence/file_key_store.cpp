#include "persistence/file_key_store.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "persistence/private_directory.hpp"
#include "persistence/private_file.hpp"

namespace lic {
namespace {

constexpr std::string_view kKeySuffix = ".key.pem";
constexpr std::string_view kCsrSuffix = ".csr";
constexpr std::string_view kTokenSuffix = ".token";
constexpr std::size_t kKeyBytesMax = 64 * 1024;
constexpr std::size_t kTokenBytesMax = 16 * 1024;
constexpr std::size_t kNameBytesMax = 64;

bool is_valid_name(std::string_view name) {
  const auto is_allowed = [](char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9') || character == '-';
  };
  return !name.empty() && name.size() <= kNameBytesMax && std::all_of(name.begin(), name.end(), is_allowed);
}

Error bad_name(std::string_view kind) {
  return Error(ErrorCode::invalid_argument,
               "the name of the " + std::string(kind) + " is not 1..64 letters, digits, hyphens");
}

std::string file_name(std::string_view reference, std::string_view suffix) {
  return std::string(reference) + std::string(suffix);
}

}  // namespace

Result<std::unique_ptr<FileKeyStore>> FileKeyStore::open(const std::string& state_dir) {
  std::string directory = state_dir + "/keys";
  if (auto ready = ensure_private_directory(directory); !ready) return ready.error();
  struct stat found {};
  if (::stat(directory.c_str(), &found) != 0 || (found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error(ErrorCode::failed_precondition, directory + " may be entered by others", "chmod 700 " + directory);
  std::unique_ptr<FileKeyStore> store(new FileKeyStore(std::move(directory)));  // the constructor is private
  if (auto done = store->destroy_unfinished(); !done) return done.error();
  return store;
}

Result<void> FileKeyStore::store_key(const KeyRef& key, const KeyMaterial& material) {
  if (!is_valid_name(key.value)) return bad_name("key");
  if (material.private_key_pem.empty() || material.private_key_pem.reveal().size() > kKeyBytesMax ||
      material.csr_der.empty() || material.csr_der.size() > kKeyBytesMax)
    return Error(ErrorCode::invalid_argument, "key or CSR is empty or larger than 64 KiB");
  const std::lock_guard lock(mutex_);
  struct stat found {};
  if (::lstat((directory_ + "/" + file_name(key.value, kKeySuffix)).c_str(), &found) == 0) return {};
  // The key last: where it lies, its CSR lies too, whenever the machine stops.
  if (auto done = write_private_file(directory_, file_name(key.value, kCsrSuffix), material.csr_der); !done)
    return done;
  return write_private_file(directory_, file_name(key.value, kKeySuffix), material.private_key_pem.reveal());
}

Result<KeyMaterial> FileKeyStore::load_key(const KeyRef& key) {
  if (!is_valid_name(key.value)) return bad_name("key");
  const std::lock_guard lock(mutex_);
  auto private_key = read_private_file(directory_ + "/" + file_name(key.value, kKeySuffix), kKeyBytesMax);
  if (!private_key) return private_key.error();
  auto csr = read_private_file(directory_ + "/" + file_name(key.value, kCsrSuffix), kKeyBytesMax);
  if (!csr) {
    Error failure = csr.error();
    if (failure.code == ErrorCode::not_found) failure.code = ErrorCode::data_corrupt;  // a key without its CSR
    return failure;
  }
  return KeyMaterial{std::move(*private_key), std::string(csr->reveal())};
}

Result<void> FileKeyStore::destroy_key(const KeyRef& key) {
  if (!is_valid_name(key.value)) return bad_name("key");
  const std::lock_guard lock(mutex_);
  // The key first: a CSR alone is no key, and store_key() replaces it.
  if (auto done = destroy_private_file(directory_, file_name(key.value, kKeySuffix)); !done) return done;
  return destroy_private_file(directory_, file_name(key.value, kCsrSuffix));
}

Result<void> FileKeyStore::store_token(const TokenRef& token, const Secret& text) {
  if (!is_valid_name(token.value)) return bad_name("token");
  if (text.empty() || text.reveal().size() > kTokenBytesMax)
    return Error(ErrorCode::invalid_argument, "the token is empty or larger than 16 KiB");
  const std::lock_guard lock(mutex_);
  return write_private_file(directory_, file_name(token.value, kTokenSuffix), text.reveal());
}

Result<Secret> FileKeyStore::load_token(const TokenRef& token) {
  if (!is_valid_name(token.value)) return bad_name("token");
  const std::lock_guard lock(mutex_);
  return read_private_file(directory_ + "/" + file_name(token.value, kTokenSuffix), kTokenBytesMax);
}

Result<void> FileKeyStore::destroy_token(const TokenRef& token) {
  if (!is_valid_name(token.value)) return bad_name("token");
  const std::lock_guard lock(mutex_);
  return destroy_private_file(directory_, file_name(token.value, kTokenSuffix));
}

Result<std::vector<std::string>> FileKeyStore::names_ending_in(std::string_view suffix) const {
  std::vector<std::string> names;
  std::error_code failure;
  std::filesystem::directory_iterator entry(directory_, failure);
  for (const std::filesystem::directory_iterator end; !failure && entry != end; entry.increment(failure)) {
    std::string name = entry->path().filename().string();
    if (!name.ends_with(suffix)) continue;
    name.resize(name.size() - suffix.size());
    names.push_back(std::move(name));
  }
  if (failure)
    return Error(ErrorCode::storage, "cannot list " + directory_ + ": " + failure.message(),
                 "make the directory readable to the user the agent runs as");
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<KeyRef>> FileKeyStore::keys() {
  const std::lock_guard lock(mutex_);
  // A CSR without a key is the trace of a crash; it is listed so that the caller can have it destroyed.
  std::vector<KeyRef> found;
  for (const std::string_view suffix : {kKeySuffix, kCsrSuffix}) {
    auto names = names_ending_in(suffix);
    if (!names) return names.error();
    for (std::string& name : *names)
      if (is_valid_name(name)) found.push_back(KeyRef{std::move(name)});
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<std::vector<TokenRef>> FileKeyStore::tokens() {
  const std::lock_guard lock(mutex_);
  auto names = names_ending_in(kTokenSuffix);
  if (!names) return names.error();
  std::vector<TokenRef> found;
  for (std::string& name : *names)
    if (is_valid_name(name)) found.push_back(TokenRef{std::move(name)});
  return found;
}

Result<void> FileKeyStore::destroy_unfinished() {
  auto names = names_ending_in(kUnfinishedSuffix);
  if (!names) return names.error();
  for (const std::string& name : *names)
    if (auto done = destroy_private_file(directory_, name + std::string(kUnfinishedSuffix)); !done) return done;
  return {};
}

}  // namespace lic
