#pragma once
// A contact centre's days as CSV: time,event,seat,detail. The whole file is checked before anything is applied.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/time.hpp"
#include "daemon/cli/problem.hpp"

namespace lic::cli {

inline constexpr std::size_t kTraceBytesMax = 64U << 20U;
inline constexpr std::size_t kTraceLineMax = 4096;
inline constexpr std::size_t kSeatIdMax = 128;

enum class TraceEvent { sign_in, sign_out, used, ports };

struct TraceRow {
  WallTime time;
  TraceEvent event = TraceEvent::ports;
  std::string seat;                       // empty for ports
  std::vector<std::string> capabilities;  // sign_in: all; used: what was used
  std::vector<std::pair<std::string, std::int64_t>> ports;
  int line = 0;
};

// `name` is for texts. The first fault is told as "NAME:LINE: cause", exit code 2. Times never go back, at least one
// row.
[[nodiscard]] Outcome<std::vector<TraceRow>> parse_trace(const std::string& name, std::string_view text);

}  // namespace lic::cli
