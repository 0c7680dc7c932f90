#include "tests/transport/tls_server.hpp"

#include <charconv>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <optional>
#include <utility>

#include "transport/crypto/key_reading.hpp"

namespace lic::testing {
namespace {

using ContextPtr = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>>;
using ConnectionPtr = std::unique_ptr<SSL, OpensslDeleter<SSL_free>>;

struct Listening {
  int socket;
  int port;
};

Listening listen_on_loopback() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  (void)bind(listener, reinterpret_cast<const sockaddr*>(&address), length);
  (void)listen(listener, 8);
  (void)getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  return {listener, ntohs(address.sin_port)};
}

ContextPtr context_for(const std::string& certificate_pem) {
  ContextPtr context{SSL_CTX_new(TLS_server_method())};
  const BioPtr bio = bio_over(certificate_pem);
  const X509Ptr certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), read_private_key(Secret{server_key()}).get());
  return context;
}

std::size_t content_length(const std::string& head) {
  const std::size_t place = head.find("Content-Length: ");
  std::size_t length = 0;
  if (place != std::string::npos) (void)std::from_chars(head.data() + place + 16, head.data() + head.size(), length);
  return length;
}

struct Request {
  std::string whole;
  std::string body;
};

std::optional<Request> read_request(SSL* connection) {
  std::string text;
  std::array<char, 16384> buffer{};
  while (true) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end != std::string::npos && text.size() >= end + 4 + content_length(text))
      return Request{text, text.substr(end + 4)};
    const int count = SSL_read(connection, buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) return std::nullopt;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

ServerAction http_answer(const std::string& body, const std::string& status, const std::string& more_headers) {
  return {"HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" +
              body,
          true, false};
}

TlsServer::TlsServer(Respond respond, const ServerCertificate& certificate)
    : respond_(std::move(respond)), certificate_(server_certificate(certificate)) {
  (void)std::signal(SIGPIPE, SIG_IGN);  // a client that goes away in the middle is part of the test
  const Listening listening = listen_on_loopback();
  listener_ = listening.socket;
  port_ = listening.port;
  acceptor_ = std::thread{[this] { serve(); }};
}

TlsServer::~TlsServer() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    (void)shutdown(listener_, SHUT_RDWR);
    for (const int socket : open_) (void)shutdown(socket, SHUT_RDWR);
  }
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  (void)::close(listener_);
}

std::string TlsServer::url(const std::string& host) const {
  return "https://" + host + ":" + std::to_string(port_) + "/SmartTransport";
}

std::vector<std::string> TlsServer::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

void TlsServer::serve() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock{mutex_};
    if (stopping_ || socket < 0) {
      if (socket >= 0) (void)::close(socket);
      return;
    }
    ++connections_;
    open_.insert(socket);
    workers_.emplace_back([this, socket] {
      serve_connection(socket);
      const std::lock_guard closing{mutex_};
      open_.erase(socket);
      (void)::close(socket);
    });
  }
}

void TlsServer::serve_connection(int socket) {
  const ContextPtr context = context_for(certificate_);
  const ConnectionPtr connection{SSL_new(context.get())};
  SSL_set_fd(connection.get(), socket);
  if (SSL_accept(connection.get()) != 1) return;
  while (const std::optional<Request> request = read_request(connection.get())) {
    {
      const std::lock_guard lock{mutex_};
      requests_.push_back(request->whole);
    }
    const ServerAction action = respond_(request->body);
    if (action.stay_silent) {
      (void)read_request(connection.get());
      return;
    }
    if (!action.raw.empty() && SSL_write(connection.get(), action.raw.data(), static_cast<int>(action.raw.size())) <= 0)
      return;
    if (!action.keep_open) {
      (void)SSL_shutdown(connection.get());
      return;
    }
  }
}

DeafListener::DeafListener() {
  const Listening listening = listen_on_loopback();
  socket_ = listening.socket;
  port_ = listening.port;
}

DeafListener::~DeafListener() { close(); }

void DeafListener::close() {
  if (socket_ >= 0) (void)::close(socket_);
  socket_ = -1;
}

std::string DeafListener::url() const { return "https://localhost:" + std::to_string(port_) + "/SmartTransport"; }

}  // namespace lic::testing
