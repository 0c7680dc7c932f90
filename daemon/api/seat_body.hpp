#pragma once
// Bodies of the seat and port requests as events (R-USE-1). Everything wrong is `invalid_argument` with the reason.

#include <string>
#include <string_view>

#include "agent/event.hpp"
#include "agent/result.hpp"

namespace lic::api {

inline constexpr std::size_t kSeatIdMax = 128;
inline constexpr std::size_t kVersionBytesMax = 64;
inline constexpr std::int64_t kPortsMax = 1'000'000;
[[nodiscard]] bool is_seat_id(std::string_view id);  // 1 to 128 printable bytes
[[nodiscard]] Error bad_seat_id();

[[nodiscard]] Result<SignIn> sign_in_body(const std::string& text);
[[nodiscard]] Result<SeatUpdate> seat_update_body(const std::string& id, const std::string& text);
[[nodiscard]] Result<SeatSync> seat_sync_body(const std::string& text);
// A row that cannot be read is an Error in its place; only a body that is no list of at most 10,000 changes fails.
[[nodiscard]] Result<SeatBatch> seat_batch_body(const std::string& text);
[[nodiscard]] Result<PortsInUse> ports_body(const std::string& text);

}  // namespace lic::api
