#pragma once
// Everything that vouches for SSM: the operator's directories, those of what came by command, the system's store, and
// what SSM told in band (wire P13). Read anew at each question, so that a file dropped in heals a running agent. Loop
// thread only.

#include <functional>
#include <string>
#include <vector>

#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "transport/codec/trust_bundle.hpp"
#include "transport/pem_directory.hpp"
#include "transport/reservation/reservation_signers.hpp"
#include "transport/tls_trust.hpp"

namespace lic {

class TrustSources {
public:
  // The bundle that holds at the moment, or null; may be an empty function: there is none then.
  using Bundle = std::function<const TrustBundle*()>;
  TrustSources(TlsTrustSettings tls, std::string ssm_root_dir, Bundle bundle = {});
  TrustSources(TlsTrustSettings tls, PemDirectory message_roots, Bundle bundle = {});

  // trust.d, the system's store, the bundle's authorities with serverAuth. Error `tls_no_anchor` if there is none at
  // all.
  [[nodiscard]] Result<TrustAnchors> tls_anchors();
  // PEM, one certificate each: those of ssm-roots.d with an RSA key and the bundle's authorities without extended key
  // usage.
  [[nodiscard]] std::vector<std::string> message_roots();
  // Those of ssm-roots.d with a P-256 key: they sign authorization codes and nothing else (docs/decisions/0017). `at`
  // judges their validity.
  [[nodiscard]] ReservationSigners reservation_signers(TrustedTime at);

  [[nodiscard]] const std::string& tls_directory() const { return tls_.directory(); }
  [[nodiscard]] const std::string& root_directory() const { return message_roots_.path(); }

private:
  [[nodiscard]] BundleAnchors bundle_anchors() const;

  TlsTrust tls_;
  PemDirectory message_roots_;
  Bundle bundle_;
};

}  // namespace lic
