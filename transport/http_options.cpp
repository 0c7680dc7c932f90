#include "transport/http_options.hpp"

#include <string_view>

#include "transport/https_url.hpp"

namespace lic {
namespace {

constexpr const char* kUserAgent = "smart-agent/" LIC_VERSION;

template <class Value>
bool set(CURL* easy, CURLoption option, Value value) {
  return curl_easy_setopt(easy, option, value) == CURLE_OK;
}

// An empty blob would be refused; without one no authority is known by itself.
bool set_anchors(CURL* easy, CURLoption option, const std::string& pem) {
  if (pem.empty()) return true;
  // Not const for libcurl, which does not write to it.
  curl_blob anchors{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
  return set(easy, option, &anchors);
}

bool set_tls_options(CURL* easy, const HttpPost& post) {
  constexpr const char* kNone = nullptr;
  return set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         set(easy, CURLOPT_SSL_VERIFYPEER, 1L) && set(easy, CURLOPT_SSL_VERIFYHOST, 2L) &&
         set(easy, CURLOPT_CAPATH, kNone) && set(easy, CURLOPT_CAINFO, kNone) &&
         set_anchors(easy, CURLOPT_CAINFO_BLOB, post.anchors.pem) &&
         // Neither a resumed session nor a store of before: both would outlive an anchor that was taken away.
         set(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L) && set(easy, CURLOPT_CA_CACHE_TIMEOUT, 0L);
}

// Without a password only Negotiate can succeed, with the ticket of the process. With one it would be chosen first
// where it is on offer, fail without a ticket, and keep libcurl from using the password.
long authentication_of(const ProxyTarget& proxy) {
  if (proxy.user.empty()) return static_cast<long>(CURLAUTH_NONE);
  return static_cast<long>(proxy.password.empty() ? CURLAUTH_NEGOTIATE
                                                  : CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM);
}

bool set_proxy_credentials(CURL* easy, const ProxyTarget& proxy) {
  if (proxy.user.empty()) return true;
  // A Secret's text is that of a std::string: it ends with a zero.
  return set(easy, CURLOPT_PROXYAUTH, authentication_of(proxy)) &&
         set(easy, CURLOPT_PROXYUSERNAME, proxy.user.c_str()) &&
         set(easy, CURLOPT_PROXYPASSWORD, proxy.password.reveal().data());
}

bool set_proxy_tls_options(CURL* easy, const HttpPost& post, const ProxyTarget& proxy) {
  constexpr const char* kNone = nullptr;
  const std::string& own = proxy.trust_anchors;
  const long check_name = proxy_address_to_check(post.target).empty() ? 2L : 0L;
  return set(easy, CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         set(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1L) && set(easy, CURLOPT_PROXY_SSL_VERIFYHOST, check_name) &&
         set(easy, CURLOPT_PROXY_CAPATH, kNone) && set(easy, CURLOPT_PROXY_CAINFO, kNone) &&
         set_anchors(easy, CURLOPT_PROXY_CAINFO_BLOB, own.empty() ? post.anchors.pem : own);
}

}  // namespace

std::string proxy_address_to_check(const HttpTarget& target) {
  const bool is_ipv6 =
      target.proxy && target.proxy->scheme == ProxyScheme::https && target.proxy->host.find(':') != std::string::npos;
  return is_ipv6 ? target.proxy->host.substr(0, target.proxy->host.find('%')) : std::string{};
}

CurlListPtr headers_for(const HttpPost& post) {
  const std::string media_type = post.content_type.substr(0, post.content_type.find(';'));
  curl_slist* list = nullptr;
  // "Expect:" without a value keeps libcurl from waiting for "100 Continue" with bodies above 1 MiB.
  for (const std::string& line :
       {"Content-Type: " + post.content_type, "Accept: " + media_type, std::string{"Expect:"}})
    list = curl_slist_append(list, line.c_str());
  return CurlListPtr{list};
}

bool set_request_options(CURL* easy, const HttpPost& post, curl_slist* headers) {
  const std::string_view body = post.body.reveal();
  return set(easy, CURLOPT_URL, post.target.url.c_str()) && set(easy, CURLOPT_PROTOCOLS_STR, "https") &&
         set(easy, CURLOPT_POSTFIELDS, body.data()) &&
         set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size())) &&
         set(easy, CURLOPT_HTTPHEADER, headers) && set(easy, CURLOPT_USERAGENT, kUserAgent) &&
         set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) &&
         set(easy, CURLOPT_FOLLOWLOCATION, 0L) && set(easy, CURLOPT_NOSIGNAL, 1L) && set_tls_options(easy, post);
}

bool set_proxy_options(CURL* easy, const HttpPost& post) {
  const std::optional<ProxyTarget>& proxy = post.target.proxy;
  // The environment has no say: what is not configured is not used.
  if (!set(easy, CURLOPT_NOPROXY, "")) return false;
  if (!proxy) return set(easy, CURLOPT_PROXY, "");
  const bool secure = proxy->scheme == ProxyScheme::https;
  const std::string peer = host_and_port(proxy->host, proxy->port);
  return set(easy, CURLOPT_PROXY, peer.c_str()) &&
         set(easy, CURLOPT_PROXYTYPE, static_cast<long>(secure ? CURLPROXY_HTTPS : CURLPROXY_HTTP)) &&
         set(easy, CURLOPT_HTTPPROXYTUNNEL, 1L) && set_proxy_credentials(easy, *proxy) &&
         (!secure || set_proxy_tls_options(easy, post, *proxy));
}

}  // namespace lic
