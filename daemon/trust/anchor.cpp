#include "daemon/trust/anchor.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <optional>
#include <utility>

#include "agent/time_text.hpp"
#include "transport/crypto/openssl_handles.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kCertificate = "-----BEGIN CERTIFICATE-----";
constexpr int kRsaBitsMin = 2048;
constexpr std::size_t kSubjectShownMax = 200;

int no_password(char* /*buffer*/, int /*size*/, int /*rwflag*/, void* /*user*/) { return -1; }

std::size_t count_of(std::string_view text, std::string_view mark) {
  std::size_t count = 0;
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) ++count;
  return count;
}

Result<std::vector<ParsedCertificate>> certificates_in(std::string_view pem) {
  std::vector<ParsedCertificate> certificates;
  const BioPtr bio = bio_over(pem);
  while (bio) {
    X509Ptr next{PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)};
    if (!next) break;
    auto parsed = ParsedCertificate::take(std::move(next));
    if (parsed.has_error()) return parsed.error();
    certificates.push_back(std::move(*parsed));
  }
  (void)openssl_reason();  // the end of a text leaves an entry in the error queue
  if (certificates.size() == count_of(pem, kCertificate) && !certificates.empty()) return certificates;
  return Error(ErrorCode::data_corrupt, certificates.empty() ? "no certificate in PEM form is in it"
                                                             : "not every certificate in it can be read");
}

// Nothing for a key that is good for nothing there.
std::optional<AnchorRole> role_of(const ParsedCertificate& certificate, AnchorRole among) {
  if (among == AnchorRole::tls) return AnchorRole::tls;
  switch (certificate.key_kind()) {
    case KeyKind::rsa: return AnchorRole::message;
    case KeyKind::p256: return AnchorRole::reservation;
    case KeyKind::other: return std::nullopt;
  }
  return std::nullopt;
}

std::string name_of(const ParsedCertificate& certificate) {
  return "the certificate of " + certificate.subject().substr(0, kSubjectShownMax);
}

std::string wrong_key_of(const ParsedCertificate& certificate) {
  return name_of(certificate) + " has a key that is neither RSA nor on the curve P-256";
}

Result<std::vector<Anchor>> anchors_of(const std::vector<ParsedCertificate>& certificates, AnchorRole among) {
  std::vector<Anchor> anchors;
  for (const ParsedCertificate& certificate : certificates) {
    if (const std::optional<AnchorRole> role = role_of(certificate, among))
      anchors.push_back({certificate.subject(), certificate.issuer(), certificate.facts().not_before,
                         certificate.facts().not_after, *role});
  }
  if (!anchors.empty()) return anchors;
  return Error(ErrorCode::data_corrupt, wrong_key_of(certificates.front()) + ", so it vouches for nothing");
}

bool is_weak(const ParsedCertificate& certificate) {
  const EVP_PKEY* const key = X509_get0_pubkey(certificate.handle());
  return key == nullptr || (EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) < kRsaBitsMin);
}

Error refused(std::string what, std::string remedy) {
  return {ErrorCode::invalid_argument, std::move(what), std::move(remedy)};
}

// Nothing if the certificate may be an anchor among those.
std::optional<Error> wrong_with(const ParsedCertificate& certificate, AnchorRole among, WallTime now) {
  const std::string name = name_of(certificate);
  const std::optional<AnchorRole> role = role_of(certificate, among);
  const bool is_authority = X509_check_ca(certificate.handle()) > 0;
  const bool is_self_signed = X509_self_signed(certificate.handle(), 1) == 1;
  (void)openssl_reason();
  if (certificate.facts().not_after <= now) {
    return refused(name + " ended at " + to_rfc3339(certificate.facts().not_after),
                   "import the one that took its place");
  }
  if (is_weak(certificate)) return refused(name + " has a key that is too weak", "import one with RSA 2048 or better");
  if (!role) {
    return refused(wrong_key_of(certificate),
                   "import an RSA root for SSM's answers, or the P-256 certificate of its reservation signer");
  }
  const std::string issuer = certificate.issuer().substr(0, kSubjectShownMax);
  if (role == AnchorRole::tls && !is_authority && !is_self_signed) {
    return refused(name + " is a server's and vouches for nobody", "import the certificate of its issuer, " + issuer);
  }
  if (role == AnchorRole::message && !is_self_signed) {
    return refused(name + " is no root", "import the certificate of its issuer, " + issuer);
  }
  if (role == AnchorRole::message && !is_authority) {
    return refused(name + " is not an authority's and vouches for no signer",
                   "import the root of the software manager");
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(AnchorRole role) {
  switch (role) {
    case AnchorRole::tls: return "tls";
    case AnchorRole::message: return "message";
    case AnchorRole::reservation: return "reservation";
  }
  return "";
}

Result<std::vector<Anchor>> anchors_in(std::string_view pem, AnchorRole among) {
  const auto certificates = certificates_in(pem);
  if (certificates.has_error()) return certificates.error();
  return anchors_of(*certificates, among);
}

Result<std::vector<Anchor>> judge_anchors(std::string_view pem, AnchorRole role, WallTime now) {
  if (pem.size() > kAnchorTextBytesMax) {
    return refused("the file is longer than 256 KiB", "import the authorities that are needed, not a whole store");
  }
  if (pem.find("PRIVATE KEY-----") != std::string_view::npos) {
    return refused("the file holds a private key, which must not leave its server",
                   "import a file with the certificate alone");
  }
  const auto certificates = certificates_in(pem);
  if (certificates.has_error()) {
    return refused("nothing can be imported: " + certificates.error().what,
                   "give a file that begins with " + std::string(kCertificate) +
                       "; of a DER file: openssl x509 -inform der -in FILE -out FILE.pem");
  }
  if (certificates->size() > kAnchorsInTextMax || count_of(pem, kBegin) != certificates->size()) {
    return refused("the file holds more than 100 certificates, or something else beside them",
                   "import a file with the certificates of authorities alone");
  }
  for (const ParsedCertificate& certificate : *certificates) {
    if (auto wrong = wrong_with(certificate, role, now)) return *wrong;
  }
  return anchors_of(*certificates, role);
}

}  // namespace lic
