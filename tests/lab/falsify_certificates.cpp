// Falsified chains, ID certificates and trust bundles.
#include "tests/lab/falsify.hpp"

#include "tests/lab/random_names.hpp"
#include "tests/lab/reply.hpp"
#include "tests/lab/signatures.hpp"
#include "tests/lab/trust.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ssm_lab {
namespace {

constexpr const char* kNoCertificate =
    "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGUsIG5vdCBldmVuIGEgc21hbGwgb25l\n-----END CERTIFICATE-----\n";

void use(const Falsification& falsification, const MessageSigner& signer) {
  use_signer(falsification.draft, falsification.peer.settings, signer);
}

void other_signer(const Falsification& falsification) { use(falsification, falsification.peer.pki->unknown_signer()); }
void expired_signer(const Falsification& falsification) {
  use(falsification, falsification.peer.pki->expired_signer());
}
void expired_sub_ca(const Falsification& falsification) {
  use(falsification, falsification.peer.pki->signer_under_expired_sub_ca());
}

void missing_signing_cert(const Falsification& falsification) {
  for (const char* name : {"signing_cert", "sub_ca_cert"}) {
    falsification.draft.response.erase(name);
    if (falsification.draft.data.is_object()) falsification.draft.data.erase(name);
  }
}

struct OtherIdentity {
  std::string instance;
  KeyHandle key;
};

// The ID certificate of the answer, written anew for somebody else.
void replace_id_cert(const Falsification& falsification, const OtherIdentity& other) {
  IdentityOrder order;
  order.product = read_string(falsification.request.sudi, "udi_pid").value_or("");
  order.instance = other.instance;
  order.now_ms = falsification.peer.now_ms();
  order.serial = falsification.peer.instances.take_serial();
  const IdentityCertificate made = falsification.peer.pki->issue_identity(order, *other.key);
  falsification.draft.data["id_cert"] = certificate_text(falsification.peer.settings, *certificate_from_pem(made.pem));
}

bool has_id_cert(const Draft& draft) { return draft.data.is_object() && draft.data.contains("id_cert"); }

void id_cert_other_key(const Falsification& falsification) {
  const OrderedJson& data = falsification.draft.data;
  if (!has_id_cert(falsification.draft)) return;
  replace_id_cert(falsification, {data["product_instance_identifier"].get<std::string>(), make_rsa_key()});
}

void id_cert_wrong_piid(const Falsification& falsification) {
  if (!has_id_cert(falsification.draft)) return;
  // The request was believed, so its CSR can be read.
  auto key = key_of_certificate_request(read_string(falsification.request.data, "csr").value_or(""));
  if (key) replace_id_cert(falsification, {random_uuid(), std::move(*key)});
}

void bad_trust_bundle(const Falsification& falsification) {
  set_if_present(falsification.draft.data, "trust_bundle", kNoCertificate);
  set_if_present(falsification.draft.data, "trust_bundle_version", trust_bundle_version(falsification.peer) + 1);
}

void trust_bundle_rollback(const Falsification& falsification) {
  const auto anchors = falsification.peer.pki->anchors();
  const std::int64_t lower = std::max<std::int64_t>(trust_bundle_version(falsification.peer), 1) - 1;
  set_if_present(falsification.draft.data, "trust_bundle", anchors ? *anchors : std::string());
  set_if_present(falsification.draft.data, "trust_bundle_version", falsification.fault.version.value_or(lower));
}

constexpr std::array<Falsifier, 8> kTable = {{
    {FaultKind::other_signer, other_signer},
    {FaultKind::expired_signer, expired_signer},
    {FaultKind::expired_sub_ca, expired_sub_ca},
    {FaultKind::missing_signing_cert, missing_signing_cert},
    {FaultKind::id_cert_other_key, id_cert_other_key},
    {FaultKind::id_cert_wrong_piid, id_cert_wrong_piid},
    {FaultKind::bad_trust_bundle, bad_trust_bundle},
    {FaultKind::trust_bundle_rollback, trust_bundle_rollback},
}};

}  // namespace

void use_signer(Draft& draft, const Settings& settings, const MessageSigner& signer) {
  draft.signer = &signer;
  draft.response["signing_cert"] = certificate_text(settings, *signer.certificate);
  draft.response["sub_ca_cert"] = certificate_text(settings, *signer.sub_ca);
}

std::span<const Falsifier> certificate_falsifiers() { return kTable; }

}  // namespace ssm_lab
