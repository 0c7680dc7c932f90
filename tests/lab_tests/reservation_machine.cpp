#include "tests/lab_tests/reservation_machine.hpp"

#include <openssl/bn.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace ssm_lab_tests {
namespace {

template <auto kFree>
struct Free {
  template <class Object>
  void operator()(Object* object) const {
    kFree(object);
  }
};

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// EVP_DecodeBlock counts the padding as zero bytes.
std::string from_base64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text), static_cast<int>(text.size()));
  if (size < 0) return {};
  const auto padding = std::count(text.begin(), text.end(), '=');
  bytes.resize(static_cast<std::size_t>(size - padding));
  return bytes;
}

}  // namespace

std::string MachineCode::content(const std::string& name) const {
  const std::string begin = "<" + name + ">";
  const auto from = text_.find(begin);
  const auto to = text_.find("</" + name + ">");
  if (from == std::string::npos || to == std::string::npos) return {};
  return text_.substr(from + begin.size(), to - from - begin.size());
}

std::string MachineCode::signed_bytes() const {
  return "<authorizationCode>" + content("authorizationCode") + "</authorizationCode>" + content("udi");
}

bool MachineCode::is_signed_under(const std::string& certificate) const {
  const std::unique_ptr<BIO, Free<BIO_free_all>> bio(
      BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
  const std::unique_ptr<X509, Free<X509_free>> signer(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  const std::string signature = from_base64(content("signature"));
  const std::string bytes = signed_bytes();
  return signer &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(signer.get())) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
}

std::string MachineCode::hmac(const std::string& purpose) const {
  const std::string key = content("piid");
  const std::string bytes = purpose + signed_bytes();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), digest.data(), &size);
  return std::string(digest.begin(), digest.begin() + size);
}

std::string MachineCode::confirmation_code() const {
  const std::string digest = hmac("confirmation:");
  std::string text;
  for (std::size_t at = 0; at < 4; ++at) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned>(bytes_of(digest)[at]));
    text += digits.data();
  }
  return text;
}

std::string MachineCode::return_code() const {
  static constexpr char kLetters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const std::string digest = hmac("return:");
  const std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(bytes_of(digest), 17, nullptr));
  std::string text;
  for (int at = 0; at < 24; ++at) {
    text.insert(text.begin(), kLetters[BN_div_word(number.get(), 58)]);
    if (at % 6 == 5) text.insert(text.begin(), '-');
  }
  return "CC" + text;
}

}  // namespace ssm_lab_tests
