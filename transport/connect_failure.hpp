#pragma once
// Why there was no TCP connection to the first hop, in words. Pure.

#include "transport/http_failure.hpp"

namespace lic {

// Only for facts with a race that was lost.
[[nodiscard]] ExchangeFailed connect_failure_of(const TransferFacts& facts);

}  // namespace lic
