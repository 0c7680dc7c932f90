#include "transport/transfer_report.hpp"

namespace lic {
namespace {

void add(std::vector<SeenCertificate>& seen, CertificateRole role, const SeenLink& link) {
  if (link.not_after) seen.push_back({role, link.subject, *link.not_after});
}

}  // namespace

std::vector<SeenCertificate> certificates_of(const TransferReport& report) {
  std::vector<SeenCertificate> seen;
  const std::vector<SeenLink>& chain = report.tls.chain;
  if (report.tls.is_trusted && !chain.empty()) add(seen, CertificateRole::tls_server, chain.front());
  if (report.tls.is_trusted && chain.size() > 1) add(seen, CertificateRole::tls_authority, chain.back());
  const std::vector<SeenLink>& proxys = report.proxy_tls.chain;
  if (report.proxy_tls.is_trusted && !proxys.empty()) add(seen, CertificateRole::proxy_server, proxys.front());
  return seen;
}

}  // namespace lic
