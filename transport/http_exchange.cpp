#include "transport/http_exchange.hpp"

#include <arpa/inet.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "transport/codec/limits.hpp"
#include "transport/curl_loop.hpp"
#include "transport/http_failure.hpp"

namespace lic {
namespace {

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
constexpr long kIdleConnectionSeconds = 100;  // older ones are closed when the next request looks for one
constexpr const char* kUserAgent = "smart-agent/" LIC_VERSION;

struct EasyFree {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlFree {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using HeaderList = std::unique_ptr<curl_slist, ListFree>;

HeaderList headers() {
  curl_slist* list = nullptr;
  // "Expect:" without a value keeps libcurl from waiting for "100 Continue" with bodies above 1 MiB.
  for (const char* const line :
       {"Content-Type: application/json; charset=utf-8", "Accept: application/json", "Expect:"})
    list = curl_slist_append(list, line);
  return HeaderList{list};
}

std::string peer_of(const std::string& text) {
  const std::unique_ptr<CURLU, UrlFree> url{curl_url()};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return text;
  std::string peer;
  for (const CURLUPart part : {CURLUPART_HOST, CURLUPART_PORT}) {
    char* value = nullptr;
    if (curl_url_get(url.get(), part, &value, CURLU_DEFAULT_PORT) != CURLUE_OK) continue;
    peer += (peer.empty() ? "" : ":") + std::string{value};
    curl_free(value);
  }
  return peer;
}

bool is_loopback(const curl_sockaddr& address) {
  if (address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.addr, sizeof v4);
    return (ntohl(v4.sin_addr.s_addr) >> 24U) == 127;
  }
  if (address.family != AF_INET6 || address.addrlen < sizeof(sockaddr_in6)) return false;
  sockaddr_in6 v6{};
  // libcurl's structure is longer than the member it declares.
  std::memcpy(&v6, static_cast<const void*>(&address.addr), sizeof v6);
  return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

std::string text_of_address(const curl_sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const bytes = reinterpret_cast<const char*>(&address.addr);
  const std::size_t offset =
      address.family == AF_INET ? offsetof(sockaddr_in, sin_addr) : offsetof(sockaddr_in6, sin6_addr);
  return inet_ntop(address.family, bytes + offset, text.data(), text.size()) != nullptr ? text.data() : "?";
}

}  // namespace

class HttpExchange::Impl {
public:
  Impl(boost::asio::io_context& loop, HttpSettings settings)
      : loop_(loop),
        settings_(std::move(settings)),
        headers_(headers()),
        curl_(loop),
        alive_(std::make_shared<Impl*>(this)) {}

  // libcurl lets go of the handle while everything it points to is still there.
  ~Impl() { cancel(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void post(HttpPost post, Done done) {
    cancel();
    post_ = std::move(post);
    done_ = std::move(done);
    easy_.reset(curl_easy_init());
    const bool started = easy_ && set_options() && curl_.start(easy_.get(), [this](CURLcode code) { finished(code); });
    if (!started) refuse();
  }

  void cancel() {
    curl_.stop();
    done_ = nullptr;
    easy_.reset();
    // Swapped, not assigned: a string that an empty one is assigned to keeps its memory.
    HttpPost gone;
    std::swap(post_, gone);
    std::string{}.swap(answer_);
    facts_ = TransferFacts{};
    error_text_.fill('\0');
    alive_ = std::make_shared<Impl*>(this);  // a refusal that is already on its way finds nobody
  }

private:
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static CURLcode on_tls(CURL* easy, void* context, void* self);

  template <class Value>
  bool set(CURLoption option, Value value) {
    return curl_easy_setopt(easy_.get(), option, value) == CURLE_OK;
  }
  bool set_options();
  bool set_tls_options();
  void refuse();
  void collect_facts(CURLcode code);
  void finished(CURLcode code);

  boost::asio::io_context& loop_;
  HttpSettings settings_;
  HeaderList headers_;
  TransferFacts facts_;  // outlives curl_, whose connections write into facts_.tls
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  CurlLoop curl_;
  std::unique_ptr<CURL, EasyFree> easy_;
  HttpPost post_;
  Done done_;
  std::string answer_;
  std::shared_ptr<Impl*> alive_;  // shared: a posted refusal holds it weakly
};

std::size_t HttpExchange::Impl::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Impl*>(self);
  const std::size_t bytes = size * count;
  if (exchange.answer_.size() + bytes > kAnswerBytesMax) {
    exchange.facts_.too_large = true;
    return 0;
  }
  exchange.answer_.append(data, bytes);
  return bytes;
}

curl_socket_t HttpExchange::Impl::on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& exchange = *static_cast<Impl*>(self);
  exchange.facts_.socket_opened = true;
  if (exchange.settings_.loopback_only && !is_loopback(*address)) {
    exchange.facts_.refused_address = text_of_address(*address);
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode HttpExchange::Impl::on_tls(CURL* /*easy*/, void* context, void* self) {
  auto& facts = static_cast<Impl*>(self)->facts_;
  facts.connected = true;  // libcurl tells the time of the connect only once the handshake is done, too
  observe(static_cast<SSL_CTX*>(context), facts.tls);
  return CURLE_OK;
}

bool HttpExchange::Impl::set_options() {
  const long resolve = settings_.ip_family == IpFamily::v4   ? CURL_IPRESOLVE_V4
                       : settings_.ip_family == IpFamily::v6 ? CURL_IPRESOLVE_V6
                                                             : CURL_IPRESOLVE_WHATEVER;
  const std::string_view body = post_.body.reveal();
  return set(CURLOPT_URL, settings_.url.c_str()) && set(CURLOPT_PROTOCOLS_STR, "https") &&
         set(CURLOPT_POSTFIELDS, body.data()) &&
         set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size())) &&
         set(CURLOPT_HTTPHEADER, headers_.get()) && set(CURLOPT_USERAGENT, kUserAgent) &&
         set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) && set(CURLOPT_FOLLOWLOCATION, 0L) &&
         // The environment's proxy is not ours: what is not configured is not used.
         set(CURLOPT_PROXY, "") && set(CURLOPT_IPRESOLVE, resolve) &&
         set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count())) &&
         set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.total_timeout.count())) &&
         // Without it a transfer that ends while a name is being resolved would block the loop until the resolver is
         // done.
         set(CURLOPT_QUICK_EXIT, 1L) && set(CURLOPT_FORBID_REUSE, settings_.keep_connection ? 0L : 1L) &&
         set(CURLOPT_MAXAGE_CONN, kIdleConnectionSeconds) && set(CURLOPT_WRITEFUNCTION, &Impl::on_body) &&
         set(CURLOPT_WRITEDATA, this) && set(CURLOPT_OPENSOCKETFUNCTION, &Impl::on_open) &&
         set(CURLOPT_OPENSOCKETDATA, this) && set(CURLOPT_ERRORBUFFER, error_text_.data()) && set_tls_options();
}

bool HttpExchange::Impl::set_tls_options() {
  // Not copied: `post_` stays until the handle goes.
  curl_blob anchors{post_.trust_anchors.data(), post_.trust_anchors.size(), CURL_BLOB_NOCOPY};
  return set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) && set(CURLOPT_SSL_VERIFYPEER, 1L) &&
         set(CURLOPT_SSL_VERIFYHOST, 2L) && set(CURLOPT_CAPATH, static_cast<char*>(nullptr)) &&
         set(CURLOPT_CAINFO, static_cast<char*>(nullptr)) && set(CURLOPT_CAINFO_BLOB, &anchors) &&
         // A resumed session would skip the judgement of the certificate, also after an anchor was taken away.
         set(CURLOPT_SSL_SESSIONID_CACHE, 0L) && set(CURLOPT_SSL_CTX_FUNCTION, &Impl::on_tls) &&
         set(CURLOPT_SSL_CTX_DATA, this);
}

void HttpExchange::Impl::refuse() {
  const std::weak_ptr<Impl*> alive = alive_;
  boost::asio::post(loop_, [alive] {
    const auto still_there = alive.lock();
    if (still_there) (*still_there)->finished(CURLE_FAILED_INIT);
  });
}

void HttpExchange::Impl::collect_facts(CURLcode code) {
  CURL* const easy = easy_.get();
  facts_.peer = peer_of(settings_.url);
  facts_.trust_directory = settings_.trust_directory;
  facts_.curl_code = code;
  facts_.curl_text = error_text_.data();
  if (easy == nullptr) return;
  long number = 0;
  curl_off_t moment = 0;
  if (curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK) facts_.os_error = static_cast<int>(number);
  if (curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &number) == CURLE_OK) facts_.request_sent = number > 0;
  if (curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &number) == CURLE_OK) facts_.http_status = number;
  if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &moment) == CURLE_OK && moment > 0)
    facts_.retry_after =
        std::min(std::chrono::duration_cast<Millis>(std::chrono::seconds{std::min<curl_off_t>(moment, 1'000'000)}),
                 kLongestWait);
  facts_.time_limit =
      facts_.request_sent ? settings_.total_timeout : std::min(settings_.connect_timeout, settings_.total_timeout);
}

void HttpExchange::Impl::finished(CURLcode code) {
  collect_facts(code);
  const bool answered = code == CURLE_OK && facts_.http_status == 200;
  HttpOutcome outcome = answered ? HttpOutcome{std::move(answer_)} : HttpOutcome{failure_of(facts_)};
  const Done done = std::move(done_);
  cancel();
  // A handshake with the system's store takes 2 MiB that are not needed again for minutes.
  if (!settings_.keep_connection) ::malloc_trim(0);
  if (done) done(std::move(outcome));
}

HttpExchange::HttpExchange(boost::asio::io_context& loop, HttpSettings settings)
    : impl_(std::make_unique<Impl>(loop, std::move(settings))) {}
HttpExchange::~HttpExchange() = default;

void HttpExchange::post(HttpPost post, Done done) { impl_->post(std::move(post), std::move(done)); }
void HttpExchange::cancel() { impl_->cancel(); }

}  // namespace lic
