#pragma once
// A response as the bytes of HTTP/1.1.

#include <string>

#include "daemon/api/http_message.hpp"

namespace lic::api {

// With `keeps_alive` the client may send its next request. A stream has no length: its end is the connection's. A body
// in pieces is sent chunked; `body` is then empty.
void append_response(std::string& to, const ApiResponse& response, bool keeps_alive);
[[nodiscard]] std::string response_text(const ApiResponse& response, bool keeps_alive);
// A piece as one chunk; an empty one ends the body.
[[nodiscard]] std::string chunk_text(const std::string& piece);

}  // namespace lic::api
