#include "transport/crypto/parsed_certificate.hpp"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <array>
#include <ctime>

#include "transport/crypto/base64.hpp"
#include "transport/crypto/key_reading.hpp"

namespace lic {
namespace {

constexpr int kKeyBitsMin = 2048;
// RFC 5280 allows 20. The time for decimal digits grows with the square of their number.
constexpr int kSerialBytesMax = 64;
constexpr std::size_t kGroupNameBytesMax = 64;
constexpr std::string_view kPemBegin = "-----BEGIN ";

std::optional<std::string> decimal_serial(const X509* certificate) {
  const ASN1_INTEGER* const serial = X509_get0_serialNumber(certificate);
  if (ASN1_STRING_length(serial) > kSerialBytesMax) return std::nullopt;
  const BignumPtr number{ASN1_INTEGER_to_BN(serial, nullptr)};
  if (!number || BN_is_negative(number.get()) != 0) return std::nullopt;
  char* const digits = BN_bn2dec(number.get());
  if (digits == nullptr) return std::nullopt;
  std::string text{digits};
  OPENSSL_free(digits);
  return text;
}

std::optional<std::string> pem_of(X509* certificate) {
  const BioPtr memory{BIO_new(BIO_s_mem())};
  if (!memory || PEM_write_bio_X509(memory.get(), certificate) != 1) return std::nullopt;
  return bytes_of(memory.get());
}

X509Ptr read_x509(std::string_view text) {
  if (text.find(kPemBegin) != std::string_view::npos) {
    const BioPtr bio = bio_over(text);
    return X509Ptr{bio ? PEM_read_bio_X509(bio.get(), nullptr, refuse_password, nullptr) : nullptr};
  }
  const std::optional<std::string> der = from_base64(text);
  if (!der) return nullptr;
  const auto* bytes = reinterpret_cast<const unsigned char*>(der->data());
  return X509Ptr{d2i_X509(nullptr, &bytes, static_cast<long>(der->size()))};
}

Error unreadable(const std::string& reason) {
  return {ErrorCode::data_corrupt, "the certificate cannot be read: " + reason};
}

// With SHA-256, by whatever the key signs with.
bool is_signature_of(EVP_PKEY* key, const SignedBytes& bytes) {
  const DigestContextPtr context{EVP_MD_CTX_new()};
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1) return false;
  const bool valid =
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(bytes.signature.data()),
                       bytes.signature.size(), reinterpret_cast<const unsigned char*>(bytes.message.data()),
                       bytes.message.size()) == 1;
  (void)openssl_reason();  // a refused signature leaves entries that would be blamed on the next caller
  return valid;
}

}  // namespace

std::optional<WallTime> wall_time_of(const ASN1_TIME* time) {
  std::tm calendar{};
  if (ASN1_TIME_to_tm(time, &calendar) != 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{calendar.tm_year + 1900},
                                         std::chrono::month{static_cast<unsigned>(calendar.tm_mon + 1)},
                                         std::chrono::day{static_cast<unsigned>(calendar.tm_mday)}};
  const Millis day = std::chrono::duration_cast<Millis>(std::chrono::sys_days{date}.time_since_epoch());
  return WallTime{day + calendar.tm_hour * kHour + calendar.tm_min * kMinute + calendar.tm_sec * kSecond};
}

Result<ParsedCertificate> ParsedCertificate::read(std::string_view text) {
  X509Ptr certificate = read_x509(text);
  if (!certificate) {
    const std::string reason = openssl_reason();
    return unreadable(reason == "no reason given" ? "it is neither PEM nor base64 DER" : reason);
  }
  return take(std::move(certificate));
}

Result<ParsedCertificate> ParsedCertificate::take(X509Ptr certificate) {
  const auto not_before = wall_time_of(X509_get0_notBefore(certificate.get()));
  const auto not_after = wall_time_of(X509_get0_notAfter(certificate.get()));
  auto serial = decimal_serial(certificate.get());
  auto pem = pem_of(certificate.get());
  if (!not_before || !not_after) return unreadable("its validity is malformed");
  if (!serial || !pem) return unreadable("its serial number is malformed");
  ParsedCertificate parsed{std::move(certificate)};
  parsed.facts_ = Certificate{std::move(*pem), std::move(*serial), *not_before, *not_after};
  return parsed;
}

std::string ParsedCertificate::subject() const { return text_of(X509_get_subject_name(certificate_.get())); }

std::string ParsedCertificate::issuer() const { return text_of(X509_get_issuer_name(certificate_.get())); }

std::optional<std::string> ParsedCertificate::subject_serial_number() const {
  X509_NAME* const name = X509_get_subject_name(certificate_.get());
  const int position = X509_NAME_get_index_by_NID(name, NID_serialNumber, -1);
  if (position < 0) return std::nullopt;
  const ASN1_STRING* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, position));
  unsigned char* text = nullptr;
  const int length = ASN1_STRING_to_UTF8(&text, value);
  if (length < 0) return std::nullopt;
  std::string result(text, text + length);
  OPENSSL_free(text);
  return result;
}

bool ParsedCertificate::has_key_of_csr(std::string_view csr_der) const {
  const KeyPtr key = read_csr_key(csr_der);
  EVP_PKEY* const own = X509_get0_pubkey(certificate_.get());
  return key && own != nullptr && EVP_PKEY_eq(own, key.get()) == 1;
}

bool ParsedCertificate::has_key_of(const Secret& private_key_pem) const {
  const KeyPtr key = read_private_key(private_key_pem);
  EVP_PKEY* const own = X509_get0_pubkey(certificate_.get());
  return key && own != nullptr && EVP_PKEY_eq(own, key.get()) == 1;
}

bool ParsedCertificate::signed_these(const SignedBytes& bytes) const {
  EVP_PKEY* const key = X509_get0_pubkey(certificate_.get());
  return key_kind() == KeyKind::rsa && EVP_PKEY_get_bits(key) >= kKeyBitsMin && is_signature_of(key, bytes);
}

bool ParsedCertificate::p256_signed_these(const SignedBytes& bytes) const {
  return key_kind() == KeyKind::p256 && is_signature_of(X509_get0_pubkey(certificate_.get()), bytes);
}

KeyKind ParsedCertificate::key_kind() const {
  const EVP_PKEY* const key = X509_get0_pubkey(certificate_.get());
  if (key == nullptr) return KeyKind::other;
  if (EVP_PKEY_is_a(key, "RSA") == 1) return KeyKind::rsa;
  std::array<char, kGroupNameBytesMax> group{};
  const bool is_curve =
      EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1;
  (void)openssl_reason();  // a curve without a name leaves an entry
  return is_curve && std::string_view{group.data()} == SN_X9_62_prime256v1 ? KeyKind::p256 : KeyKind::other;
}

}  // namespace lic
