#include "tests/lab/handlers.hpp"

#include "tests/lab/reply.hpp"
#include "tests/lab/signatures.hpp"
#include "tests/lab/trust.hpp"

namespace ssm_lab {

OrderedJson identity_answer(Peer& peer, const Instance& instance, const Certificate& certificate) {
  const Account account = peer.accounts.find(instance.account).value_or(Account{});
  const CertificateHandle id_cert = certificate_from_pem(certificate.pem);
  const MessageSigner& signer = peer.pki->signer();
  OrderedJson data = {
      {"product_instance_identifier", instance.id},
      {"product_instance_name", instance.name},
      {"id_cert", certificate_text(peer.settings, *id_cert)},
      {"signing_cert", certificate_text(peer.settings, *signer.certificate)},
      {"sub_ca_cert", certificate_text(peer.settings, *signer.sub_ca)},
      {"renew_interval_seconds", peer.settings.renew_interval_seconds.value_or(kRegistrationRenewSeconds)},
      {"smart_account_name", account.smart_account},
      {"virtual_account_name", account.virtual_account},
      {"export_controlled_allowed", instance.is_export_controlled && peer.accounts.is_export_allowed(account.id)},
      {"registration_expiry", certificate.not_after_ms}};
  add_trust_bundle(peer, data);
  return data;
}

Certificate issue_certificate(Peer& peer, const Instance& instance, EVP_PKEY& key, const NewCertificate& wanted) {
  const Json sudi = Json::parse(instance.sudi, nullptr, false);
  IdentityOrder order;
  order.product = read_string(sudi, "udi_pid").value_or("");
  order.instance = instance.id;
  order.serial = peer.instances.take_serial();
  order.now_ms = peer.now_ms();
  const IdentityCertificate made = peer.pki->issue_identity(order, key);
  Certificate certificate;
  certificate.serial = order.serial;
  certificate.instance = instance.id;
  certificate.key_hash = key_hash(key);
  certificate.pem = made.pem;
  certificate.origin = wire_name(wanted.origin);
  certificate.not_before_ms = made.not_before_ms;
  certificate.not_after_ms = made.not_after_ms;
  certificate.state = wanted.state;
  peer.instances.add_certificate(certificate);
  return certificate;
}

}  // namespace ssm_lab
