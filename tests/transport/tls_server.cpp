#include "tests/transport/tls_server.hpp"

#include <openssl/pem.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "transport/crypto/key_reading.hpp"

namespace lic::testing {
namespace {

X509Ptr x509_of(const std::string& pem) {
  const BioPtr bio = bio_over(pem);
  return X509Ptr{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
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
  ServerAction action;
  action.raw = "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers +
               "\r\n" + body;
  action.keep_open = true;
  return action;
}

TlsContextPtr server_context(const TlsIdentity& identity, const TlsManners& manners) {
  TlsContextPtr context{SSL_CTX_new(TLS_server_method())};
  SSL_CTX_set_security_level(context.get(), 0);
  if (manners.highest_version != 0) {
    (void)SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    (void)SSL_CTX_set_max_proto_version(context.get(), manners.highest_version);
    (void)SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  }
  const auto accept_none = [](int, X509_STORE_CTX*) { return 0; };
  if (manners.wants_certificate)
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_none);
  SSL_CTX_use_certificate(context.get(), x509_of(identity.certificate).get());
  SSL_CTX_use_PrivateKey(context.get(), read_private_key(Secret{identity.key}).get());
  for (const std::string& pem : identity.chain) (void)SSL_CTX_add1_chain_cert(context.get(), x509_of(pem).get());
  return context;
}

namespace {

bool write(SSL* connection, const std::string& bytes) {
  return bytes.empty() || SSL_write(connection, bytes.data(), static_cast<int>(bytes.size())) > 0;
}

bool write(SSL* connection, const ServerAction& action) {
  bool alive = write(connection, action.first);
  for (int time = 0; alive && time < action.times; ++time) {
    if (!action.slowly) alive = write(connection, action.raw);
    for (std::size_t place = 0; action.slowly && alive && place < action.raw.size(); ++place) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      alive = write(connection, action.raw.substr(place, 1));
    }
  }
  return alive;
}

// Closing while something is unread resets the connection, and the alert before it may be lost.
void drain(int socket) {
  (void)::shutdown(socket, SHUT_WR);
  std::array<char, 4096> buffer{};
  while (::recv(socket, buffer.data(), buffer.size(), 0) > 0) {
  }
}

}  // namespace

TlsServer::TlsServer(Respond respond, const ServerCertificate& certificate, const TlsManners& manners)
    : respond_(std::move(respond)),
      identity_(identity_of(certificate)),
      manners_(manners),
      server_([this](int socket) { serve(socket); }) {}

std::vector<std::string> TlsServer::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

void TlsServer::serve(int socket) {
  const TlsContextPtr context = server_context(identity_, manners_);
  const TlsConnectionPtr connection{SSL_new(context.get())};
  SSL_set_fd(connection.get(), socket);
  if (SSL_accept(connection.get()) != 1) return drain(socket);
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
    if (!write(connection.get(), action)) return;
    if (!action.keep_open) {
      (void)SSL_shutdown(connection.get());
      return;
    }
  }
}

}  // namespace lic::testing
