#include "transport/route.hpp"

#include <curl/curl.h>

#include <memory>

namespace lic {
namespace {

constexpr const char* kRemedy = "set transport.url to something like https://ssm.example.com/SmartTransport";

struct UrlFree {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string result{text};
  curl_free(text);
  return result;
}

}  // namespace

Result<std::string> smart_transport_url(SsmRoute route, const std::string& configured) {
  if (configured.empty()) {
    if (route == SsmRoute::direct) return std::string{kVendorSmartTransportUrl};
    return Error{ErrorCode::invalid_argument, "the route to a gateway needs its URL", kRemedy};
  }
  const std::unique_ptr<CURLU, UrlFree> url{curl_url()};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, configured.c_str(), 0) != CURLUE_OK)
    return Error{ErrorCode::invalid_argument, "'" + configured + "' is no URL", kRemedy};
  if (part_of(url.get(), CURLUPART_SCHEME) != "https")
    return Error{ErrorCode::invalid_argument, "'" + configured + "' does not begin with https://", kRemedy};
  if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty())
    return Error{ErrorCode::invalid_argument, "the URL holds a user or password, which would be shown and logged",
                 kRemedy};
  return configured;
}

}  // namespace lic
