#pragma once
// An https URL taken apart, as libcurl reads it: what is judged here is what is connected to.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

struct HttpsUrl {
  std::string host;  // lower case, ASCII; an IPv6 address without brackets, with its zone ("fe80::1%eth0")
  std::uint16_t port = 443;
  std::string path;  // with the query: "/SmartTransport"
};

// `invalid_argument` with the failure `http_url`, text and remedy for what is none, is not https, or holds a user or
// password.
[[nodiscard]] Result<HttpsUrl> read_https_url(const std::string& text);
// For a message: whatever the text is, what stands before its last "@" may be a password, and is left out.
[[nodiscard]] std::string without_user(const std::string& text);
// The same URL with another host in it; a port of 443 is left out.
[[nodiscard]] std::string text_of(const HttpsUrl& url, std::string_view host);
// "ssm.example.com:443", "[2001:db8::7]:443".
[[nodiscard]] std::string host_and_port(std::string_view host, std::uint16_t port);

}  // namespace lic
