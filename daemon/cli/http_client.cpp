#include "daemon/cli/http_client.hpp"

#include <curl/curl.h>

#include <cerrno>
#include <string_view>
#include <utility>

namespace lic::cli {
namespace {

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using EasyHandle = std::unique_ptr<CURL, EasyCloser>;
using HeaderList = std::unique_ptr<curl_slist, ListCloser>;

// Where the body of an answer goes.
struct BodyTaker {
  CURL* easy;
  const HttpRequest& request;
  std::string& body;
};

std::size_t keep_body(char* bytes, std::size_t size, std::size_t count, void* into) {
  const BodyTaker& taker = *static_cast<BodyTaker*>(into);
  const std::size_t length = size * count;
  long status = 0;
  curl_easy_getinfo(taker.easy, CURLINFO_RESPONSE_CODE, &status);
  if (taker.request.take_body && status == 200) return taker.request.take_body({bytes, length}) ? length : 0;
  std::string& body = taker.body;
  if (body.size() + length > kAnswerBytesMax) return 0;  // libcurl then gives the transfer up
  body.append(bytes, length);
  return length;
}

HeaderList with_header(HeaderList list, const std::string& header) {
  curl_slist* longer = curl_slist_append(list.get(), header.c_str());
  if (longer == nullptr) return list;
  (void)list.release();
  return HeaderList{longer};
}

HttpFailure kind_of_failure(CURLcode code, long os_error) {
  if (code == CURLE_COULDNT_CONNECT) {
    return os_error == EACCES || os_error == EPERM ? HttpFailure::not_permitted : HttpFailure::nobody_listens;
  }
  if (code == CURLE_OPERATION_TIMEDOUT) return HttpFailure::timed_out;
  const bool was_cut = code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
                       code == CURLE_PARTIAL_FILE || code == CURLE_HTTP2;
  return was_cut ? HttpFailure::cut_off : HttpFailure::other;
}

class CurlClient final : public HttpClient {
public:
  CurlClient(std::string base_url, std::string socket_path)
      : base_url_(std::move(base_url)), socket_path_(std::move(socket_path)), easy_(curl_easy_init()) {}

  HttpOutcome exchange(const HttpRequest& request) override {
    if (!easy_) return HttpFailed{HttpFailure::other, "libcurl could not be started"};
    CURL* easy = easy_.get();
    curl_easy_reset(easy);
    // libcurl silently sends a request again when a kept connection turns out to be dead. Whether a call is a
    // repetition must be ours to know, so each has a connection of its own.
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    HttpAnswer answer;
    BodyTaker taker{.easy = easy, .request = request, .body = answer.body};
    const std::string url = base_url_ + request.target;
    const HeaderList headers = headers_of(request);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // nothing here ever leaves the machine
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_limit.count()));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &taker);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    if (!socket_path_.empty()) curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path_.c_str());
    if (!request.body.empty()) {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    }
    const CURLcode code = curl_easy_perform(easy);
    if (code != CURLE_OK) return failed(code);
    return answered(std::move(answer));
  }

private:
  static HeaderList headers_of(const HttpRequest& request) {
    HeaderList list = with_header(nullptr, "Accept: application/json, text/csv, application/problem+json");
    list = with_header(std::move(list), "Expect:");
    if (!request.body.empty()) list = with_header(std::move(list), "Content-Type: application/json");
    if (!request.bearer_token.empty()) {
      list = with_header(std::move(list), "Authorization: Bearer " + request.bearer_token);
    }
    return list;
  }

  [[nodiscard]] HttpFailed failed(CURLcode code) const {
    long os_error = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &os_error);
    return HttpFailed{kind_of_failure(code, os_error), curl_easy_strerror(code)};
  }

  [[nodiscard]] HttpAnswer answered(HttpAnswer answer) const {
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_TYPE, &type);
    answer.status = static_cast<int>(status);
    if (type != nullptr) answer.content_type = type;
    return answer;
  }

  std::string base_url_;
  std::string socket_path_;
  EasyHandle easy_;
};

}  // namespace

std::unique_ptr<HttpClient> http_over_unix_socket(std::string socket_path) {
  return std::make_unique<CurlClient>("http://localhost", std::move(socket_path));
}

std::unique_ptr<HttpClient> http_over_tcp(std::string base_url) {
  while (base_url.ends_with('/')) base_url.pop_back();
  return std::make_unique<CurlClient>(std::move(base_url), std::string{});
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char character : text) {
    if (kPlain.find(character) != std::string_view::npos) {
      encoded += character;
      continue;
    }
    const auto byte = static_cast<unsigned char>(character);
    encoded += '%';
    encoded += kHex[byte >> 4U];
    encoded += kHex[byte & 15U];
  }
  return encoded;
}

}  // namespace lic::cli
