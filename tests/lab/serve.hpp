// One exchange from the decoded request to its outcome: version, type, sender, clone check, handler.
#pragma once

#include "tests/lab/outcome.hpp"
#include "tests/lab/peer.hpp"
#include "tests/lab/request.hpp"

#include <optional>

namespace ssm_lab {

// Inside a transaction of the caller. `fault` may refuse the request before anything is looked at, or park its answer.
[[nodiscard]] Outcome serve(Peer& peer, const Request& request, const std::optional<Fault>& fault);

}  // namespace ssm_lab
