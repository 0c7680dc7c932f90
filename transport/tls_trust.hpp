#pragma once
// Which authorities may vouch for the SSM's TLS server: the system's store and the operator's own.

#include <string>

#include "agent/result.hpp"
#include "transport/pem_directory.hpp"

namespace lic {

struct TlsTrustSettings {
  bool system_store = true;
  std::string directory;      // trust.d
  std::string imported = {};  // beside it: what came by command
};

// What may vouch for a TLS server at one exchange.
struct TrustAnchors {
  std::string pem;           // the operator's own; may be empty
  std::string system_store;  // file of the system's store; empty: not trusted
};

class TlsTrust {
public:
  explicit TlsTrust(TlsTrustSettings settings);

  // The directories are read anew when a file in one changed. Error `tls_no_anchor` if there is none at all.
  [[nodiscard]] Result<TrustAnchors> anchors();
  [[nodiscard]] const std::string& directory() const { return directory_.path(); }

private:
  TlsTrustSettings settings_;
  PemDirectory directory_;
};

}  // namespace lic
