#include "daemon/api/http_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <cstring>
#include <optional>
#include <string>

#include "daemon/api/api_server.hpp"

namespace lic::api {
namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;

constexpr std::size_t kSpaceBytes = 64 * 1024;
// Larger bodies are rare; their memory is given back.
constexpr std::size_t kKeptBytes = 64 * 1024;

Method method_of(http::verb verb) {
  if (verb == http::verb::get) return Method::get;
  if (verb == http::verb::put) return Method::put;
  if (verb == http::verb::post) return Method::post;
  if (verb == http::verb::patch) return Method::patch;
  if (verb == http::verb::delete_) return Method::del;
  return Method::other;
}

struct Parts {
  ApiRequest request;
  std::string host;
  bool has_host = false;
  bool has_origin = false;
  bool has_referer = false;
  bool expects_continue = false;

  void clear() {
    request.target.clear();
    request.id.clear();
    request.last_event_id.clear();
    request.body.clear();
    if (request.body.capacity() > kKeptBytes) request.body.shrink_to_fit();
    host.clear();
    has_host = has_origin = has_referer = expects_continue = false;
  }
};

// Takes from a request what we use and forgets the rest.
class Parser final : public http::basic_parser<true> {
public:
  explicit Parser(Parts& parts) : parts_(parts) {
    header_limit(static_cast<std::uint32_t>(kHeaderBytesMax));
    body_limit(kBodyBytesMax);
  }

private:
  void on_request_impl(http::verb verb, string_view /*name*/, string_view target, int /*version*/,
                       error_code& /*error*/) override {
    parts_.request.method = method_of(verb);
    parts_.request.target.assign(target.data(), target.size());
  }

  void on_field_impl(http::field field, string_view name, string_view value, error_code& error) override {
    if (field == http::field::host) {
      // RFC 9112 section 3.2: more than one is refused.
      if (std::exchange(parts_.has_host, true)) error = http::error::bad_field;
      parts_.host.assign(value.data(), value.size());
    }
    if (field == http::field::origin) parts_.has_origin = true;
    if (field == http::field::referer) parts_.has_referer = true;
    if (field == http::field::expect) parts_.expects_continue = true;
    if (field == http::field::unknown && boost::beast::iequals(name, "Last-Event-ID")) {
      parts_.request.last_event_id.assign(value.data(), value.size());
    }
  }

  std::size_t on_body_impl(string_view body, error_code& /*error*/) override {
    parts_.request.body.append(body.data(), body.size());
    return body.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t /*left*/, string_view body, error_code& error) override {
    return on_body_impl(body, error);
  }

  void on_response_impl(int /*status*/, string_view /*reason*/, int /*version*/, error_code& /*error*/) override {}
  void on_header_impl(error_code& /*error*/) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/, error_code& /*error*/) override {}
  void on_chunk_header_impl(std::uint64_t /*size*/, string_view /*extensions*/, error_code& /*error*/) override {}
  void on_finish_impl(error_code& /*error*/) override {}

  Parts& parts_;
};

}  // namespace

struct HttpReader::Inner {
  Parts parts;
  std::optional<Parser> parser{std::in_place, parts};
  std::unique_ptr<char[]> bytes;  // not filled with zeros: a connection that says little costs little
  std::size_t begin = 0;          // of what was not read
  std::size_t end = 0;
  bool is_head_told = false;
  error_code error;
};

HttpReader::HttpReader() : inner_(std::make_unique<Inner>()) {}
HttpReader::~HttpReader() = default;

std::span<char> HttpReader::space() {
  Inner& inner = *inner_;
  if (!inner.bytes) inner.bytes = std::make_unique_for_overwrite<char[]>(kSpaceBytes);
  if (inner.begin > 0) {
    std::memmove(inner.bytes.get(), inner.bytes.get() + inner.begin, inner.end - inner.begin);
    inner.end -= std::exchange(inner.begin, 0);
  }
  return {inner.bytes.get() + inner.end, kSpaceBytes - inner.end};
}

void HttpReader::received(std::size_t count) { inner_->end += count; }

HttpReader::Progress HttpReader::read() {
  Inner& inner = *inner_;
  while (true) {
    if (inner.is_head_told && inner.parser->is_done()) return Progress::whole;
    if (inner.begin == inner.end) return Progress::more;
    inner.begin +=
        inner.parser->put(boost::asio::buffer(inner.bytes.get() + inner.begin, inner.end - inner.begin), inner.error);
    const bool wants_more = inner.error == http::error::need_more;
    if (inner.error && !wants_more) return Progress::broken;
    if (inner.parser->is_header_done() && !std::exchange(inner.is_head_told, true)) return Progress::head;
    if (wants_more) return Progress::more;
  }
}

void HttpReader::next() {
  inner_->parts.clear();
  inner_->parser.emplace(inner_->parts);
  inner_->is_head_told = false;
}

void HttpReader::discard() { inner_->begin = inner_->end = 0; }

bool HttpReader::has_begun() const { return inner_->begin < inner_->end || inner_->parser->got_some(); }

RequestHead HttpReader::head() const {
  const Parts& parts = inner_->parts;
  return {.method = parts.request.method,
          .target = parts.request.target,
          .origin = {.has_origin = parts.has_origin, .has_referer = parts.has_referer, .host = parts.host}};
}

bool HttpReader::expects_continue() const {
  return inner_->parts.expects_continue && !inner_->parser->is_done() && inner_->begin == inner_->end;
}

bool HttpReader::keeps_alive() const { return inner_->parser->keep_alive(); }

ApiRequest& HttpReader::request() { return inner_->parts.request; }

ApiResponse HttpReader::refusal() const {
  if (inner_->error == http::error::header_limit) return header_too_large();
  if (inner_->error == http::error::body_limit) return body_too_large();
  return not_http(inner_->error.message());
}

}  // namespace lic::api
