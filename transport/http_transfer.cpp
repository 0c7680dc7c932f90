#include "transport/http_transfer.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "transport/codec/limits.hpp"
#include "transport/http_options.hpp"
#include "transport/https_url.hpp"

namespace lic {
namespace {

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
constexpr std::size_t kHeaderBytesMax = 64 * 1024;  // of all heads of one transfer, the proxy's included
constexpr std::size_t kRedirectShownMax = 200;

std::string without_zone(const std::string& address) { return address.substr(0, address.find('%')); }

std::string text_of_address(const curl_sockaddr& address) {
  boost::asio::ip::tcp::endpoint endpoint;
  if (address.addrlen > endpoint.capacity()) return {};
  // libcurl's structure is longer than the member it declares.
  std::memcpy(endpoint.data(), static_cast<const void*>(&address.addr), address.addrlen);
  endpoint.resize(address.addrlen);
  return without_zone(endpoint.address().to_string());
}

}  // namespace

HttpTransfer::HttpTransfer(boost::asio::io_context& loop) : curl_(loop) {}

// libcurl lets go of the handle while everything it points to is still there.
HttpTransfer::~HttpTransfer() { close(); }

void HttpTransfer::use(std::string address, OpenSocket socket) {
  close();
  address_ = without_zone(address);
  socket_ = std::move(socket);
}

bool HttpTransfer::start(const Order& order, Finished finished) {
  stop();
  post_ = &order.post;
  watch_ = &order.watch;
  on_kept_connection_ = order.on_kept_connection;
  easy_.reset(curl_easy_init());
  return easy_ && set_options(order.keep_connection) && curl_.start(easy_.get(), std::move(finished));
}

std::string HttpTransfer::take_answer() { return std::move(answer_); }

void HttpTransfer::stop() {
  curl_.stop();
  easy_.reset();
  headers_.reset();
  pin_.reset();
  // Swapped, not assigned: a string that an empty one is assigned to keeps its memory.
  std::string{}.swap(answer_);
  post_ = nullptr;
  watch_ = nullptr;
  on_kept_connection_ = false;
  was_connection_gone_ = false;
  handshake_began_.reset();
  header_bytes_ = 0;
  head_too_large_ = false;
  too_large_ = false;
  error_text_.fill('\0');
}

void HttpTransfer::close() {
  stop();
  curl_.close();
  address_.clear();
  socket_ = OpenSocket{};
  handed_socket_ = -1;
  reached_ssm_ = false;
  proxy_tls_ = TlsObservation{};
  tls_ = TlsObservation{};
}

std::size_t HttpTransfer::on_head(char* /*data*/, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  transfer.header_bytes_ += size * count;
  if (transfer.header_bytes_ <= kHeaderBytesMax) return size * count;
  transfer.head_too_large_ = true;
  return 0;
}

std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::size_t bytes = size * count;
  if (transfer.answer_.size() + bytes > kAnswerBytesMax) {
    transfer.too_large_ = true;
    return 0;
  }
  transfer.answer_.append(data, bytes);
  return bytes;
}

// The first time, the socket that won the race. A second one (a proxy that closes after its 407) goes to the same
// address, connected by libcurl. In place of a kept connection that has ended there is none: the name is looked up
// anew.
curl_socket_t HttpTransfer::on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  transfer.was_connection_gone_ = transfer.on_kept_connection_;
  if (transfer.was_connection_gone_) return CURL_SOCKET_BAD;
  transfer.handshakes_ = 0;
  transfer.reached_ssm_ = false;
  if (text_of_address(*address) != transfer.address_) return CURL_SOCKET_BAD;
  transfer.handed_socket_ = transfer.socket_.take();
  if (transfer.handed_socket_ >= 0) return transfer.handed_socket_;
  return socket(address->family, SOCK_STREAM | SOCK_CLOEXEC, address->protocol);
}

int HttpTransfer::on_opened(void* self, curl_socket_t socket, curlsocktype /*purpose*/) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const bool is_connected = socket == std::exchange(transfer.handed_socket_, -1);
  return is_connected ? CURL_SOCKOPT_ALREADY_CONNECTED : CURL_SOCKOPT_OK;
}

// Called once for each handshake of a connection: the proxy's, if it has one, comes first.
CURLcode HttpTransfer::on_tls(CURL* /*easy*/, void* context, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::optional<ProxyTarget>& proxy = transfer.post_->target.proxy;
  const bool is_proxys = proxy && proxy->scheme == ProxyScheme::https && transfer.handshakes_ == 0;
  ++transfer.handshakes_;
  if (!is_proxys) {
    transfer.reached_ssm_ = true;
    transfer.handshake_began_ = transfer.watch_->elapsed();
  }
  judge_with(static_cast<SSL_CTX*>(context), is_proxys ? transfer.proxy_judge_ : transfer.judge_);
  return CURLE_OK;
}

// libcurl looks nothing up: whatever it asks for, on this port, is the address that won.
bool HttpTransfer::pin_address() {
  const Result<HttpsUrl> url = read_https_url(post_->target.url);
  if (url.has_error()) return false;
  const std::uint16_t port = post_->target.proxy ? post_->target.proxy->port : url->port;
  const std::string entry = "*:" + std::to_string(port) + ":" + address_;
  pin_.reset(curl_slist_append(nullptr, entry.c_str()));
  return pin_ && set(CURLOPT_RESOLVE, pin_.get());
}

bool HttpTransfer::set_options(bool keep_connection) {
  const HttpTarget& target = post_->target;
  const bool own_anchors = target.proxy && !target.proxy->trust_anchors.empty();
  judge_ = TlsJudge{&tls_, post_->anchors.system_store, watch_, {}};
  proxy_judge_ = TlsJudge{&proxy_tls_, own_anchors ? std::string{} : post_->anchors.system_store, watch_,
                          proxy_address_to_check(target)};
  headers_ = headers_for(*post_);
  const auto left = [this](Millis limit) {
    return static_cast<long>(std::max(limit - watch_->elapsed(), Millis{1}).count());
  };
  return set_request_options(easy_.get(), *post_, headers_.get()) && set_proxy_options(easy_.get(), *post_) &&
         pin_address() && set(CURLOPT_CONNECTTIMEOUT_MS, left(target.connect_timeout)) &&
         set(CURLOPT_TIMEOUT_MS, left(target.total_timeout)) &&
         set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(kAnswerBytesMax)) &&
         set(CURLOPT_FORBID_REUSE, keep_connection ? 0L : 1L) && set_callbacks();
}

bool HttpTransfer::set_callbacks() {
  return set(CURLOPT_HEADERFUNCTION, &HttpTransfer::on_head) && set(CURLOPT_HEADERDATA, this) &&
         set(CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body) && set(CURLOPT_WRITEDATA, this) &&
         set(CURLOPT_OPENSOCKETFUNCTION, &HttpTransfer::on_open) && set(CURLOPT_OPENSOCKETDATA, this) &&
         set(CURLOPT_SOCKOPTFUNCTION, &HttpTransfer::on_opened) && set(CURLOPT_SOCKOPTDATA, this) &&
         set(CURLOPT_SSL_CTX_FUNCTION, &HttpTransfer::on_tls) && set(CURLOPT_SSL_CTX_DATA, this) &&
         set(CURLOPT_ERRORBUFFER, error_text_.data());
}

void HttpTransfer::tell(CURLcode code, TransferFacts& facts, TransferReport& report) {
  tell_facts(code, facts);
  proxy_tls_.is_trusted = proxy_tls_.finished_after && (facts.proxy_status > 0 || reached_ssm_);
  tls_.is_trusted = tls_.finished_after && facts.request_sent;
  facts.tls = tls_;
  facts.proxy_tls = proxy_tls_;
  report.address = address_;
  report.tls = tls_;
  report.proxy_tls = proxy_tls_;
  tell_times(facts, report);
}

void HttpTransfer::tell_facts(CURLcode code, TransferFacts& facts) {
  CURL* const easy = easy_.get();
  facts.curl_code = code;
  facts.curl_text = error_text_.data();
  facts.head_too_large = head_too_large_;
  facts.too_large = too_large_;
  facts.reached_ssm = reached_ssm_;
  if (easy == nullptr) return;
  long number = 0;
  curl_off_t moment = 0;
  char* text = nullptr;
  if (curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &moment) == CURLE_OK) facts.request_sent = moment > 0;
  if (curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &number) == CURLE_OK) facts.proxy_status = number;
  if (curl_easy_getinfo(easy, CURLINFO_PROXYAUTH_AVAIL, &number) == CURLE_OK) facts.proxy_offers = number;
  if (curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &number) == CURLE_OK) facts.http_status = number;
  if (curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &text) == CURLE_OK && text != nullptr)
    facts.redirect = printable(std::string{text}.substr(0, kRedirectShownMax));
  if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &moment) == CURLE_OK && moment > 0)
    facts.retry_after =
        std::min(std::chrono::duration_cast<Millis>(std::chrono::seconds{std::min<curl_off_t>(moment, 1'000'000)}),
                 kLongestWait);
}

// Each stage from the end of the one before. A connection that was open already has no stage but the last.
void HttpTransfer::tell_times(const TransferFacts& facts, TransferReport& report) {
  Millis before = report.resolved.value_or(Millis{0}) + report.connected.value_or(Millis{0});
  if (handshake_began_ && post_->target.proxy) report.proxied = *handshake_began_ - before;
  if (handshake_began_ && tls_.is_trusted) {
    report.secured = *tls_.finished_after - *handshake_began_;
    before = *tls_.finished_after;
  }
  if (facts.http_status > 0 && facts.curl_code == CURLE_OK) report.answered = watch_->elapsed() - before;
}

}  // namespace lic
