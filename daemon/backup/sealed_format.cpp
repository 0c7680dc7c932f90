#include "daemon/backup/sealed_format.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <utility>

#include "transport/crypto/message_code.hpp"

namespace lic::backup {
namespace {

constexpr std::size_t kSealedBytes = kChunkBytes + kTagBytes;
constexpr std::size_t kMacBytes = 32;
constexpr std::size_t kMacAt = kHeaderBytes - kMacBytes;
constexpr std::size_t kSaltAt = 16;
constexpr char kScrypt = 1;
constexpr char kAes256Gcm = 1;
constexpr std::size_t kNonceBytes = 12;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* room_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// The number of the chunk, and whether it is the last one: so chunks cannot change places, and the end cannot move.
std::array<unsigned char, kNonceBytes> nonce_of(std::uint64_t chunk, bool is_last) {
  std::array<unsigned char, kNonceBytes> nonce{};
  for (std::size_t at = 0; at < 8; ++at) nonce[at] = static_cast<unsigned char>(chunk >> (56 - 8 * at));
  nonce[kNonceBytes - 1] = is_last ? 1 : 0;
  return nonce;
}

std::string header_without_code(const KeyCost& cost, std::string_view salt) {
  std::string header(kMagic);
  header += static_cast<char>(kFormatVersion >> 8U);
  header += static_cast<char>(kFormatVersion & 0xffU);
  header += kScrypt;
  header += kAes256Gcm;
  header += static_cast<char>(cost.log2_rounds);
  header += static_cast<char>(cost.block);
  header += static_cast<char>(cost.lanes);
  header += '\0';
  return header.append(salt);
}

bool is_equal(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Error damaged(std::uint64_t chunk) {
  return Error(ErrorCode::data_corrupt,
               "the backup is damaged or cut off: what begins at byte " +
                   std::to_string(kHeaderBytes + chunk * kSealedBytes) + " is not what was written",
               "fetch the file again from where it is kept, or use another backup");
}

Error no_memory() { return Error(ErrorCode::internal, "OpenSSL could not work on the backup", "try again"); }

// The fields before the salt; what is wrong with them, or the cost.
Result<KeyCost> read_fields(std::string_view header) {
  if (header.size() < kMagic.size() + 2 || !header.starts_with(kMagic))
    return Error(ErrorCode::invalid_argument, "this file is no backup of smart-agent",
                 "name a file that 'smart-agentctl backup' made");
  const auto at = [header](std::size_t place) { return static_cast<unsigned char>(header[place]); };
  const unsigned version = at(8) * 256U + at(9);
  if (version > kFormatVersion)
    return Error(ErrorCode::failed_precondition,
                 "a newer agent made this backup: its format is version " + std::to_string(version) +
                     ", this agent knows version " + std::to_string(kFormatVersion),
                 "install the version of smart-agent that made it, or a newer one");
  if (header.size() < kHeaderBytes) return damaged(0);
  const KeyCost cost{.log2_rounds = at(12), .block = at(13), .lanes = at(14)};
  if (version == 0 || header[10] != kScrypt || header[11] != kAes256Gcm || header[15] != 0 || !is_within_limits(cost))
    return Error(ErrorCode::data_corrupt, "the header of the backup is damaged",
                 "fetch the file again from where it is kept, or use another backup");
  return cost;
}

}  // namespace

void CipherFree::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

Sealer::Sealer(std::string header, Keys keys)
    : header_(std::move(header)), keys_(std::move(keys)), cipher_(EVP_CIPHER_CTX_new()) {}

Result<Sealer> Sealer::make(const Secret& passphrase, std::string_view salt, const KeyCost& cost) {
  if (salt.size() != kSaltBytes || !is_within_limits(cost)) return no_memory();
  auto keys = derive_keys(passphrase, salt, cost);
  if (!keys) return keys.error();
  std::string header = header_without_code(cost, salt);
  header += hmac_sha256({.key = keys->header.reveal(), .text = header});
  return Sealer(std::move(header), std::move(*keys));
}

Result<std::string> Sealer::seal(std::string_view plain, bool is_last) {
  const auto nonce = nonce_of(chunks_, is_last);
  std::string sealed(plain.size() + kTagBytes, '\0');
  int length = 0;
  int rest = 0;
  EVP_CIPHER_CTX* const cipher = cipher_.get();
  const bool is_done =
      cipher != nullptr && (is_last ? plain.size() <= kChunkBytes : plain.size() == kChunkBytes) &&
      EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nullptr, bytes_of(keys_.cipher.reveal()), nonce.data()) == 1 &&
      EVP_EncryptUpdate(cipher, nullptr, &length, bytes_of(header_), static_cast<int>(header_.size())) == 1 &&
      EVP_EncryptUpdate(cipher, room_of(sealed), &length, bytes_of(plain), static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher, room_of(sealed) + length, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes), room_of(sealed) + plain.size()) ==
          1;
  if (!is_done) return no_memory();
  ++chunks_;
  return sealed;
}

Opener::Opener(std::string header, Keys keys, ReadBytes read)
    : header_(std::move(header)), keys_(std::move(keys)), cipher_(EVP_CIPHER_CTX_new()), read_(std::move(read)) {}

Result<Opener> Opener::open(const Secret& passphrase, ReadBytes read) {
  auto header = read(kHeaderBytes);
  if (!header) return header.error();
  const auto cost = read_fields(*header);
  if (!cost) return cost.error();
  const std::string_view whole(*header);
  auto keys = derive_keys(passphrase, whole.substr(kSaltAt, kSaltBytes), *cost);
  if (!keys) return keys.error();
  const std::string code = hmac_sha256({.key = keys->header.reveal(), .text = whole.substr(0, kMacAt)});
  if (!is_equal(code, whole.substr(kMacAt)))
    return Error(ErrorCode::permission_denied, "this is not the passphrase that the backup was made with",
                 "give the right one; if it is, the first 80 bytes of the file are damaged: use another copy");
  return Opener(std::move(*header), std::move(*keys), std::move(read));
}

// One chunk and what shows whether another one follows.
Result<void> Opener::fill() {
  while (ahead_.size() <= kSealedBytes) {
    auto more = read_(kSealedBytes + 1 - ahead_.size());
    if (!more) return more.error();
    if (more->empty()) return {};
    ahead_ += *more;
  }
  return {};
}

Result<std::optional<Secret>> Opener::next() {
  if (is_over_) return std::optional<Secret>{};
  if (auto filled = fill(); !filled) return filled.error();
  const bool is_last = ahead_.size() <= kSealedBytes;
  const std::size_t sealed = is_last ? ahead_.size() : kSealedBytes;
  if (sealed < kTagBytes) return damaged(chunks_);
  const auto nonce = nonce_of(chunks_, is_last);
  std::string plain(sealed - kTagBytes, '\0');
  int length = 0;
  int rest = 0;
  EVP_CIPHER_CTX* const cipher = cipher_.get();
  const bool is_good =
      cipher != nullptr &&
      EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), nullptr, bytes_of(keys_.cipher.reveal()), nonce.data()) == 1 &&
      EVP_DecryptUpdate(cipher, nullptr, &length, bytes_of(header_), static_cast<int>(header_.size())) == 1 &&
      EVP_DecryptUpdate(cipher, room_of(plain), &length, bytes_of(ahead_), static_cast<int>(plain.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes), room_of(ahead_) + plain.size()) ==
          1 &&
      EVP_DecryptFinal_ex(cipher, room_of(plain) + length, &rest) == 1;
  Secret opened(std::move(plain));  // from here on it is wiped, also when it is no good
  if (!is_good) return damaged(chunks_);
  ahead_.erase(0, sealed);
  ++chunks_;
  is_over_ = is_last;
  return std::optional<Secret>(std::move(opened));
}

}  // namespace lic::backup
