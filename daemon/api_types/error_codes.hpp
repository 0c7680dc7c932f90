#pragma once
// The one table that maps an error code to its name, its HTTP status and the exit code of the CLI
// (interfaces.md sections 2 and 3).

#include <optional>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

struct ErrorCodeRow {
  ErrorCode code;
  std::string_view name;  // member `code` of a problem object
  int http_status;        // the usual one; a full inbox answers resource_exhausted with 503
  int exit_code;
  std::string_view title;  // member `title` of a problem object
};

inline constexpr int kExitDone = 0;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitWrongState = 3;
inline constexpr int kExitNotPermitted = 4;
inline constexpr int kExitLimit = 5;
inline constexpr int kExitUnreachable = 6;
inline constexpr int kExitRefused = 7;
inline constexpr int kExitUntrusted = 8;
inline constexpr int kExitStorage = 9;
inline constexpr int kExitBug = 70;
inline constexpr int kExitNotRunning = 75;
inline constexpr int kExitConfiguration = 78;

[[nodiscard]] const ErrorCodeRow& row_of(ErrorCode code);
// Nothing for a name that is not an ErrorCode; the refusals of seats have names of their own (see exit_code_of).
[[nodiscard]] std::optional<ErrorCode> error_code_named(std::string_view name);

// The exit code for a problem object: `code` decides, but an answer of SSM that cannot be trusted is 8 whatever the
// code (R-REG-3). `cause` is empty when there is none. Unknown codes fall back to `http_status`.
[[nodiscard]] int exit_code_of(std::string_view code, std::string_view cause, int http_status);

// The exit code for a failed exchange with SSM of that cause (R-REG-3).
[[nodiscard]] int exit_code_of(FailureCause cause);
// The same for the `cause` of a step of doctor: a FailureCause's name, or one that no exchange has ("storage").
[[nodiscard]] int exit_code_of_cause(std::string_view cause);

}  // namespace lic
