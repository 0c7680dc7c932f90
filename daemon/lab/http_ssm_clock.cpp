#include "daemon/lab/http_ssm_clock.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <charconv>
#include <fstream>
#include <optional>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/lab/admin_reply.hpp"

namespace lic {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReplyMax = 64 * 1024;

Secret read_token(const std::string& file) {
  std::ifstream stream(file);
  std::string token;
  std::getline(stream, token);
  return Secret(std::move(token));
}

// Only loopback: lab mode speaks to nobody else.
std::optional<tcp::endpoint> endpoint_of(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  url = url.substr(0, url.find('/'));
  const auto colon = url.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string host(url.substr(0, colon));
  if (host == "localhost") host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  const std::string_view port_text = url.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (failure != std::errc{} || end != port_text.data() + port_text.size() || error || !address.is_loopback()) {
    return std::nullopt;
  }
  return tcp::endpoint(address, port);
}

}  // namespace

struct HttpSsmClock::Inner : std::enable_shared_from_this<HttpSsmClock::Inner> {
  Inner(asio::io_context& io, tcp::endpoint where, std::string file)
      : socket(io), timer(io), endpoint(std::move(where)), token_file(std::move(file)) {}

  void begin() {
    if (socket.is_open()) return send();
    socket.async_connect(endpoint, [self = shared_from_this()](const error_code& error) {
      if (error) return self->fail(error.message());
      error_code ignored;
      self->socket.set_option(tcp::no_delay(true), ignored);
      self->token = read_token(self->token_file);
      self->send();
    });
  }

  void send() {
    const std::string body = R"({"to":")" + to_rfc3339(to) + R"("})";
    request = "POST /admin/clock HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + std::string(token.reveal()) +
              "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
              body;
    asio::async_write(socket, asio::buffer(request), [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->fail(error.message());
      self->reply.clear();
      self->receive();
    });
  }

  void receive() {
    socket.async_read_some(asio::buffer(chunk),
                           [self = shared_from_this()](const error_code& error, std::size_t count) {
                             if (error) return self->fail(error.message());
                             self->reply.append(self->chunk.data(), count);
                             self->read_reply();
                           });
  }

  void read_reply() {
    if (reply.size() > kReplyMax) return fail("its answer is too large");
    const AdminReply parsed = parse_admin_reply(reply);
    switch (parsed.progress) {
      case AdminReply::Progress::incomplete: return receive();
      case AdminReply::Progress::broken: return fail("its answer is not HTTP");
      case AdminReply::Progress::complete: break;
    }
    if (parsed.closes) disconnect();
    if (parsed.status == 200) return finish({});
    finish(Error(ErrorCode::failed_precondition,
                 "the lab SSM refused to set its clock: HTTP " + std::to_string(parsed.status),
                 "start ssm-lab with --lab-clock, and check [lab] admin_token_file"));
  }

  // Right after a start the lab SSM may not listen yet, and a kept connection may have been closed meanwhile.
  void fail(const std::string& reason) {
    disconnect();
    if (!done) return;
    if (waited >= kGiveUpAfter) {
      return finish(Error(ErrorCode::unavailable, "the clock of the lab SSM cannot be set: " + reason,
                          "start ssm-lab, or correct [lab] ssm_admin"));
    }
    waited += kRetryEvery;
    timer.expires_after(kRetryEvery);
    timer.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error) self->begin();
    });
  }

  void disconnect() {
    error_code ignored;
    socket.close(ignored);
  }

  void finish(const Result<void>& outcome) {
    if (const Done told = std::exchange(done, nullptr)) told(outcome);
  }

  tcp::socket socket;
  asio::steady_timer timer;
  tcp::endpoint endpoint;
  std::string token_file;
  Secret token;
  WallTime to;
  Done done;
  Millis waited{0};
  std::string request;
  std::string reply;
  std::array<char, 2048> chunk{};
};

HttpSsmClock::HttpSsmClock(std::shared_ptr<Inner> inner) : inner_(std::move(inner)) {}

HttpSsmClock::~HttpSsmClock() {
  inner_->done = nullptr;
  inner_->timer.cancel();
  inner_->disconnect();
}

Result<std::unique_ptr<HttpSsmClock>> HttpSsmClock::make(asio::io_context& io, const std::string& url,
                                                         const std::string& token_file) {
  const auto endpoint = endpoint_of(url);
  if (!endpoint) {
    return Error(ErrorCode::invalid_argument, "[lab] ssm_admin is not http://HOST:PORT with a loopback address",
                 "write for example http://127.0.0.1:8444");
  }
  return std::unique_ptr<HttpSsmClock>(new HttpSsmClock(std::make_shared<Inner>(io, *endpoint, token_file)));
}

void HttpSsmClock::set(WallTime to, Done done) {
  inner_->to = to;
  inner_->done = std::move(done);
  inner_->waited = Millis{0};
  inner_->begin();
}

}  // namespace lic
