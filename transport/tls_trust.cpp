#include "transport/tls_trust.hpp"

#include <openssl/x509.h>

#include <array>
#include <utility>

namespace lic {
namespace {

constexpr std::int64_t kStoreBytesMax = 4 * 1024 * 1024;

// Where OpenSSL was built to look, then where the distributions keep theirs.
std::string find_system_file() {
  const std::array<const char*, 3> places{X509_get_default_cert_file(), "/etc/ssl/certs/ca-certificates.crt",
                                          "/etc/pki/tls/certs/ca-bundle.crt"};
  for (const char* const place : places)
    if (stamp_of(place)) return place;
  return {};
}

}  // namespace

TlsTrust::TlsTrust(TlsTrustSettings settings) : settings_(std::move(settings)), directory_(settings_.directory) {}

bool TlsTrust::refresh_system_store() {
  if (!settings_.system_store) return false;
  if (system_file_.empty()) system_file_ = find_system_file();
  const std::optional<FileStamp> stamp = stamp_of(system_file_);
  if (stamp == system_seen_) return false;
  system_seen_ = stamp;
  return true;
}

Result<const std::string*> TlsTrust::anchors() {
  const bool system_changed = refresh_system_store();
  const std::vector<std::string>& own = directory_.certificates();
  if (system_changed || own != directory_seen_) {
    directory_seen_ = own;
    anchors_ = std::string{};
    for (const std::string& pem : own) anchors_ += pem;
    // Read again rather than kept twice: it is 200 KiB.
    if (settings_.system_store) anchors_ += read_small_file(system_file_, kStoreBytesMax).value_or(std::string{});
  }
  if (!anchors_.empty()) return &anchors_;

  Error error{ErrorCode::unavailable,
              settings_.system_store ? "no TLS authority is trusted: the system has no store and " +
                                           settings_.directory + " holds no certificate"
                                     : "no TLS authority is trusted: " + settings_.directory +
                                           " holds no certificate and the system's store is switched off",
              remedy_of(FailureCode::tls_no_anchor, settings_.directory)};
  error.failure = FailureCode::tls_no_anchor;
  return error;
}

void TlsTrust::forget() {
  std::string{}.swap(anchors_);
  directory_seen_.clear();
  system_seen_.reset();
}

}  // namespace lic
