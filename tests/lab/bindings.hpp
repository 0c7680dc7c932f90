// The two bindings of wire.md P8 and P9: where an agent posts, and how a protocol message travels there and back.
#pragma once

#include "tests/lab/http_types.hpp"
#include "tests/lab/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

enum class Binding { smart_transport, call_home };

// By the path alone, without a query.
[[nodiscard]] std::optional<Binding> find_binding(std::string_view path);

// The protocol message in a POST, or the answer that says why there is none.
[[nodiscard]] boost::system::result<std::string, HttpAnswer> unwrap(Binding binding, const HttpRequest& request);

// A body that no signed answer can refer to: HTTP 400, in the words of the binding.
[[nodiscard]] HttpAnswer refuse_body(Binding binding, const std::string& reason);

// HTTP 200 with one protocol message.
[[nodiscard]] HttpAnswer wrap(Binding binding, const std::string& message, std::int64_t now_ms);

}  // namespace ssm_lab
