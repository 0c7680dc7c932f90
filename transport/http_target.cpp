#include "transport/http_target.hpp"

#include <openssl/crypto.h>

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <utility>

#include "transport/crypto/parsed_certificate.hpp"
#include "transport/file_stamp.hpp"
#include "transport/https_url.hpp"
#include "transport/no_proxy.hpp"

namespace lic {
namespace {

constexpr const char* kVendorSmartTransportUrl = "https://smartreceiver.cisco.com/licservice/license";
constexpr const char* kVendorCallHomeUrl = "https://tools.cisco.com/its/service/oddce/services/DDCEService";
constexpr std::int64_t kPasswordBytesMax = 4096;
constexpr std::int64_t kCaFileBytesMax = 1024 * 1024;
constexpr std::size_t kHostBytesMax = 255;

Error wrong(std::string what, std::string remedy) {
  Error error{ErrorCode::invalid_argument, std::move(what), std::move(remedy)};
  error.failure = FailureCode::http_url;
  return error;
}

// An IPv6 address has colons, its zone a percent sign; nothing else of a URL's grammar belongs here, no port either.
bool is_host(const std::string& host) {
  const auto is_printable = [](char letter) { return letter > ' ' && letter < '\x7F'; };
  if (host.empty() || host.size() > kHostBytesMax || !std::all_of(host.begin(), host.end(), is_printable)) return false;
  if (host.find_first_of(":%") == std::string::npos) return host.find_first_of("/@?#[]\\\"'<>") == std::string::npos;
  boost::system::error_code error;
  (void)boost::asio::ip::make_address_v6(host, error);
  return !error;
}

Result<void> check_proxy(const ProxySettings& proxy) {
  if (!is_host(proxy.host))
    return wrong("'" + without_user(proxy.host) + "' is no host name or address",
                 "set transport.proxy.host to a name or address, without http:// and port");
  if (proxy.port == 0) return wrong("the port of the proxy is missing", "set transport.proxy.port to 1..65535");
  if (proxy.user.find(':') != std::string::npos)
    return wrong("the proxy's user holds a colon", "set transport.proxy.user to the name only");
  if (proxy.user.empty() && !proxy.password_file.empty())
    return wrong("the proxy has a password but no user", "set transport.proxy.user, too");
  return {};
}

Error unreadable(const std::string& what, const std::string& file) {
  Error error{ErrorCode::failed_precondition, what, remedy_of(FailureCode::proxy_credentials, file)};
  error.failure = FailureCode::proxy_credentials;
  return error;
}

// The first line, so that an editor's line end does no harm.
Result<Secret> read_password(const std::string& file) {
  std::optional<std::string> text = read_small_file(file, kPasswordBytesMax);
  if (!text) return unreadable("the proxy's password cannot be read from " + file, file);
  const std::size_t end = std::min(text->find_first_of("\r\n"), text->size());
  OPENSSL_cleanse(text->data() + end, text->size() - end);
  text->resize(end);
  Secret password{std::move(*text)};
  if (password.empty()) return unreadable("the file " + file + " holds no password for the proxy", file);
  return password;
}

Result<ProxyTarget> plan_proxy(const ProxySettings& settings) {
  ProxyTarget proxy{settings.host, settings.port, settings.scheme, settings.user, Secret{}, {}, settings.ca_file};
  if (!settings.password_file.empty()) {
    Result<Secret> password = read_password(settings.password_file);
    if (password.has_error()) return password.error();
    proxy.password = std::move(*password);
  }
  if (settings.scheme != ProxyScheme::https || settings.ca_file.empty()) return proxy;
  std::optional<std::string> anchors = read_small_file(settings.ca_file, kCaFileBytesMax);
  if (!anchors || anchors->find("-----BEGIN ") == std::string::npos || ParsedCertificate::read(*anchors).has_error())
    return unreadable("the file " + settings.ca_file + " holds no certificate (PEM) for the proxy", settings.ca_file);
  proxy.trust_anchors = std::move(*anchors);
  return proxy;
}

}  // namespace

std::string vendor_url(TransportMode mode) {
  switch (mode) {
    case TransportMode::smart: return kVendorSmartTransportUrl;
    case TransportMode::call_home: return kVendorCallHomeUrl;
  }
  return kVendorSmartTransportUrl;
}

Result<std::string> effective_url(const TransportSettings& settings) {
  const bool vendors =
      settings.route == TransportRoute::direct || (settings.route == TransportRoute::proxy && settings.url.empty());
  if (vendors) return vendor_url(settings.mode);
  if (settings.url.empty()) return wrong("the route to a gateway needs its URL", remedy_of(FailureCode::http_url));
  const Result<HttpsUrl> url = read_https_url(settings.url);
  if (url.has_error()) return url.error();
  return settings.url;
}

Result<void> check(const TransportSettings& settings) {
  const Result<std::string> url = effective_url(settings);
  if (url.has_error()) return url.error();
  if (settings.route == TransportRoute::proxy && !settings.proxy)
    return wrong("the route through a proxy needs a proxy", "set transport.proxy.host and transport.proxy.port");
  if (settings.proxy) {
    const Result<void> proxy = check_proxy(*settings.proxy);
    if (proxy.has_error()) return proxy.error();
  }
  for (const std::string& entry : settings.no_proxy)
    if (!is_no_proxy_entry(entry))
      return wrong("'" + entry + "' in transport.no_proxy is no name, address or network",
                   "use names like example.com, addresses, networks like 192.0.2.0/24, or *");
  if (settings.connect_timeout <= Millis{0} || settings.total_timeout <= Millis{0})
    return wrong("a time-out of zero would let no exchange end well",
                 "set transport.connect_timeout_seconds and transport.total_timeout_seconds to more");
  return {};
}

Result<HttpTarget> plan_route(const TransportSettings& settings) {
  const Result<void> checked = check(settings);
  if (checked.has_error()) return checked.error();
  const Result<std::string> text = effective_url(settings);
  const Result<HttpsUrl> url = text.has_error() ? Result<HttpsUrl>{text.error()} : read_https_url(*text);
  if (url.has_error()) return url.error();
  HttpTarget target;
  target.url = *text;
  target.ip_version = settings.ip_version;
  target.connect_timeout = settings.connect_timeout;
  target.total_timeout = settings.total_timeout;
  if (settings.route != TransportRoute::proxy || goes_without_proxy(url->host, settings.no_proxy)) return target;
  Result<ProxyTarget> proxy = plan_proxy(*settings.proxy);
  if (proxy.has_error()) return proxy.error();
  target.proxy = std::move(*proxy);
  return target;
}

}  // namespace lic
