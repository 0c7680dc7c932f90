#include "tests/lab/http_server.hpp"

#include <charconv>

namespace ssm_lab {
namespace {

bool is_loopback_v4(const std::string& host) {
  int dots = 0;
  for (const char letter : host) {
    if (letter == '.') ++dots;
    if (letter != '.' && (letter < '0' || letter > '9')) return false;
  }
  return dots == 3 && host.rfind("127.", 0) == 0;
}

}  // namespace

Result<ListenAddress> parse_listen_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return failure(text + ": HOST:PORT is needed");
  ListenAddress address;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (error != std::errc() || at != end) return failure(text + ": the port must be 0 to 65535");
  address.host = text.substr(0, colon);
  if (address.host == "localhost") address.host = "127.0.0.1";
  if (address.host == "[::1]") address.host = "::1";
  if (address.host != "::1" && !is_loopback_v4(address.host)) {
    return failure(text + ": only loopback addresses are allowed");
  }
  return address;
}

}  // namespace ssm_lab
