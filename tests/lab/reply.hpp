// Writing and signing replies (wire.md P6).
#pragma once

#include "tests/lab/outcome.hpp"
#include "tests/lab/peer.hpp"
#include "tests/lab/request.hpp"

#include <optional>
#include <string>

namespace ssm_lab {

// PEM or base64 DER, as the settings say.
[[nodiscard]] std::string certificate_text(const Settings& settings, X509& certificate);

struct Reply {
  std::string body;
  std::string response_data;  // as sent, for the log of exchanges
};

// The whole body, falsified as the fault says.
[[nodiscard]] Reply write_reply(Peer& peer, const Request& request, const Outcome& outcome,
                                const std::optional<Fault>& fault);

}  // namespace ssm_lab
