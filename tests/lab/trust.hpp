// The trust rotation drill (wire.md P13): new certificates are announced in a bundle that the old ones sign, and used
// afterwards; or used without a word.
#pragma once

#include "tests/lab/peer.hpp"
#include "tests/lab/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

enum class TrustStep {
  announce,         // makes the next certificates; from now on answers carry the bundle of old and new anchors
  switch_over,      // uses the next certificates; if none were announced, new ones, and the bundle is withdrawn
  announce_switch,  // new certificates, announced and used at once: nobody can have heard of them
};

// "announce", "switch" or true; nothing for any other value.
[[nodiscard]] std::optional<TrustStep> find_trust_step(const Json& value);

// Inside a transaction of the caller. Fails with a sentence: announced already, or a file cannot be written.
[[nodiscard]] Result<bool> take_trust_step(Peer& peer, TrustStep step);

// The members `trust_bundle` and `trust_bundle_version` of an answer, null while there is none to tell.
void add_trust_bundle(Peer& peer, OrderedJson& data);

// Number of announcements so far.
[[nodiscard]] std::int64_t trust_bundle_version(Peer& peer);

// {"generation","bundle_version","announced"} for the admin API.
[[nodiscard]] OrderedJson describe_trust(Peer& peer);

}  // namespace ssm_lab
