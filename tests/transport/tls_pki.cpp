#include "tests/transport/tls_pki.hpp"

#include <openssl/pem.h>

#include <chrono>

#include "tests/transport/golden_facts.hpp"
#include "transport/crypto/key_reading.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic::testing {
namespace {

constexpr const char* kServerKey = "agent_new";

// The golden roots have the dates and extensions of an authority: their keys issue the server's certificate.
struct Issuer {
  ParsedCertificate certificate;
  KeyPtr key;
};

Issuer issuer() {
  return {*ParsedCertificate::read(golden::certificate("other_root")), read_private_key(golden::key("other_root"))};
}

std::string alternative_names(const ServerCertificate& wanted) {
  std::string text;
  for (const std::string& name : wanted.dns_names) text += (text.empty() ? "DNS:" : ",DNS:") + name;
  for (const std::string& address : wanted.addresses) text += (text.empty() ? "IP:" : ",IP:") + address;
  return text;
}

long seconds(Millis duration) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

}  // namespace

std::string authority() { return golden::certificate("other_root"); }
std::string other_authority() { return golden::certificate("root"); }
std::string server_key() { return golden::file(std::string{"keys/"} + kServerKey + ".key.pem"); }

std::string server_certificate(const ServerCertificate& wanted) {
  const Issuer by = issuer();
  const KeyPtr key = read_private_key(golden::key(kServerKey));
  X509Ptr certificate{X509_new()};
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 77);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), seconds(wanted.begins_in));
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds(wanted.ends_in));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("tls server"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(by.certificate.handle()));
  X509_set_pubkey(certificate.get(), key.get());
  const std::string names = alternative_names(wanted);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(certificate.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate.get(), by.key.get(), EVP_sha256());
  return ParsedCertificate::take(std::move(certificate))->facts().pem;
}

}  // namespace lic::testing
