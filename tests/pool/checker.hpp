#pragma once
// Judges what concurrent clients were told by R-CTL-2, 3 although nobody knows in which order the daemon applied it.
//
// Two counts enclose the true one at every moment. `surely`: accepted sign-ins that were heard of, less sign-outs that
// were asked for. `possibly`: accepted sign-ins that were asked for, less sign-outs that were heard of. If `surely` is
// over the pool, so was the true count; if `possibly` was below it all the time between a refusal's asking and hearing,
// there was room. While nobody signs out the count only rises, and more follows: after a refusal was heard, nothing
// that needs the same room may be asked for and accepted, and in the end the pool is exactly full.

#include <span>
#include <string>

#include "tests/pool/operation.hpp"

namespace lic::pool {

// In use when all clients stood still.
struct InUse {
  std::int64_t premium = 0;
  std::int64_t seats = 0;
};

// The first contradiction as a sentence; empty = none. `in_use` goes from before these operations to after them.
[[nodiscard]] std::string contradiction(std::span<const Operation> operations, const Pool& pool, InUse& in_use);

// What follows besides, when none of them is a sign-out.
[[nodiscard]] std::string contradiction_of_filling(std::span<const Operation> operations, const Pool& pool,
                                                   const InUse& after);

}  // namespace lic::pool
