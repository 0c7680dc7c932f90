#include "tests/lab/pki.hpp"

#include "tests/lab/certificates.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kYear2000 = 946'684'800;
constexpr std::int64_t kYear2001 = 978'307'200;
constexpr std::int64_t kEndOf2099 = 4'102'444'799;
constexpr std::int64_t kBackDatedSeconds = 5 * 60;
constexpr std::int64_t kIdentitySeconds = 365 * 86'400;
constexpr std::int64_t kRootSerial = 1;
constexpr std::int64_t kSubCaSerial = 2;
constexpr std::int64_t kSignerSerial = 3;
constexpr std::int64_t kTlsServerSerial = 2;
constexpr std::size_t kCommonNameMax = 64;
constexpr const char* kOrganization = "SSM Lab";

struct Identity {
  KeyHandle key;
  CertificateHandle certificate;
};

CertificateOrder long_lived(CertificateRole role, std::int64_t serial, const char* name) {
  CertificateOrder order;
  order.role = role;
  order.serial = serial;
  order.subject = {{"CN", name}, {"O", kOrganization}};
  order.not_before_seconds = kYear2000;
  order.not_after_seconds = kEndOf2099;
  return order;
}

Identity make_root(std::int64_t serial, const char* name) {
  Identity made{make_rsa_key(), nullptr};
  made.certificate =
      make_certificate(long_lived(CertificateRole::authority, serial, name), *made.key, {nullptr, made.key.get()});
  return made;
}

Identity make_under(const Identity& issuer, const CertificateOrder& order) {
  Identity made{make_rsa_key(), nullptr};
  made.certificate = make_certificate(order, *made.key, {issuer.certificate.get(), issuer.key.get()});
  return made;
}

Result<bool> write_identity(const fs::path& directory, const std::string& name, const Identity& identity) {
  const auto key = write_file(directory / (name + ".key"), to_pem(*identity.key), Visibility::owner_only);
  if (!key) return key;
  return write_file(directory / (name + ".pem"), to_pem(*identity.certificate), Visibility::everybody);
}

Result<bool> create_files(const fs::path& directory) {
  const Identity tls_ca = make_root(kRootSerial, "SSM Lab TLS CA");
  CertificateOrder server = long_lived(CertificateRole::tls_server, kTlsServerSerial, "localhost");
  server.alternative_names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  const Identity tls_server = make_under(tls_ca, server);
  const Identity root = make_root(kRootSerial, "SSM Lab Licensing Root CA");
  const Identity sub_ca =
      make_under(root, long_lived(CertificateRole::authority, kSubCaSerial, "SSM Lab Licensing Sub CA"));
  const Identity signer =
      make_under(sub_ca, long_lived(CertificateRole::message_signer, kSignerSerial, "SSM Lab Message Signer"));
  const std::pair<const char*, const Identity*> files[] = {{"tls-ca", &tls_ca},
                                                           {"tls-server", &tls_server},
                                                           {"ssm-sub-ca", &sub_ca},
                                                           {"ssm-signer", &signer},
                                                           {"ssm-root", &root}};
  for (const auto& [name, identity] : files) {
    auto written = write_identity(directory, name, *identity);
    if (!written) return written;
  }
  return true;
}

Result<Identity> read_identity(const fs::path& directory, const std::string& name) {
  const auto key = read_file(directory / (name + ".key"));
  const auto certificate = read_file(directory / (name + ".pem"));
  if (!key || !certificate) return failure("cannot read " + (directory / name).string() + ".key and .pem");
  Identity read{private_key_from_pem(*key), certificate_from_pem(*certificate)};
  if (!read.key || !read.certificate) return failure("damaged: " + (directory / name).string() + ".key or .pem");
  return read;
}

// The product id comes from the wire: only printable ASCII may reach a certificate's name.
std::string common_name(const std::string& product) {
  std::string name;
  for (const char letter : product) {
    if (letter >= ' ' && letter <= '~' && name.size() < kCommonNameMax) name += letter;
  }
  return name.empty() ? "product" : name;
}

CertificateHandle share(const CertificateHandle& certificate) { return CertificateHandle(X509_dup(certificate.get())); }

}  // namespace

Result<std::unique_ptr<Pki>> Pki::open_or_create(const fs::path& directory) {
  // The root is written last, so its presence says that all the others are there.
  if (!fs::exists(directory / "ssm-root.pem")) {
    const auto created = create_files(directory);
    if (!created) return created.error();
  }
  auto sub_ca = read_identity(directory, "ssm-sub-ca");
  if (!sub_ca) return sub_ca.error();
  auto signer = read_identity(directory, "ssm-signer");
  if (!signer) return signer.error();
  std::unique_ptr<Pki> pki(new Pki());
  pki->sub_ca_key_ = std::move(sub_ca->key);
  pki->signer_ = {std::move(signer->key), std::move(signer->certificate), std::move(sub_ca->certificate)};
  return pki;
}

const MessageSigner& Pki::expired_signer() {
  if (!expired_signer_.key) {
    CertificateOrder order = long_lived(CertificateRole::message_signer, kSignerSerial, "SSM Lab Message Signer");
    order.not_after_seconds = kYear2001;
    expired_signer_.certificate = make_certificate(order, *signer_.key, {signer_.sub_ca.get(), sub_ca_key_.get()});
    expired_signer_.sub_ca = share(signer_.sub_ca);
    EVP_PKEY_up_ref(signer_.key.get());
    expired_signer_.key.reset(signer_.key.get());
  }
  return expired_signer_;
}

const MessageSigner& Pki::unknown_signer() {
  if (!unknown_signer_.key) {
    const Identity root = make_root(kRootSerial, "SSM Lab Licensing Root CA");
    Identity sub_ca =
        make_under(root, long_lived(CertificateRole::authority, kSubCaSerial, "SSM Lab Licensing Sub CA"));
    Identity signer =
        make_under(sub_ca, long_lived(CertificateRole::message_signer, kSignerSerial, "SSM Lab Message Signer"));
    unknown_signer_ = {std::move(signer.key), std::move(signer.certificate), std::move(sub_ca.certificate)};
  }
  return unknown_signer_;
}

IdentityCertificate Pki::issue_identity(const IdentityOrder& order, EVP_PKEY& public_key) const {
  CertificateOrder certificate_order;
  certificate_order.serial = order.serial;
  certificate_order.subject = {
      {"CN", common_name(order.product)}, {"serialNumber", order.instance}, {"O", kOrganization}};
  certificate_order.not_before_seconds = order.now_ms / 1000 - kBackDatedSeconds;
  certificate_order.not_after_seconds = certificate_order.not_before_seconds + kIdentitySeconds;
  const CertificateHandle certificate =
      make_certificate(certificate_order, public_key, {signer_.sub_ca.get(), sub_ca_key_.get()});
  return {to_pem(*certificate), certificate_order.not_before_seconds * 1000,
          certificate_order.not_after_seconds * 1000};
}

}  // namespace ssm_lab
