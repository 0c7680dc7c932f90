#include "transport/trust_sources.hpp"

#include <utility>

namespace lic {

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
  std::vector<std::string> roots = message_roots_.certificates();
  for (std::string& pem : bundle_anchors().message) roots.push_back(std::move(pem));
  return roots;
}

}  // namespace lic
