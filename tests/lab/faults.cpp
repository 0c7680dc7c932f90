#include "tests/lab/faults.hpp"

#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

constexpr std::array<std::pair<FaultKind, const char*>, 18> kNames = {{
    {FaultKind::delay, "delay"},
    {FaultKind::close, "close"},
    {FaultKind::truncate, "truncate"},
    {FaultKind::http_status, "http_status"},
    {FaultKind::failed, "failed"},
    {FaultKind::ok_try_again, "ok_try_again"},
    {FaultKind::version_too_high, "version_too_high"},
    {FaultKind::ok_poll, "ok_poll"},
    {FaultKind::wrong_signature, "wrong_signature"},
    {FaultKind::stale_nonce, "stale_nonce"},
    {FaultKind::wrong_id, "wrong_id"},
    {FaultKind::wrong_type, "wrong_type"},
    {FaultKind::garbage, "garbage"},
    {FaultKind::empty, "empty"},
    {FaultKind::other_signer, "other_signer"},
    {FaultKind::expired_signer, "expired_signer"},
    {FaultKind::lower_version, "lower_version"},
    {FaultKind::entitlement_status, "entitlement_status"},
}};

constexpr std::int64_t kCountMax = 1'000'000;
constexpr double kDelaySecondsMax = 600;
constexpr std::int64_t kHttpStatusMin = 300;
constexpr std::int64_t kHttpStatusMax = 599;

std::optional<FaultKind> find_kind(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (name == known) return kind;
  }
  return std::nullopt;
}

struct NamedFault {
  FaultKind kind;
  Json parameters;
};

// {"delay":2}, {"http_status":503} and {"failed":"text"} say the one parameter that matters.
Json as_parameters(FaultKind kind, const Json& value) {
  if (value.is_object()) return value;
  if (kind == FaultKind::delay) return {{"seconds", value}};
  if (kind == FaultKind::http_status) return {{"status", value}};
  return {{"text", value}};
}

Result<NamedFault> find_fault(const Json& order) {
  if (const auto name = read_string(order, "fault")) {
    const auto kind = find_kind(*name);
    if (!kind) return failure("unknown fault '" + *name + "'");
    return NamedFault{*kind, order};
  }
  const Json* fault = find_object(order, "fault");
  if (fault == nullptr) return failure("fault is missing");
  for (const char* member : {"kind", "name", "type"}) {
    const auto name = read_string(*fault, member);
    if (!name) continue;
    const auto kind = find_kind(*name);
    if (!kind) return failure("unknown fault '" + *name + "'");
    return NamedFault{*kind, *fault};
  }
  for (const auto& [name, value] : fault->items()) {
    if (const auto kind = find_kind(name)) return NamedFault{*kind, as_parameters(*kind, value)};
  }
  return failure("fault names no known kind");
}

std::optional<double> read_number(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

}  // namespace

const char* name_of(FaultKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  std::abort();
}

Result<Fault> parse_fault(const Json& order) {
  const auto named = find_fault(order);
  if (!named) return named.error();
  const Json& parameters = named->parameters;
  Fault fault;
  fault.kind = named->kind;
  if (const Json* match = find_object(order, "match")) {
    if (const auto type = read_string(*match, "type")) {
      fault.type = find_request_type(*type);
      if (!fault.type) return failure("unknown request type '" + *type + "'");
    }
  }
  fault.count = read_integer(order, "count").value_or(1);
  if (fault.count < 1 || fault.count > kCountMax) return failure("count must be 1 to 1000000");
  fault.seconds = read_number(parameters, "seconds").value_or(0);
  if (fault.seconds < 0 || fault.seconds > kDelaySecondsMax) return failure("seconds must be 0 to 600");
  const std::int64_t status = read_integer(parameters, "status").value_or(fault.http_status);
  if (status < kHttpStatusMin || status > kHttpStatusMax) return failure("status must be 300 to 599");
  fault.http_status = static_cast<unsigned>(status);
  fault.retry_seconds = read_integer(parameters, "retry_after");
  if (!fault.retry_seconds) fault.retry_seconds = read_integer(parameters, "retry_time_seconds");
  fault.text = read_string(parameters, "text").value_or("");
  fault.tag = read_string(parameters, "tag");
  return fault;
}

std::optional<Fault> Faults::take(std::optional<RequestType> type) {
  for (auto fault = waiting_.begin(); fault != waiting_.end(); ++fault) {
    if (fault->type && fault->type != type) continue;
    Fault taken = *fault;
    if (--fault->count == 0) waiting_.erase(fault);
    return taken;
  }
  return std::nullopt;
}

OrderedJson Faults::list() const {
  OrderedJson list = OrderedJson::array();
  for (const Fault& fault : waiting_) {
    OrderedJson match = OrderedJson::object();
    if (fault.type) match["type"] = wire_name(*fault.type);
    list.push_back({{"match", std::move(match)}, {"count", fault.count}, {"fault", name_of(fault.kind)}});
  }
  return list;
}

}  // namespace ssm_lab
