#pragma once
// The way to SSM as text, for `status` and `transport show`.

#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {

// "proxy.example.com port 3128 (https), user agent"; "None" for null.
[[nodiscard]] std::string proxy_text(const Json& proxy);

// Mode, route, URL and proxy, who set them if it was a command, and what is odd about them: the member `transport` of
// /v1/status.
void add_transport(Page& page, std::size_t indent, const Json& transport);
// The whole of GET /v1/transport, with the last change.
void add_transport_view(Page& page, const Json& transport);
// One line a certificate that the last good exchange stood on; nothing if there is none.
void add_certificates(Page& page, std::size_t indent, const Json& status);

}  // namespace lic::cli
