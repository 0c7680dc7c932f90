#pragma once
// What libcurl is told for one POST (wire P8): HTTP/1.1, TLS 1.2 or later on every leg, names checked, no redirects, no
// environment, no decompression. The callbacks are http_exchange's.

#include <string>

#include "transport/curl_handles.hpp"
#include "transport/http_exchange.hpp"

namespace lic {

// Content-Type and Accept as the post wants them.
[[nodiscard]] CurlListPtr headers_for(const HttpPost& post);

// False if libcurl refuses an option. Nothing is copied: `post` and `headers` live until `easy` goes.
[[nodiscard]] bool set_request_options(CURL* easy, const HttpPost& post, curl_slist* headers);

// The address of an https proxy that is to be checked by who judges its certificate: libcurl 7.88 checks an IPv6
// address only if the URL's host is one, too (docs/traps.md). Empty: libcurl checks the proxy's name.
[[nodiscard]] std::string proxy_address_to_check(const HttpTarget& target);

// The proxy, or that there is none. False if libcurl refuses an option.
[[nodiscard]] bool set_proxy_options(CURL* easy, const HttpPost& post);

}  // namespace lic
