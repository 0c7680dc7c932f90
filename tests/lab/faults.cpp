#include "tests/lab/faults.hpp"

#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

constexpr std::int64_t kCountMax = 1'000'000;
constexpr double kDelaySecondsMax = 600;
constexpr double kClockSecondsMax = 100.0 * 366 * 86'400;
constexpr std::int64_t kHttpStatusMin = 200;
constexpr std::int64_t kHttpStatusMax = 599;
constexpr std::int64_t kBytesMax = std::int64_t{1} << 30;
constexpr std::int64_t kDepthMax = 1'000'000;

struct NamedFault {
  FaultKind kind;
  Json parameters;
};

// {"delay":2}, {"http_status":503} and {"failed":"text"} say the one parameter that matters.
Json as_parameters(FaultKind kind, const Json& value) {
  if (value.is_object()) return value;
  if (kind == FaultKind::delay || kind == FaultKind::server_clock) return {{"seconds", value}};
  if (kind == FaultKind::http_status) return {{"status", value}};
  if (kind == FaultKind::huge || kind == FaultKind::long_status_message) return {{"bytes", value}};
  if (kind == FaultKind::deep_json) return {{"depth", value}};
  return {{"text", value}};
}

Result<NamedFault> find_fault(const Json& order) {
  if (const auto name = read_string(order, "fault")) {
    const auto kind = find_fault_kind(*name);
    if (!kind) return failure("unknown fault '" + *name + "'");
    return NamedFault{*kind, order};
  }
  const Json* fault = find_object(order, "fault");
  if (fault == nullptr) return failure("fault is missing");
  for (const char* member : {"kind", "name", "type"}) {
    const auto name = read_string(*fault, member);
    if (!name) continue;
    const auto kind = find_fault_kind(*name);
    if (!kind) return failure("unknown fault '" + *name + "'");
    return NamedFault{*kind, *fault};
  }
  for (const auto& [name, value] : fault->items()) {
    if (const auto kind = find_fault_kind(name)) return NamedFault{*kind, as_parameters(*kind, value)};
  }
  return failure("fault names no known kind");
}

std::optional<double> read_number(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

bool is_within(const std::optional<std::int64_t>& number, std::int64_t least, std::int64_t most) {
  return !number || (*number >= least && *number <= most);
}

// What does not fit the kind, as a sentence.
std::optional<std::string> find_flaw(const Fault& fault) {
  const double seconds = fault.seconds.value_or(0);
  if (fault.kind == FaultKind::server_clock) {
    if (seconds < -kClockSecondsMax || seconds > kClockSecondsMax) return "seconds must be within a hundred years";
  } else if (seconds < 0 || seconds > kDelaySecondsMax) {
    return "seconds must be 0 to 600";
  }
  if (fault.kind == FaultKind::http_status && fault.http_status && *fault.http_status < 300) {
    return "status must be 300 to 599";
  }
  if (!is_within(fault.count, 1, kCountMax)) return "count must be 1 to 1000000";
  if (!is_within(fault.bytes, 0, kBytesMax)) return "bytes must be 0 to 1073741824";
  if (!is_within(fault.depth, 1, kDepthMax)) return "depth must be 1 to 1000000";
  return std::nullopt;
}

bool fits(const Fault& fault, std::optional<RequestType> type, Binding binding) {
  if (is_call_home_only(fault.kind) && binding != Binding::call_home) return false;
  if (!fault.type || fault.type == type) return true;
  // Whatever it began with, it goes on with the polls.
  return fault.kind == FaultKind::ok_poll_forever && type == RequestType::poll;
}

}  // namespace

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
  const std::int64_t usual_count = fault.kind == FaultKind::ok_poll_forever ? kCountMax : 1;
  fault.count = read_integer(order, "count").value_or(usual_count);
  fault.seconds = read_number(parameters, "seconds");
  const auto status = read_integer(parameters, "status");
  if (!is_within(status, kHttpStatusMin, kHttpStatusMax)) return failure("status must be 200 to 599");
  if (status) fault.http_status = static_cast<unsigned>(*status);
  fault.retry_seconds = read_integer(parameters, "retry_after");
  if (!fault.retry_seconds) fault.retry_seconds = read_integer(parameters, "retry_time_seconds");
  fault.text = read_string(parameters, "text").value_or("");
  fault.tag = read_string(parameters, "tag");
  fault.bytes = read_integer(parameters, "bytes");
  fault.depth = read_integer(parameters, "depth");
  fault.version = read_integer(parameters, "version");
  if (auto flaw = find_flaw(fault)) return failure(std::move(*flaw));
  return fault;
}

std::optional<Fault> Faults::take(std::optional<RequestType> type, Binding binding) {
  for (auto fault = waiting_.begin(); fault != waiting_.end(); ++fault) {
    if (!fits(*fault, type, binding)) continue;
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
