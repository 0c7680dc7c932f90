#include "daemon/api_types/error_codes.hpp"

#include <algorithm>
#include <array>

#include "agent/names.hpp"

namespace lic {
namespace {

// In the order of ErrorCode, so that row_of() is an index.
constexpr std::array<ErrorCodeRow, 13> kRows{{
    {ErrorCode::invalid_argument, "invalid_argument", 400, kExitUsage, "Invalid argument"},
    {ErrorCode::unauthenticated, "unauthenticated", 401, kExitNotPermitted, "Not authenticated"},
    {ErrorCode::permission_denied, "permission_denied", 403, kExitNotPermitted, "Not permitted"},
    {ErrorCode::not_found, "not_found", 404, kExitWrongState, "Not found"},
    {ErrorCode::already_exists, "already_exists", 409, kExitWrongState, "Exists already"},
    {ErrorCode::failed_precondition, "failed_precondition", 409, kExitWrongState, "Not possible in this state"},
    {ErrorCode::resource_exhausted, "resource_exhausted", 409, kExitLimit, "A limit is reached"},
    {ErrorCode::unavailable, "unavailable", 503, kExitUnreachable, "Not reachable"},
    {ErrorCode::deadline_exceeded, "deadline_exceeded", 504, kExitUnreachable, "No answer in time"},
    {ErrorCode::rejected_by_ssm, "rejected_by_ssm", 422, kExitRefused, "Refused by the software manager"},
    {ErrorCode::data_corrupt, "data_corrupt", 502, kExitUntrusted, "Data that cannot be trusted"},
    {ErrorCode::storage, "storage", 507, kExitStorage, "Storage failed"},
    {ErrorCode::internal, "internal", 500, kExitBug, "Internal error"},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t index = 0; index < kRows.size(); ++index)
    if (static_cast<std::size_t>(kRows[index].code) != index) return false;
  return true;
}
static_assert(rows_are_in_order());

struct NamedExit {
  std::string_view name;
  int exit_code;
};
// Refusals of a sign-in have codes of their own (interfaces.md section 3); all of them are limits.
constexpr std::array<NamedExit, 3> kSeatRefusals{{
    {"license_limit", kExitLimit},
    {"reservation_limit", kExitLimit},
    {"ova_limit", kExitLimit},
}};

// Causes of doctor's steps that concern this machine alone (daemon/doctor).
constexpr std::array<NamedExit, 3> kLocalCauses{{
    {"configuration", kExitConfiguration},
    {"storage", kExitStorage},
    {"socket", kExitUnreachable},
}};

}  // namespace

const ErrorCodeRow& row_of(ErrorCode code) { return kRows[static_cast<std::size_t>(code)]; }

std::optional<ErrorCode> error_code_named(std::string_view name) {
  const auto row = std::ranges::find(kRows, name, &ErrorCodeRow::name);
  if (row == kRows.end()) return std::nullopt;
  return row->code;
}

int exit_code_of(FailureCause cause) {
  switch (cause) {
    case FailureCause::dns:
    case FailureCause::tcp:
    case FailureCause::proxy:
    case FailureCause::tls:
    case FailureCause::http:
    case FailureCause::no_answer: return kExitUnreachable;
    case FailureCause::protocol:
    case FailureCause::signature:
    case FailureCause::clock: return kExitUntrusted;
    case FailureCause::account:
    case FailureCause::token: return kExitRefused;
  }
  return kExitBug;
}

int exit_code_of_cause(std::string_view cause) {
  const auto local = std::ranges::find(kLocalCauses, cause, &NamedExit::name);
  if (local != kLocalCauses.end()) return local->exit_code;
  for (const FailureRow& row : failure_catalog())
    if (name_of(row.cause) == cause) return exit_code_of(row.cause);
  return kExitBug;
}

int exit_code_of(std::string_view code, std::string_view cause, int http_status) {
  if (cause == "clock" || cause == "signature" || cause == "protocol") return kExitUntrusted;
  if (const auto known = error_code_named(code)) return row_of(*known).exit_code;
  const auto refusal = std::ranges::find(kSeatRefusals, code, &NamedExit::name);
  if (refusal != kSeatRefusals.end()) return refusal->exit_code;
  const auto by_status = std::ranges::find(kRows, http_status, &ErrorCodeRow::http_status);
  return by_status == kRows.end() ? kExitBug : by_status->exit_code;
}

}  // namespace lic
