#include "agent/trust.hpp"

#include <algorithm>

#include "agent/registration.hpp"

namespace lic {
namespace {

std::int64_t anchors_in(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  std::int64_t count = 0;
  for (std::size_t at = pem.find(kBegin); at != std::string_view::npos; at = pem.find(kBegin, at + kBegin.size()))
    ++count;
  return count;
}

// Versions only rise: an older bundle, told again by whoever kept its answer, would bring back what was withdrawn.
void take_bundle(Turn& turn, const TrustBundle& told) {
  auto& bundle = turn.state.sections.trust.bundle;
  const std::int64_t anchors = anchors_in(told.pem);
  if (anchors == 0 || told.version <= (bundle ? bundle->version : 0)) return;
  bundle = told;
  turn.record("TRUST_BUNDLE_UPDATED", "SSM announced version " + std::to_string(told.version) +
                                          " of its trust anchors, with " + std::to_string(anchors) +
                                          (anchors == 1 ? " certificate." : " certificates."));
}

bool is_of_message(const SeenCertificate& certificate) {
  switch (certificate.role) {
    case CertificateRole::tls_server:
    case CertificateRole::tls_authority:
    case CertificateRole::proxy_server: return false;
    case CertificateRole::message_signer:
    case CertificateRole::message_root: return true;
  }
  return false;
}

// A reply may show the connection's chain and not the signer's: each is replaced whole or not at all.
void replace_seen(std::vector<SeenCertificate>& seen, const std::vector<SeenCertificate>& shown) {
  std::vector<SeenCertificate> kept;
  for (const SeenCertificate& old : seen)
    if (std::ranges::find(shown, is_of_message(old), is_of_message) == shown.end()) kept.push_back(old);
  kept.insert(kept.end(), shown.begin(), shown.end());
  std::ranges::stable_sort(kept, {}, &SeenCertificate::role);
  seen = std::move(kept);
}

}  // namespace

void note_trust(Turn& turn, const SsmReply& reply) {
  if (identity_of(turn.state) == nullptr) return;
  replace_seen(turn.state.sections.trust.seen, reply.certificates);
  if (reply.trust_bundle) take_bundle(turn, *reply.trust_bundle);
}

void forget_trust(Turn& turn) { turn.state.sections.trust = {}; }

std::optional<EndingCertificate> soonest_ending(const AgentState& state) {
  const auto& seen = state.sections.trust.seen;
  if (seen.empty()) return std::nullopt;
  const SeenCertificate& first = *std::ranges::min_element(seen, {}, &SeenCertificate::not_after);
  // Trusted time is a calendar, too: no step of the clock brings an end nearer.
  return EndingCertificate{first, TrustedTime{first.not_after.time_since_epoch()}};
}

}  // namespace lic
