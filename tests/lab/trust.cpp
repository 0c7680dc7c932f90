#include "tests/lab/trust.hpp"

#include <charconv>

namespace ssm_lab {
namespace {

// Names in the database: the anchors as PEM, empty for none; the number of announcements so far; "1" between an
// announcement and the switch.
constexpr const char* kBundle = "trust_bundle";
constexpr const char* kVersion = "trust_bundle_version";
constexpr const char* kIsAnnounced = "trust_announced";

bool is_announced(Peer& peer) { return peer.database->value_of(kIsAnnounced) == "1"; }

Result<bool> announce(Peer& peer) {
  const auto made = peer.pki->make_next();
  if (!made) return made;
  const auto anchors = peer.pki->anchors();
  if (!anchors) return anchors.error();
  peer.database->set_value(kBundle, *anchors);
  peer.database->set_value(kVersion, std::to_string(trust_bundle_version(peer) + 1));
  peer.database->set_value(kIsAnnounced, "1");
  return true;
}

Result<bool> switch_over(Peer& peer) {
  const bool was_announced = is_announced(peer);
  if (!was_announced) {
    const auto made = peer.pki->make_next();
    if (!made) return made;
  }
  const auto switched = peer.pki->switch_to_next();
  if (!switched) return switched;
  if (!was_announced) peer.database->set_value(kBundle, "");
  peer.database->set_value(kIsAnnounced, "0");
  return true;
}

}  // namespace

std::int64_t trust_bundle_version(Peer& peer) {
  const std::string text = peer.database->value_of(kVersion).value_or("0");
  std::int64_t version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  return version;
}

std::optional<TrustStep> find_trust_step(const Json& value) {
  if (value == "announce") return TrustStep::announce;
  if (value == "switch") return TrustStep::switch_over;
  if (value == true) return TrustStep::announce_switch;
  return std::nullopt;
}

Result<bool> take_trust_step(Peer& peer, TrustStep step) {
  switch (step) {
    case TrustStep::announce:
      if (is_announced(peer)) return failure("new trust anchors are announced already; switch to them first");
      return announce(peer);
    case TrustStep::switch_over: return switch_over(peer);
    case TrustStep::announce_switch: {
      const auto announced = announce(peer);
      return announced ? switch_over(peer) : announced;
    }
  }
  return failure("no such step");
}

void add_trust_bundle(Peer& peer, OrderedJson& data) {
  const std::string bundle = peer.database->value_of(kBundle).value_or("");
  data["trust_bundle"] = bundle.empty() ? OrderedJson(nullptr) : OrderedJson(bundle);
  data["trust_bundle_version"] = bundle.empty() ? OrderedJson(nullptr) : OrderedJson(trust_bundle_version(peer));
}

OrderedJson describe_trust(Peer& peer) {
  return {{"generation", peer.pki->generation()},
          {"bundle_version", trust_bundle_version(peer)},
          {"announced", is_announced(peer)}};
}

}  // namespace ssm_lab
