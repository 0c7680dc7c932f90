#include "transport/crypto/openssl_handles.hpp"

#include <openssl/err.h>

namespace lic {

std::string openssl_reason() {
  std::string reasons;
  while (const unsigned long code = ERR_get_error()) {
    const char* const reason = ERR_reason_error_string(code);
    if (reason == nullptr) continue;
    if (!reasons.empty()) reasons += "; ";
    reasons += reason;
  }
  return reasons.empty() ? "no reason given" : reasons;
}

BioPtr bio_over(std::string_view bytes) {
  return BioPtr{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
}

std::string bytes_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string{};
}

std::string text_of(const X509_NAME* name) {
  const BioPtr memory{BIO_new(BIO_s_mem())};
  if (!memory || name == nullptr) return "(unreadable)";
  const unsigned long format =
      (XN_FLAG_RFC2253 | ASN1_STRFLGS_ESC_CTRL) & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (X509_NAME_print_ex(memory.get(), name, 0, format) < 0) return "(unreadable)";
  return bytes_of(memory.get());
}

}  // namespace lic
