#pragma once
// Who is trusted, as JSON: anchors by source, and the certificates that the last good exchange stood on.

#include "daemon/api/api_context.hpp"
#include "daemon/api/json.hpp"

namespace lic::api {

// GET /v1/trust.
[[nodiscard]] Json trust_json(const ApiContext& context, const Reading& reading);
// One anchor for an answer to an import.
[[nodiscard]] Json anchor_json(const Anchor& anchor, WallTime now);
// `certificates` of /v1/status; empty before the first good exchange.
[[nodiscard]] Json seen_certificates_json(const Reading& reading);

}  // namespace lic::api
