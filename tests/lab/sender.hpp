// Who sent a request, and whether it may be believed: the lab peer's checks of wire.md P6.
#pragma once

#include "tests/lab/peer.hpp"
#include "tests/lab/request.hpp"

#include <optional>
#include <string>

namespace ssm_lab {

struct Sender {
  // Nothing for REGISTRATION and for a poll after it: no instance is known to the sender yet.
  std::optional<Instance> instance;
  std::optional<Certificate> certificate;
  KeyHandle key;
  // The name under which its nonces are remembered: the instance, else the key.
  std::string name;
};

// Finds the sender, then checks signature, certificate, clock, nonces and identifiers, and remembers the nonce.
// Fails with the text of the FAILED answer. `request.type` must be known.
[[nodiscard]] Result<Sender> verify_sender(Peer& peer, const Request& request);

}  // namespace ssm_lab
