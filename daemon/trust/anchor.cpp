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

Anchor anchor_of(const ParsedCertificate& certificate) {
  return {certificate.subject(), certificate.issuer(), certificate.facts().not_before, certificate.facts().not_after};
}

std::vector<Anchor> anchors_of(const std::vector<ParsedCertificate>& certificates) {
  std::vector<Anchor> anchors;
  for (const ParsedCertificate& certificate : certificates) anchors.push_back(anchor_of(certificate));
  return anchors;
}

bool is_weak(const ParsedCertificate& certificate) {
  const EVP_PKEY* const key = X509_get0_pubkey(certificate.handle());
  return key == nullptr || (EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) < kRsaBitsMin);
}

Error refused(std::string what, std::string remedy) {
  return {ErrorCode::invalid_argument, std::move(what), std::move(remedy)};
}

// Nothing if the certificate may be an anchor of that role.
std::optional<Error> wrong_with(const ParsedCertificate& certificate, AnchorRole role, WallTime now) {
  const std::string name = "the certificate of " + certificate.subject().substr(0, kSubjectShownMax);
  const bool is_authority = X509_check_ca(certificate.handle()) > 0;
  const bool is_self_signed = X509_self_signed(certificate.handle(), 1) == 1;
  (void)openssl_reason();
  if (certificate.facts().not_after <= now) {
    return refused(name + " ended at " + to_rfc3339(certificate.facts().not_after),
                   "import the one that took its place");
  }
  if (is_weak(certificate)) return refused(name + " has a key that is too weak", "import one with RSA 2048 or better");
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
  }
  return "";
}

Result<std::vector<Anchor>> anchors_in(std::string_view pem) {
  const auto certificates = certificates_in(pem);
  if (certificates.has_error()) return certificates.error();
  return anchors_of(*certificates);
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
  return anchors_of(*certificates);
}

}  // namespace lic
