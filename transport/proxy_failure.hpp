#pragma once
// What went wrong between the agent and a proxy, in words. Pure.

#include "transport/http_failure.hpp"

namespace lic {

// Only for transfers with a proxy that failed before the handshake with SSM began.
[[nodiscard]] ExchangeFailed proxy_failure_of(const TransferFacts& facts);

}  // namespace lic
