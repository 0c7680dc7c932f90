// Faults that an administrator orders for coming requests, so that an agent's bad days can be tested.
#pragma once

#include "tests/lab/bindings.hpp"
#include "tests/lab/fault_kinds.hpp"
#include "tests/lab/json_text.hpp"
#include "tests/lab/result.hpp"
#include "tests/lab/wire_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

struct Fault {
  FaultKind kind = FaultKind::failed;
  std::optional<RequestType> type;  // nothing: any request
  std::int64_t count = 1;
  // Parameters; which of them matter is said at the kind.
  std::optional<double> seconds;
  std::optional<unsigned> http_status;
  std::optional<std::int64_t> retry_seconds;
  std::string text;
  std::optional<std::string> tag;
  std::optional<std::int64_t> bytes;
  std::optional<std::int64_t> depth;
  std::optional<std::int64_t> version;
};

// Reads `{"match":{"type"?},"count"?,"fault":...}`. The fault is a name with its parameters beside it, an object
// {"kind":name,...}, or an object {name:{...}}. Fails with a sentence.
[[nodiscard]] Result<Fault> parse_fault(const Json& order);

class Faults {
public:
  void add(Fault fault) { waiting_.push_back(std::move(fault)); }
  void clear() { waiting_.clear(); }
  // The oldest fault that fits the request; it is used up by one.
  [[nodiscard]] std::optional<Fault> take(std::optional<RequestType> type, Binding binding);
  [[nodiscard]] OrderedJson list() const;

private:
  std::vector<Fault> waiting_;
};

}  // namespace ssm_lab
