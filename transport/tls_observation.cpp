#include "transport/tls_observation.hpp"

#include <arpa/inet.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>

#include "agent/time_text.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

constexpr std::size_t kNamesMax = 10;

struct NamesFree {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

// The server is not trusted yet, so neither are its bytes.
std::string ascii(const ASN1_STRING* string) {
  std::string text;
  const unsigned char* const bytes = ASN1_STRING_get0_data(string);
  for (int index = 0; index < ASN1_STRING_length(string); ++index)
    text += bytes[index] > 0x20 && bytes[index] < 0x7F ? static_cast<char>(bytes[index]) : '?';
  return text;
}

std::string address(const ASN1_STRING* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int length = ASN1_STRING_length(bytes);
  if (length != 4 && length != 16) return "?";
  const int family = length == 4 ? AF_INET : AF_INET6;
  return inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size()) != nullptr ? text.data() : "?";
}

std::vector<std::string> names_of(const X509* certificate) {
  std::vector<std::string> result;
  const std::unique_ptr<GENERAL_NAMES, NamesFree> names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
  const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
  for (int index = 0; index < count && result.size() < kNamesMax; ++index) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), index);
    if (name->type == GEN_DNS) result.push_back(ascii(name->d.dNSName));
    if (name->type == GEN_IPADD) result.push_back(address(name->d.iPAddress));
  }
  if (result.empty()) result.push_back(text_of(X509_get_subject_name(certificate)));
  return result;
}

std::optional<Millis> time_until(const ASN1_TIME* moment) {
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, nullptr, moment) != 1) return std::nullopt;
  return days * kDay + seconds * kSecond;
}

void write_down_failure(X509_STORE_CTX* context, TlsObservation& seen) {
  seen.verify_error = X509_STORE_CTX_get_error(context);
  seen.verify_text = X509_verify_cert_error_string(seen.verify_error);
  X509* const certificate = X509_STORE_CTX_get_current_cert(context);
  if (certificate == nullptr) return;
  seen.subject = text_of(X509_get_subject_name(certificate));
  seen.issuer = text_of(X509_get_issuer_name(certificate));
  seen.begins_in = time_until(X509_get0_notBefore(certificate));
  if (X509_up_ref(certificate) != 1) return;
  const Result<ParsedCertificate> parsed = ParsedCertificate::take(X509Ptr{certificate});
  if (parsed.has_value()) seen.not_before = to_rfc3339(parsed->facts().not_before);
}

int on_certificate(int good, X509_STORE_CTX* context) {
  const auto* const connection =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
  if (connection == nullptr) return good;
  auto* const seen = static_cast<TlsObservation*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
  if (seen == nullptr) return good;
  if (good != 1)
    write_down_failure(context, *seen);
  else if (X509_STORE_CTX_get_error_depth(context) == 0)
    seen->names = names_of(X509_STORE_CTX_get_current_cert(context));
  return good;
}

}  // namespace

void observe(SSL_CTX* context, TlsObservation& observation) {
  SSL_CTX_set_app_data(context, &observation);
  SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), on_certificate);
}

}  // namespace lic
