// RENEW, wire.md P5.3: two-phase, so that a lost answer never leaves an instance without a certificate.
#include "tests/lab/handlers.hpp"

#include "tests/lab/signatures.hpp"

namespace ssm_lab {
namespace {

Outcome answer(Peer& peer, const Instance& instance, const Certificate& certificate) {
  Outcome outcome;
  outcome.data = identity_answer(peer, instance, certificate);
  outcome.instance = instance.id;
  return outcome;
}

}  // namespace

Outcome handle_renewal(Peer& peer, const Request& request, const Sender& sender) {
  const auto key = key_of_certificate_request(read_string(request.data, "csr").value_or(""));
  if (!key) return refuse(key.error().text);
  const Instance& instance = *sender.instance;
  if (const auto known = peer.instances.find_certificate_by_key(key_hash(**key))) {
    // The same CSR key gives the same result, but an identity's first key is not a new key.
    const bool is_repeat = known->instance == instance.id && known->origin == wire_name(RequestType::renewal);
    const bool is_over = known->not_after_ms < peer.now_ms();
    if (!is_repeat || is_over) return refuse("Invalid CSR: the key is not new");
    return answer(peer, instance, *known);
  }
  // The agent lost the key of an earlier renewal, or gave it up: only one new certificate waits at a time.
  const bool is_signed_by_pending = sender.certificate->state == kCertPending;
  if (!is_signed_by_pending) peer.instances.supersede_pending(instance.id);
  return answer(peer, instance, issue_certificate(peer, instance, **key, {RequestType::renewal, kCertPending}));
}

}  // namespace ssm_lab
