#include "tests/lab/wire_names.hpp"

#include <array>
#include <cstdlib>

namespace ssm_lab {
namespace {

struct TypeRow {
  RequestType type;
  const char* literal;
  std::array<std::string_view, 2> aliases;
};

constexpr std::array<TypeRow, 5> kTypes = {{
    {RequestType::registration, "REGISTRATION", {"REGISTER", "ID_TOKEN_REGISTRATION"}},
    {RequestType::authorization, "AUTHORIZATION", {"AUTH", "ENTITLEMENT"}},
    {RequestType::renewal, "RENEW", {"ID_CERT_RENEW", "CERT_RENEW"}},
    {RequestType::deregistration, "DEREGISTRATION", {"DEACTIVATION", "DEREGISTER"}},
    {RequestType::poll, "POLL_REQ", {"POLL", "POLL"}},
}};

}  // namespace

const char* wire_name(RequestType type) {
  for (const TypeRow& row : kTypes) {
    if (row.type == type) return row.literal;
  }
  std::abort();
}

std::optional<RequestType> find_request_type(std::string_view literal) {
  for (const TypeRow& row : kTypes) {
    if (literal == row.literal || literal == row.aliases[0] || literal == row.aliases[1]) return row.type;
  }
  return std::nullopt;
}

const char* wire_name(StatusCode status) {
  switch (status) {
    case StatusCode::ok: return "OK";
    case StatusCode::ok_poll: return "OK_POLL";
    case StatusCode::ok_try_again: return "OK_TRY_AGAIN";
    case StatusCode::failed: return "FAILED";
    case StatusCode::version_too_high: return "VERSION_TOO_HIGH";
  }
  std::abort();
}

}  // namespace ssm_lab
