#include "daemon/backup/passphrase.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace lic::backup {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::uint64_t kMemoryMax = 256ULL * 1024 * 1024;
constexpr std::uint8_t kRoundsMin = 14;

struct KdfFree {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

std::uint64_t memory_of(const KeyCost& cost) { return 128ULL * cost.block * (std::uint64_t{1} << cost.log2_rounds); }

}  // namespace

Result<void> check_passphrase(const Secret& passphrase) {
  const std::size_t length = passphrase.reveal().size();
  if (length >= kPassphraseBytesMin && length <= kPassphraseBytesMax) return {};
  return Error(ErrorCode::invalid_argument,
               "the passphrase of a backup has " + std::to_string(kPassphraseBytesMin) + " to " +
                   std::to_string(kPassphraseBytesMax) + " bytes, this one has " + std::to_string(length),
               "give a longer one, for example six random words");
}

bool is_within_limits(const KeyCost& cost) {
  return cost.log2_rounds >= kRoundsMin && cost.log2_rounds <= 20 && cost.block >= 8 && cost.block <= 16 &&
         cost.lanes >= 1 && cost.lanes <= 16 && memory_of(cost) <= kMemoryMax;
}

Result<Keys> derive_keys(const Secret& passphrase, std::string_view salt, const KeyCost& cost) {
  const std::unique_ptr<EVP_KDF, KdfFree> kdf(EVP_KDF_fetch(nullptr, "SCRYPT", nullptr));
  const std::unique_ptr<EVP_KDF_CTX, KdfFree> context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
  std::uint64_t rounds = std::uint64_t{1} << cost.log2_rounds;
  std::uint32_t block = cost.block;
  std::uint32_t lanes = cost.lanes;
  // OpenSSL counts its own buffers, too.
  std::uint64_t memory_max = memory_of(cost) + 4ULL * 1024 * 1024;
  std::string password(passphrase.reveal());
  std::string salt_bytes(salt);
  std::array<OSSL_PARAM, 7> params = {
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, password.data(), password.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_bytes.data(), salt_bytes.size()),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &rounds),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &block),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &lanes),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory_max),
      OSSL_PARAM_construct_end()};
  std::string both(2 * kKeyBytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(both.data());
  const bool is_made = context && EVP_KDF_derive(context.get(), out, both.size(), params.data()) == 1;
  const Secret wiped(std::move(password));
  const Secret whole(std::move(both));
  if (!is_made)
    return Error(ErrorCode::internal, "the key of the backup could not be derived from the passphrase",
                 "give the service " + std::to_string(memory_of(cost) >> 20U) + " MiB of memory for a moment");
  return Keys{.cipher = Secret(std::string(whole.reveal().substr(0, kKeyBytes))),
              .header = Secret(std::string(whole.reveal().substr(kKeyBytes)))};
}

}  // namespace lic::backup
