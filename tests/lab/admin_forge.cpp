// Admin route that signs whatever it is given, so that a reader of codes can be tested with wrong ones. It leaves
// reservations and pools alone.
#include "tests/lab/admin_api.hpp"

namespace ssm_lab {
namespace {

EVP_PKEY* find_key(Peer& peer, const std::string& name) {
  if (name == "lab") return peer.pki->reservation_signer().key.get();
  if (name == "unknown") return &peer.pki->unknown_reservation_key();
  return nullptr;
}

}  // namespace

AdminAnswer post_forgery(Peer& peer, const AdminRequest& request) {
  const auto element = read_string(request.body, "element");
  const auto udi = read_string(request.body, "udi");
  if (!element || !udi) {
    return admin_error(400, "element (from <authorizationCode> through its end) and udi (its text) are needed.");
  }
  EVP_PKEY* key = find_key(peer, read_string(request.body, "signer").value_or("lab"));
  if (key == nullptr) return admin_error(400, "signer must be \"lab\" or \"unknown\".");
  const CodeParts parts{*element, *udi};
  const std::string signature = sign_parts(*key, parts);
  return {200, {{"authorization_code", assemble(parts, signature)}, {"signature", signature}}};
}

}  // namespace ssm_lab
