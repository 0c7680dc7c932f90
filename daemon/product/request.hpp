#pragma once
// One line of the product socket as what it asks for (interfaces.md section 3). Plain data.

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "agent/event.hpp"

namespace lic::product {

inline constexpr std::size_t kLineBytesMax = 1024 * 1024;
inline constexpr int kDepthMax = 32;
inline constexpr std::size_t kEchoBytesMax = 64;         // of a string in `i`
inline constexpr std::size_t kSyncSeatsMax = 1'000'000;  // of lists that come in parts, on all connections together

// A line that could not be read, or asks for what does not exist.
struct BadLine {
  std::string reason;  // one sentence: which byte, and why
  // It may have been a part of a sync that has more parts: what follows must not be taken for the whole.
  bool tears_sync = false;
};
struct SyncPart {
  std::vector<SignIn> seats;
  bool more = false;  // further parts follow on this connection
};
struct AskProvisioning {};
struct Subscribe {};

using Asked =
    std::variant<BadLine, SignIn, SignOut, SeatUpdate, PortsInUse, SyncPart, SeatBatch, AskProvisioning, Subscribe>;

// How an unknown seat is told (interfaces.md section 3): that it is out, or used something, is no error.
enum class Unknown : std::uint8_t { is_error, is_known_false };

struct Request {
  std::string echo;  // `i` as JSON text; empty = there was none
  Asked asked;
  Unknown unknown = Unknown::is_error;
  std::vector<Unknown> rows = {};  // of a batch, one for each change
};

}  // namespace lic::product
