// The literals of wire.md that nobody has seen on a real wire, in one table, so that a capture corrects them here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssm_lab {

enum class RequestType { registration, authorization, renewal, deregistration, poll };

// wire.md P5: the literal, and the type for a literal or one of its aliases.
[[nodiscard]] const char* wire_name(RequestType type);
[[nodiscard]] std::optional<RequestType> find_request_type(std::string_view literal);

enum class StatusCode { ok, ok_poll, ok_try_again, failed, version_too_high };
[[nodiscard]] const char* wire_name(StatusCode status);

// wire.md P6, "Lab peer checks": differences of clocks that are refused, and how long a nonce is remembered.
inline constexpr std::int64_t kSkewMaxMs = 3'600'000;
inline constexpr std::int64_t kReplayWindowMs = 2 * kSkewMaxMs;

inline constexpr std::size_t kEntitlementsMax = 10'000;
inline constexpr std::size_t kReportsMax = 200;
inline constexpr std::size_t kTokenBytesMax = 255;
// Ours: a tag or a name longer than this is a mistake.
inline constexpr std::size_t kNameBytesMax = 255;

// wire.md P5.1, P5.2 and P10.
inline constexpr std::int64_t kRegistrationRenewSeconds = 15'552'000;
inline constexpr std::int64_t kAuthorizationRenewSeconds = 2'592'000;
inline constexpr std::int64_t kOutOfComplianceRenewSeconds = 43'200;
inline constexpr std::int64_t kAuthorizationMs = std::int64_t{90} * 86'400'000;
inline constexpr std::int64_t kBackDatedMs = 5 * 60 * 1000;
// wire.md P6: what OK_POLL and OK_TRY_AGAIN ask for.
inline constexpr std::int64_t kCloudRetrySeconds = 300;
inline constexpr std::int64_t kOnPremRetrySeconds = 60;

}  // namespace ssm_lab
