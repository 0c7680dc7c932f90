#include "transport/codec/trust_bundle.hpp"

#include <openssl/x509v3.h>

#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";

Error unusable(const std::string& what) { return {ErrorCode::data_corrupt, "the trust bundle " + what}; }

// Each block alone, from its BEGIN to the next.
std::vector<std::string_view> blocks_of(std::string_view pem) {
  std::vector<std::string_view> blocks;
  for (std::size_t place = pem.find(kBegin); place != std::string_view::npos;) {
    const std::size_t next = pem.find(kBegin, place + kBegin.size());
    blocks.push_back(pem.substr(place, next == std::string_view::npos ? next : next - place));
    place = next;
  }
  return blocks;
}

void sort_in(const ParsedCertificate& certificate, BundleAnchors& anchors) {
  X509* const handle = certificate.handle();
  if ((X509_get_extension_flags(handle) & EXFLAG_XKUSAGE) == 0)
    anchors.message.push_back(certificate.facts().pem);
  else if ((X509_get_extended_key_usage(handle) & XKU_SSL_SERVER) != 0)
    anchors.tls.push_back(certificate.facts().pem);
}

}  // namespace

Result<BundleAnchors> read_trust_bundle(std::string_view pem) {
  const std::vector<std::string_view> blocks = blocks_of(pem);
  if (blocks.empty() || blocks.size() > kBundleCertificatesMax) return unusable("does not hold 1 to 20 certificates");
  BundleAnchors anchors;
  for (const std::string_view block : blocks) {
    const Result<ParsedCertificate> certificate = ParsedCertificate::read(block);
    if (certificate.has_error()) return unusable("holds something unreadable: " + certificate.error().what);
    if (X509_check_ca(certificate->handle()) != 1)
      return unusable("holds a certificate that is no authority's: " + certificate->subject());
    sort_in(*certificate, anchors);
  }
  if (anchors.tls.empty() && anchors.message.empty()) return unusable("vouches for nothing");
  return anchors;
}

}  // namespace lic
