#include "tests/lab/certificate_chain.hpp"

#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

constexpr std::int64_t kYear2000 = 946'684'800;
constexpr std::int64_t kEndOf2099 = 4'102'444'799;
constexpr std::int64_t kSerialsPerGeneration = 10;
constexpr std::int64_t kAuthoritySerial = 1;
constexpr std::int64_t kSubCaSerial = 2;
constexpr std::int64_t kSignerSerial = 3;
constexpr std::int64_t kTlsServerSerial = 2;
constexpr std::int64_t kReservationSignerSerial = 1;

std::int64_t serial_in(std::int64_t generation, std::int64_t serial) {
  return (generation - 1) * kSerialsPerGeneration + serial;
}

// Generations have names of their own, so that no reader of a chain takes one for the other.
std::string name_in(std::int64_t generation, std::string name) {
  return generation == 1 ? std::move(name) : std::move(name) + " G" + std::to_string(generation);
}

CertificateOrder long_lived(CertificateRole role, std::int64_t serial, std::string name) {
  CertificateOrder order;
  order.role = role;
  order.serial = serial;
  order.subject = {{"CN", std::move(name)}, {"O", kOrganization}};
  order.not_before_seconds = kYear2000;
  order.not_after_seconds = kEndOf2099;
  return order;
}

}  // namespace

std::int64_t generation_of(const X509& authority) {
  std::int64_t serial = kAuthoritySerial;
  ASN1_INTEGER_get_int64(&serial, X509_get0_serialNumber(&authority));
  return serial / kSerialsPerGeneration + 1;
}

CertificateOrder order_root(std::int64_t generation) {
  return long_lived(CertificateRole::authority, serial_in(generation, kAuthoritySerial),
                    name_in(generation, "SSM Lab Licensing Root CA"));
}

CertificateOrder order_sub_ca(std::int64_t generation) {
  return long_lived(CertificateRole::authority, serial_in(generation, kSubCaSerial),
                    name_in(generation, "SSM Lab Licensing Sub CA"));
}

CertificateOrder order_signer(std::int64_t generation) {
  return long_lived(CertificateRole::message_signer, serial_in(generation, kSignerSerial),
                    name_in(generation, "SSM Lab Message Signer"));
}

Identity make_identity(const CertificateOrder& order, const Identity* issuer) {
  Identity made{make_rsa_key(), nullptr};
  const Issuer signed_by =
      issuer == nullptr ? Issuer{nullptr, made.key.get()} : Issuer{issuer->certificate.get(), issuer->key.get()};
  made.certificate = make_certificate(order, *made.key, signed_by);
  return made;
}

Identity make_tls_server(const Identity& tls_ca, const TlsNames& names) {
  const std::int64_t generation = generation_of(*tls_ca.certificate);
  CertificateOrder order =
      long_lived(CertificateRole::tls_server, serial_in(generation, kTlsServerSerial), names.common_name);
  order.alternative_names = names.alternative_names;
  return make_identity(order, &tls_ca);
}

Identity make_reservation_signer() {
  Identity made{make_ec_key(), nullptr};
  const CertificateOrder order =
      long_lived(CertificateRole::message_signer, kReservationSignerSerial, "SSM Lab Reservation Signer");
  made.certificate = make_certificate(order, *made.key, {nullptr, made.key.get()});
  return made;
}

CertificateChain make_chain(std::int64_t generation, const TlsNames& names) {
  CertificateChain chain;
  chain.tls_ca = make_identity(long_lived(CertificateRole::tls_authority, serial_in(generation, kAuthoritySerial),
                                          name_in(generation, "SSM Lab TLS CA")),
                               nullptr);
  chain.tls_server = make_tls_server(chain.tls_ca, names);
  chain.root = make_identity(order_root(generation), nullptr);
  chain.sub_ca = make_identity(order_sub_ca(generation), &chain.root);
  chain.signer = make_identity(order_signer(generation), &chain.sub_ca);
  return chain;
}

}  // namespace ssm_lab
