#pragma once
// Errors as values. A code says what the caller can do about it; the text says what happened, the remedy what to do.

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <utility>

#include "agent/failure.hpp"
#include "agent/time.hpp"

namespace lic {

enum class ErrorCode {
  invalid_argument,
  unauthenticated,
  permission_denied,
  not_found,
  already_exists,
  failed_precondition,
  resource_exhausted,
  unavailable,
  deadline_exceeded,
  rejected_by_ssm,
  data_corrupt,
  storage,
  internal,
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string what;                      // what happened, one sentence without the code
  std::string remedy;                    // what to do about it
  std::optional<FailureCode> failure;    // set when an exchange with SSM failed
  std::optional<WallTime> next_attempt;  // set when the agent tries again by itself

  Error() = default;  // boost::system::result::error() needs it
  Error(ErrorCode error_code, std::string happened, std::string to_do = {})
      : code(error_code), what(std::move(happened)), remedy(std::move(to_do)) {}
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace lic
