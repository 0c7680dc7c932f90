#include "tests/lab/certificates.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace ssm_lab {
namespace {

void require(bool is_done, const char* step) {
  if (is_done) return;
  std::fprintf(stderr, "ssm-lab: bug: certificate %s\n", step);
  std::abort();
}

NameHandle make_name(const CertificateOrder& order) {
  NameHandle name(X509_NAME_new());
  for (const auto& [attribute, value] : order.subject) {
    // OpenSSL picks PrintableString for serialNumber by itself, which wire.md P7 asks for.
    const auto* bytes = reinterpret_cast<const unsigned char*>(value.data());
    require(X509_NAME_add_entry_by_txt(name.get(), attribute.c_str(), MBSTRING_UTF8, bytes,
                                       static_cast<int>(value.size()), -1, 0) == 1,
            "subject");
  }
  return name;
}

void add_extension(X509& certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, &certificate, nullptr, nullptr, 0);
  const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  require(extension != nullptr, "extension");
  require(X509_add_ext(&certificate, extension.get(), -1) == 1, "extension");
}

const char* key_usage_of(CertificateRole role) {
  switch (role) {
    case CertificateRole::authority:
    case CertificateRole::tls_authority: return "critical,keyCertSign,cRLSign";
    case CertificateRole::message_signer: return "critical,digitalSignature";
    case CertificateRole::identity: return "critical,digitalSignature";
    case CertificateRole::tls_server: return "critical,digitalSignature,keyEncipherment";
  }
  std::abort();
}

void add_extensions(X509& certificate, X509* issuer, const CertificateOrder& order) {
  const bool is_tls = order.role == CertificateRole::tls_authority || order.role == CertificateRole::tls_server;
  const bool is_authority = order.role == CertificateRole::authority || order.role == CertificateRole::tls_authority;
  add_extension(certificate, issuer, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(certificate, issuer, NID_key_usage, key_usage_of(order.role));
  add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
  if (is_tls) add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
  if (!order.alternative_names.empty()) {
    add_extension(certificate, issuer, NID_subject_alt_name, order.alternative_names);
  }
}

}  // namespace

CertificateHandle make_certificate(const CertificateOrder& order, EVP_PKEY& subject_key, const Issuer& issuer) {
  CertificateHandle certificate(X509_new());
  X509* issuer_certificate = issuer.certificate == nullptr ? certificate.get() : issuer.certificate;
  require(X509_set_version(certificate.get(), X509_VERSION_3) == 1, "version");
  require(ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate.get()), order.serial) == 1, "serial");
  const NameHandle name = make_name(order);
  require(X509_set_subject_name(certificate.get(), name.get()) == 1, "subject");
  require(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer_certificate)) == 1, "issuer");
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), static_cast<std::time_t>(order.not_before_seconds));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), static_cast<std::time_t>(order.not_after_seconds));
  require(X509_set_pubkey(certificate.get(), &subject_key) == 1, "key");
  add_extensions(*certificate, issuer_certificate, order);
  require(X509_sign(certificate.get(), issuer.key, EVP_sha256()) > 0, "signature");
  return certificate;
}

}  // namespace ssm_lab
