#include "transport/trust_sources.hpp"

#include <utility>

#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

std::vector<std::string> with_rsa_key(const std::vector<std::string>& certificates) {
  std::vector<std::string> kept;
  for (const std::string& pem : certificates) {
    const Result<ParsedCertificate> certificate = ParsedCertificate::read(pem);
    if (certificate.has_value() && certificate->key_kind() == KeyKind::rsa) kept.push_back(pem);
  }
  return kept;
}

}  // namespace

TrustSources::TrustSources(TlsTrustSettings tls, std::string ssm_root_dir, Bundle bundle)
    : TrustSources(std::move(tls), PemDirectory(std::move(ssm_root_dir)), std::move(bundle)) {}

TrustSources::TrustSources(TlsTrustSettings tls, PemDirectory message_roots, Bundle bundle)
    : tls_(std::move(tls)), message_roots_(std::move(message_roots)), bundle_(std::move(bundle)) {}

BundleAnchors TrustSources::bundle_anchors() const {
  const TrustBundle* const bundle = bundle_ ? bundle_() : nullptr;
  if (bundle == nullptr) return {};
  Result<BundleAnchors> anchors = read_trust_bundle(bundle->pem);
  return anchors.has_value() ? std::move(*anchors) : BundleAnchors{};
}

Result<TrustAnchors> TrustSources::tls_anchors() {
  std::string told;
  for (const std::string& pem : bundle_anchors().tls) told += pem;
  Result<TrustAnchors> files = tls_.anchors();
  if (files.has_error() && told.empty()) return files.error();
  TrustAnchors all = files.has_value() ? std::move(*files) : TrustAnchors{};
  all.pem += told;
  return all;
}

std::vector<std::string> TrustSources::message_roots() {
  std::vector<std::string> roots = with_rsa_key(message_roots_.certificates());
  for (std::string& pem : bundle_anchors().message) roots.push_back(std::move(pem));
  return roots;
}

ReservationSigners TrustSources::reservation_signers(TrustedTime at) {
  return {message_roots_.certificates(), message_roots_.path(), at};
}

}  // namespace lic
