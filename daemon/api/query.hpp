#pragma once
// The target of a request: its path and its query, percent-decoded and checked.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/time.hpp"

namespace lic::api {

// Everything before '?'.
[[nodiscard]] std::string_view path_of(std::string_view target);
// Nothing for a broken escape or an escaped NUL.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

// Of a `cursor` that no page of this list gave.
[[nodiscard]] Error bad_cursor();

// [from, to); all of time where the request names no end of it.
struct Period {
  WallTime from;
  WallTime to;
};

class Query {
public:
  // Error `invalid_argument` for broken escapes and names given twice.
  [[nodiscard]] static Result<Query> of(std::string_view target);

  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;
  [[nodiscard]] bool is_on(const std::string& name) const;  // "1" or "true"
  // Error `invalid_argument` naming the parameter.
  [[nodiscard]] Result<std::int64_t> integer(const std::string& name, std::int64_t fallback, std::int64_t most) const;
  [[nodiscard]] Result<std::optional<WallTime>> time(const std::string& name) const;
  // The parameters `from` and `to`.
  [[nodiscard]] Result<Period> period() const;

private:
  std::map<std::string, std::string> values_;
};

}  // namespace lic::api
