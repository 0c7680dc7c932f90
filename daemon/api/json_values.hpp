#pragma once
// Small values as JSON, so that every route writes them alike.

#include <optional>
#include <string>

#include "agent/time.hpp"
#include "agent/time_text.hpp"
#include "daemon/api/json.hpp"

namespace lic::api {

[[nodiscard]] inline Json date(WallTime time) { return to_rfc3339(time); }
[[nodiscard]] inline Json date(const std::optional<WallTime>& time) { return time ? date(*time) : Json(nullptr); }
[[nodiscard]] inline Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

template <class T>
[[nodiscard]] Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace lic::api
