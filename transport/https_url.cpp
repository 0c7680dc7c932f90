#include "transport/https_url.hpp"

#include <charconv>
#include <utility>

#include "transport/curl_handles.hpp"

namespace lic {
namespace {

constexpr std::size_t kUrlBytesMax = 2048;

std::optional<std::string> part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return std::nullopt;
  const CurlTextPtr owner{text};
  return std::string{text};
}

Error no_url(std::string what) {
  Error error{ErrorCode::invalid_argument, std::move(what), remedy_of(FailureCode::http_url)};
  error.failure = FailureCode::http_url;
  return error;
}

// libcurl keeps brackets and zone of an IPv6 address apart from each other.
std::string host_of(CURLU* url) {
  std::string host = part_of(url, CURLUPART_HOST, CURLU_PUNYCODE).value_or("");
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  if (const auto zone = part_of(url, CURLUPART_ZONEID)) host += "%" + *zone;
  for (char& letter : host)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return host;
}

}  // namespace

Result<HttpsUrl> read_https_url(const std::string& text) {
  const CurlUrlPtr url{curl_url()};
  if (text.size() > kUrlBytesMax) return no_url("the URL is longer than 2048 bytes");
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    return no_url("'" + without_user(text) + "' is no URL");
  if (part_of(url.get(), CURLUPART_SCHEME) != "https")
    return no_url("'" + without_user(text) + "' does not begin with https://");
  if (part_of(url.get(), CURLUPART_USER) || part_of(url.get(), CURLUPART_PASSWORD))
    return no_url("the URL holds a user or password, which would be shown and logged");
  HttpsUrl parts;
  parts.host = host_of(url.get());
  if (parts.host.empty()) return no_url("'" + without_user(text) + "' has no usable host");
  const std::string port = part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or("");
  const auto read = std::from_chars(port.data(), port.data() + port.size(), parts.port);
  if (read.ec != std::errc{} || parts.port == 0) return no_url("'" + without_user(text) + "' has no usable port");
  parts.path = part_of(url.get(), CURLUPART_PATH).value_or("/");
  if (const auto query = part_of(url.get(), CURLUPART_QUERY)) parts.path += "?" + *query;
  return parts;
}

std::string without_user(const std::string& text) {
  const std::size_t at = text.rfind('@');
  return at == std::string::npos ? text : "..." + text.substr(at);
}

std::string text_of(const HttpsUrl& url, std::string_view host) {
  const std::string peer = host_and_port(host, url.port);
  const std::string_view shown =
      url.port == 443 ? std::string_view{peer}.substr(0, peer.size() - 4) : std::string_view{peer};
  return "https://" + std::string{shown} + url.path;
}

std::string host_and_port(std::string_view host, std::uint16_t port) {
  const bool needs_brackets = host.find(':') != std::string_view::npos;
  const std::string shown = needs_brackets ? "[" + std::string{host} + "]" : std::string{host};
  return shown + ":" + std::to_string(port);
}

}  // namespace lic
