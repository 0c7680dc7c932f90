#include "tests/lab/http_server.hpp"

#include "tests/lab/http_messages.hpp"
#include "tests/lab/json_text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

namespace ssm_lab {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using Error = boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kConnectionsMax = 256;
constexpr std::uint32_t kHeaderBytesMax = 16 * 1024;
constexpr auto kIdleMax = std::chrono::seconds(300);
constexpr auto kTick = std::chrono::milliseconds(100);

using TlsContext = std::shared_ptr<asio::ssl::context>;

// Null without TLS.
Result<TlsContext> make_tls_context(const std::optional<TlsFiles>& files) {
  if (!files) return TlsContext();
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  Error error;
  tls->use_certificate_chain_file(files->certificate.string(), error);
  if (!error) tls->use_private_key_file(files->key.string(), asio::ssl::context::pem, error);
  if (error) return failure("cannot use " + files->certificate.string() + ": " + error.message());
  return tls;
}

struct Connection {
  explicit Connection(tcp::socket accepted) : socket(std::move(accepted)) {}
  tcp::socket socket;
  std::thread thread;
  std::atomic<bool> is_over{false};
  // Steady time of the last sign of life; a request in work counts as one until it is answered.
  std::atomic<Clock::rep> last_active{Clock::now().time_since_epoch().count()};
  std::atomic<bool> is_working{false};
};

}  // namespace

class HttpServer::Implementation {
public:
  Implementation(TlsContext tls, std::optional<TlsFiles> files, HttpHandler handler)
      : tls_(std::move(tls)), tls_files_(std::move(files)), handler_(std::move(handler)), acceptor_(context_) {}

  Error open(const ListenAddress& address) {
    Error error;
    const tcp::endpoint endpoint(asio::ip::make_address(address.host, error), address.port);
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) acceptor_.non_blocking(true, error);
    return error;
  }

  unsigned short port() const {
    Error error;
    return acceptor_.local_endpoint(error).port();
  }

  std::string authority() const {
    Error error;
    std::ostringstream text;
    text << acceptor_.local_endpoint(error);
    return text.str();
  }

  Result<bool> reload_tls() {
    auto tls = make_tls_context(tls_files_);
    if (!tls) return tls.error();
    const std::lock_guard lock(mutex_);
    tls_ = std::move(*tls);
    for (Connection& connection : connections_) shut(connection);
    return true;
  }

  void start() {
    accept_thread_ = std::thread([this] { accept_until_stopped(); });
  }

  void stop() {
    is_stopping_ = true;
    if (accept_thread_.joinable()) accept_thread_.join();
    // The list does not change any more, and a thread that is waited for may want the lock.
    for (Connection& connection : connections_) shut(connection);
    for (Connection& connection : connections_) connection.thread.join();
    const std::lock_guard lock(mutex_);
    connections_.clear();
  }

private:
  void accept_until_stopped() {
    while (!is_stopping_) {
      pollfd waiting{acceptor_.native_handle(), POLLIN, 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(kTick.count()));
      reap();
      if (ready <= 0) continue;
      Error error;
      tcp::socket socket(context_);
      acceptor_.accept(socket, error);
      if (error || connections_.size() >= kConnectionsMax) continue;
      socket.non_blocking(false, error);
      socket.set_option(tcp::no_delay(true), error);
      const std::lock_guard lock(mutex_);
      Connection& connection = connections_.emplace_back(std::move(socket));
      connection.thread = std::thread([this, &connection] { serve(connection); });
    }
  }

  // Only the accepting thread changes the list, under the lock.
  void reap() {
    const std::lock_guard lock(mutex_);
    const Clock::time_point now = Clock::now();
    for (auto connection = connections_.begin(); connection != connections_.end();) {
      const Clock::time_point active{Clock::duration(connection->last_active.load())};
      if (!connection->is_working && now - active > kIdleMax) shut(*connection);
      if (connection->is_over) {
        connection->thread.join();
        connection = connections_.erase(connection);
      } else {
        ++connection;
      }
    }
  }

  // Wakes a thread that blocks in a read or write of that connection.
  static void shut(Connection& connection) { ::shutdown(connection.socket.native_handle(), SHUT_RDWR); }

  void serve(Connection& connection) {
    if (const TlsContext tls = tls_in_use()) {
      beast::ssl_stream<tcp::socket&> stream(connection.socket, *tls);
      Error error;
      stream.handshake(asio::ssl::stream_base::server, error);
      if (!error && serve_stream(stream, connection)) stream.shutdown(error);
    } else {
      serve_stream(connection.socket, connection);
    }
    shut(connection);
    connection.is_over = true;
  }

  TlsContext tls_in_use() {
    const std::lock_guard lock(mutex_);
    return tls_;
  }

  // True if the connection ended in order, so that TLS may say goodbye.
  template <class Stream>
  bool serve_stream(Stream& stream, Connection& connection) {
    beast::flat_buffer buffer;
    while (!is_stopping_) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(kBodyBytesMax);
      parser.header_limit(kHeaderBytesMax);
      Error error;
      http::read(stream, buffer, parser, error);
      if (error == http::error::body_limit) {
        http::write(stream, to_message(plain_answer(413, "at most 1 MiB\n"), false), error);
        return false;
      }
      if (error) return error == http::error::end_of_stream;
      const bool is_kept_alive = parser.get().keep_alive();
      connection.is_working = true;
      const HttpAnswer answer = handler_(to_plain(parser.release()));
      wait(answer.delay);
      const bool goes_on = write_answer(stream, answer, is_kept_alive);
      connection.last_active = Clock::now().time_since_epoch().count();
      connection.is_working = false;
      if (!goes_on) return answer.ending == Ending::complete;
    }
    return true;
  }

  void wait(std::chrono::milliseconds delay) const {
    const auto until = Clock::now() + delay;
    while (!is_stopping_ && Clock::now() < until) {
      std::this_thread::sleep_for(std::min<Clock::duration>(kTick, until - Clock::now()));
    }
  }

  asio::io_context context_;
  // Guards the context and the list of connections.
  std::mutex mutex_;
  // Shared with the connections that began under it.
  TlsContext tls_;
  std::optional<TlsFiles> tls_files_;
  HttpHandler handler_;
  tcp::acceptor acceptor_;
  std::atomic<bool> is_stopping_{false};
  std::thread accept_thread_;
  std::list<Connection> connections_;
};

HttpServer::HttpServer(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
HttpServer::~HttpServer() { stop(); }
void HttpServer::start() { implementation_->start(); }
void HttpServer::stop() { implementation_->stop(); }
Result<bool> HttpServer::reload_tls() { return implementation_->reload_tls(); }
std::string HttpServer::authority() const { return implementation_->authority(); }
unsigned short HttpServer::port() const { return implementation_->port(); }

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpServerOptions& options, HttpHandler handler) {
  auto tls = make_tls_context(options.tls);
  if (!tls) return tls.error();
  auto implementation = std::make_unique<Implementation>(std::move(*tls), options.tls, std::move(handler));
  const Error error = implementation->open(options.address);
  if (error) {
    return failure("cannot listen on " + options.address.host + ":" + std::to_string(options.address.port) + ": " +
                   error.message());
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(implementation)));
}

}  // namespace ssm_lab
