#include "tests/transport/bundle_pki.hpp"

#include "tests/transport/golden_facts.hpp"
#include "transport/crypto/key_reading.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic::golden {
namespace {

void extend(X509* certificate, int nid, const char* value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

std::string authority_like(const AuthorityShape& shape) {
  const Result<ParsedCertificate> model = ParsedCertificate::read(certificate(shape.of));
  const KeyPtr own = read_private_key(key(shape.of));
  X509Ptr made{X509_new()};
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 99);
  X509_set1_notBefore(made.get(), X509_get0_notBefore(model->handle()));
  X509_set1_notAfter(made.get(), X509_get0_notAfter(model->handle()));
  X509_set_subject_name(made.get(), X509_get_subject_name(model->handle()));
  X509_set_issuer_name(made.get(), X509_get_subject_name(model->handle()));
  X509_set_pubkey(made.get(), own.get());
  extend(made.get(), NID_basic_constraints, shape.may_issue ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!shape.extended_key_usage.empty()) extend(made.get(), NID_ext_key_usage, shape.extended_key_usage.c_str());
  X509_sign(made.get(), own.get(), EVP_sha256());
  return ParsedCertificate::take(std::move(made))->facts().pem;
}

}  // namespace lic::golden
