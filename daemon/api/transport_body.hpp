#pragma once
// The body of PUT /v1/transport: the keys of `[transport]`, with the table `proxy` in it (interfaces.md section 3).

#include <string>

#include "agent/result.hpp"
#include "agent/transport_settings.hpp"

namespace lic::api {

// The whole settings: what the body does not name has its default. `credentials_dir` as in secret_file.hpp. Error
// `invalid_argument`, with text and remedy, for an unknown member, a wrong type, a value out of range, and whatever
// contradicts itself or cannot work.
[[nodiscard]] Result<TransportSettings> transport_body(const std::string& text, const std::string& credentials_dir);

}  // namespace lic::api
