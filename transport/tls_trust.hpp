#pragma once
// Which authorities may vouch for the SSM's TLS server: the system's store and the operator's directory.

#include <optional>
#include <string>

#include "agent/result.hpp"
#include "transport/pem_directory.hpp"

namespace lic {

struct TlsTrustSettings {
  bool system_store = true;
  std::string directory;  // trust.d
};

class TlsTrust {
public:
  explicit TlsTrust(TlsTrustSettings settings);

  // All anchors as one PEM text, read anew when a file changed; valid until the next call. Error with cause `tls` if
  // there is none at all.
  [[nodiscard]] Result<const std::string*> anchors();
  // Gives the memory back; the next anchors() reads the files again.
  void forget();
  [[nodiscard]] const std::string& directory() const { return directory_.path(); }

private:
  [[nodiscard]] bool refresh_system_store();

  TlsTrustSettings settings_;
  PemDirectory directory_;
  std::string system_file_;
  std::optional<FileStamp> system_seen_;
  std::vector<std::string> directory_seen_;
  std::string anchors_;
};

}  // namespace lic
