#include "tests/transport/proxy_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <utility>

namespace lic::testing {
namespace {

constexpr int kPatienceMilliseconds = 8000;

// Plain or TLS, blocking.
class Stream {
public:
  Stream(int socket, SSL* connection) : socket_(socket), connection_(connection) {}
  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] bool holds_bytes() const { return connection_ != nullptr && SSL_pending(connection_) > 0; }
  [[nodiscard]] std::string read() {
    std::array<char, 16384> buffer{};
    const auto count = connection_ == nullptr ? ::recv(socket_, buffer.data(), buffer.size(), 0)
                                              : SSL_read(connection_, buffer.data(), static_cast<int>(buffer.size()));
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string{};
  }
  bool write(const std::string& bytes) {
    if (connection_ == nullptr) return send_all(socket_, bytes);
    return SSL_write(connection_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  [[nodiscard]] std::string read_head() {
    std::string text;
    while (text.find("\r\n\r\n") == std::string::npos) {
      const std::string more = read();
      if (more.empty()) return {};
      text += more;
    }
    return text;
  }

private:
  int socket_;
  SSL* connection_;
};

int port_in(const std::string& head) {
  const std::size_t end = head.find(" HTTP/");
  const std::size_t colon = head.rfind(':', end);
  int port = 0;
  if (colon != std::string::npos) (void)std::from_chars(head.data() + colon + 1, head.data() + end, port);
  return port;
}

void pump(Stream& client, int port) {
  const int target = connect_to("127.0.0.1", port);
  if (target < 0) return;
  Stream server{target, nullptr};
  bool alive = true;
  while (alive) {
    std::array<pollfd, 2> both{{{client.socket(), POLLIN, 0}, {target, POLLIN, 0}}};
    if (!client.holds_bytes() && ::poll(both.data(), both.size(), kPatienceMilliseconds) <= 0) break;
    if (client.holds_bytes() || both[0].revents != 0) {
      const std::string bytes = client.read();
      alive = !bytes.empty() && server.write(bytes);
    }
    if (alive && both[1].revents != 0) {
      const std::string bytes = server.read();
      alive = !bytes.empty() && client.write(bytes);
    }
  }
  (void)::close(target);
}

}  // namespace

ProxyAction open_tunnel() { return {"HTTP/1.1 200 Connection established\r\n\r\n", true, false, false}; }

ProxyAction refuse_with(const std::string& status, const std::string& more_headers) {
  return {"HTTP/1.1 " + status + "\r\n" + more_headers + "Content-Length: 5\r\n\r\nsorry", false, false, false};
}

ProxyAction want(const std::string& authenticate, bool keep_open) {
  const std::string connection = keep_open ? "" : "Connection: close\r\n";
  ProxyAction action =
      refuse_with("407 Proxy Authentication Required", "Proxy-Authenticate: " + authenticate + "\r\n" + connection);
  action.keep_open = keep_open;
  return action;
}

ProxyServer::ProxyServer(Decide decide) : decide_(std::move(decide)), server_([this](int socket) { serve(socket); }) {}

ProxyServer::ProxyServer(Decide decide, const ServerCertificate& certificate, const std::string& address)
    : decide_(std::move(decide)),
      context_(server_context(identity_of(certificate))),
      server_([this](int socket) { serve(socket); }, address) {}

std::vector<std::string> ProxyServer::heads() const {
  const std::lock_guard lock{mutex_};
  return heads_;
}

void ProxyServer::serve(int socket) {
  const TlsConnectionPtr connection{context_ ? SSL_new(context_.get()) : nullptr};
  if (connection) {
    SSL_set_fd(connection.get(), socket);
    if (SSL_accept(connection.get()) != 1) return;
  }
  Stream client{socket, connection.get()};
  while (true) {
    const std::string head = client.read_head();
    if (head.empty()) return;
    {
      const std::lock_guard lock{mutex_};
      heads_.push_back(head);
    }
    const ProxyAction action = decide_(head);
    if (action.stay_silent) {
      (void)client.read();
      return;
    }
    if (!client.write(action.answer)) return;
    if (action.tunnel) return pump(client, port_in(head));
    if (!action.keep_open) return;
  }
}

ProxyServer::Decide always(const ProxyAction& action) {
  return [action](const std::string& /*head*/) { return action; };
}

ServerCertificate for_ssm_test() {
  ServerCertificate certificate;
  certificate.dns_names = {"ssm.test"};
  return certificate;
}

ServerCertificate for_proxy_test() {
  ServerCertificate certificate;
  certificate.dns_names = {"proxy.test"};
  certificate.common_name = "proxy";
  return certificate;
}

HttpPost through(const ProxyServer& proxy, HttpPost post, const ProxyUser& user) {
  post.target.proxy = ProxyTarget{};
  post.target.proxy->host = "proxy.test";
  post.target.proxy->port = static_cast<std::uint16_t>(proxy.port());
  post.target.proxy->user = user.name;
  post.target.proxy->password = Secret{user.password};
  return post;
}

HttpPost through_secure(const ProxyServer& proxy, HttpPost post) {
  HttpPost wanted = through(proxy, std::move(post));
  wanted.target.proxy->scheme = ProxyScheme::https;
  return wanted;
}

}  // namespace lic::testing
