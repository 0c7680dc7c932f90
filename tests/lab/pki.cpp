#include "tests/lab/pki.hpp"

#include "tests/lab/pki_files.hpp"
#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kBackDatedSeconds = 5 * 60;
constexpr std::int64_t kIdentitySeconds = 365 * 86'400;
constexpr std::size_t kCommonNameMax = 64;

// The product id comes from the wire: only printable ASCII may reach a certificate's name.
std::string common_name(const std::string& product) {
  std::string name;
  for (const char letter : product) {
    if (letter >= ' ' && letter <= '~' && name.size() < kCommonNameMax) name += letter;
  }
  return name.empty() ? "product" : name;
}

CertificateHandle share(const CertificateHandle& certificate) { return CertificateHandle(X509_dup(certificate.get())); }

KeyHandle share(const KeyHandle& key) {
  EVP_PKEY_up_ref(key.get());
  return KeyHandle(key.get());
}

}  // namespace

Pki::Pki(fs::path directory, TlsNames names) : directory_(std::move(directory)), names_(std::move(names)) {}

Result<std::unique_ptr<Pki>> Pki::open_or_create(const fs::path& directory, const TlsNames& names) {
  const auto prepared = prepare_pki_files(directory, names);
  if (!prepared) return prepared.error();
  std::unique_ptr<Pki> pki(new Pki(directory, names));
  const auto loaded = pki->load();
  if (!loaded) return loaded.error();
  return pki;
}

Result<bool> Pki::load() {
  auto sub_ca = read_identity(directory_, "ssm-sub-ca");
  if (!sub_ca) return sub_ca.error();
  auto signer = read_identity(directory_, "ssm-signer");
  if (!signer) return signer.error();
  auto root = read_identity(directory_, "ssm-root");
  if (!root) return root.error();
  auto reservation_signer = read_identity(directory_, "reservation-signer");
  if (!reservation_signer) return reservation_signer.error();
  root_ = std::move(*root);
  reservation_signer_ = std::move(*reservation_signer);
  sub_ca_key_ = std::move(sub_ca->key);
  signer_ = {std::move(signer->key), std::move(signer->certificate), std::move(sub_ca->certificate)};
  expired_signer_ = {};
  signer_under_expired_sub_ca_ = {};
  return true;
}

std::string Pki::signing_serial() const {
  std::int64_t serial = 0;
  ASN1_INTEGER_get_int64(&serial, X509_get0_serialNumber(signer_.certificate.get()));
  return std::to_string(serial);
}

std::int64_t Pki::generation() const { return generation_of(*signer_.certificate); }

const MessageSigner& Pki::expired_signer() {
  if (!expired_signer_.key) {
    CertificateOrder order = order_signer(generation());
    order.not_after_seconds = kYear2001;
    expired_signer_.certificate = make_certificate(order, *signer_.key, {signer_.sub_ca.get(), sub_ca_key_.get()});
    expired_signer_.sub_ca = share(signer_.sub_ca);
    expired_signer_.key = share(signer_.key);
  }
  return expired_signer_;
}

const MessageSigner& Pki::signer_under_expired_sub_ca() {
  if (!signer_under_expired_sub_ca_.key) {
    CertificateOrder order = order_sub_ca(generation());
    order.not_after_seconds = kYear2001;
    signer_under_expired_sub_ca_ = {share(signer_.key), share(signer_.certificate),
                                    make_certificate(order, *sub_ca_key_, {root_.certificate.get(), root_.key.get()})};
  }
  return signer_under_expired_sub_ca_;
}

const MessageSigner& Pki::unknown_signer() {
  if (!unknown_signer_.key) {
    const Identity root = make_identity(order_root(1), nullptr);
    Identity sub_ca = make_identity(order_sub_ca(1), &root);
    Identity signer = make_identity(order_signer(1), &sub_ca);
    unknown_signer_ = {std::move(signer.key), std::move(signer.certificate), std::move(sub_ca.certificate)};
  }
  return unknown_signer_;
}

EVP_PKEY& Pki::unknown_reservation_key() {
  if (!unknown_reservation_key_) unknown_reservation_key_ = make_ec_key();
  return *unknown_reservation_key_;
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

Result<bool> Pki::make_next() { return make_next_files(directory_, names_); }

Result<bool> Pki::switch_to_next() {
  const auto used = use_next_files(directory_);
  if (!used) return used;
  return load();
}

Result<std::string> Pki::anchors() const { return read_anchors(directory_); }

}  // namespace ssm_lab
