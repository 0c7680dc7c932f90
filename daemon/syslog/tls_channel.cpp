// RFC 5425 over OpenSSL. The context lives as long as one connection: what a daemon that has nothing to tell keeps of
// TLS is nothing.
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "daemon/syslog/byte_channel.hpp"
#include "transport/crypto/openssl_handles.hpp"
#include "transport/system_store.hpp"

namespace lic {
namespace {

using ContextPtr = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>>;
using SessionPtr = std::unique_ptr<SSL, OpensslDeleter<SSL_free>>;

int judge_chain(X509_STORE_CTX* context, void* with) {
  const auto& system_store = *static_cast<const std::string*>(with);
  if (!system_store.empty()) add_issuers_from(system_store, context);
  return X509_verify_cert(context);
}

bool add_anchors(X509_STORE* store, const std::string& pem) {
  const BioPtr bytes = bio_over(pem);
  if (!bytes) return false;
  while (const X509Ptr certificate{PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)})
    if (X509_STORE_add_cert(store, certificate.get()) != 1) return false;
  ERR_clear_error();  // the end of the text
  return true;
}

class TlsChannel final : public ByteChannel {
public:
  explicit TlsChannel(TlsGoal goal) : goal_(std::move(goal)) {}

  [[nodiscard]] bool prepare(int socket) {
    socket_ = socket;
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_ || SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION) != 1) return false;
    SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context_.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context_.get(), judge_chain, &goal_.anchors.system_store);
    if (!add_anchors(SSL_CTX_get_cert_store(context_.get()), goal_.anchors.pem)) return false;
    session_.reset(SSL_new(context_.get()));
    return session_ && expect_host() && SSL_set_fd(session_.get(), socket) == 1;
  }

  ChannelStep shake_hands() override {
    forget_errors();
    const ChannelStep step = step_of(SSL_connect(session_.get()));
    is_open_ = step == ChannelStep::done;
    return step;
  }

  ChannelStep write(std::string_view& rest) override {
    while (!rest.empty()) {
      std::size_t count = 0;
      forget_errors();
      const int outcome = SSL_write_ex(session_.get(), rest.data(), rest.size(), &count);
      if (outcome != 1) return step_of(outcome);
      rest.remove_prefix(count);
    }
    return ChannelStep::done;
  }

  ChannelStep drain() override {
    std::array<char, 1024> rubbish{};
    // What OpenSSL holds already wakes nobody: it is read to its end, a record at most.
    for (int reads = 0; reads < kReadsMax || SSL_pending(session_.get()) > 0; ++reads) {
      std::size_t count = 0;
      forget_errors();
      const int outcome = SSL_read_ex(session_.get(), rubbish.data(), rubbish.size(), &count);
      if (outcome != 1) return step_of(outcome);
      heard_ += count;
      if (heard_ > kHeardMax) {
        reason_ = kTalks;
        return ChannelStep::failed;
      }
    }
    return ChannelStep::wants_read;
  }

  void say_goodbye() override {
    ERR_clear_error();
    (void)SSL_shutdown(session_.get());
    ERR_clear_error();
    (void)::shutdown(socket_, SHUT_WR);
  }

  [[nodiscard]] const std::string& reason() const override { return reason_; }

private:
  // Name or address, as RFC 5425 section 5.2 asks; wildcards stand for a whole label.
  [[nodiscard]] bool expect_host() {
    X509_VERIFY_PARAM* const wanted = SSL_get0_param(session_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, goal_.host.c_str()) == 1) return true;
    ERR_clear_error();
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    // As SSL_set_tlsext_host_name() does, whose cast our warnings refuse.
    return SSL_set1_host(session_.get(), goal_.host.c_str()) == 1 &&
           SSL_ctrl(session_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, goal_.host.data()) == 1;
  }

  // SSL_get_error() looks at the thread's errors, whoever made them.
  static void forget_errors() {
    ERR_clear_error();
    errno = 0;
  }

  ChannelStep step_of(int outcome) {
    if (outcome == 1) return ChannelStep::done;
    const int os_error = errno;
    switch (SSL_get_error(session_.get(), outcome)) {
      case SSL_ERROR_WANT_READ: return ChannelStep::wants_read;
      case SSL_ERROR_WANT_WRITE: return ChannelStep::wants_write;
      case SSL_ERROR_ZERO_RETURN: return ChannelStep::ended;
      default: break;  // not ours to list: OpenSSL's numbers
    }
    const auto code = ERR_peek_error();
    const bool is_end = code == 0 ? os_error == 0 : ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    if (is_end && is_open_) {  // rsyslog says no goodbye of TLS, only that of TCP
      ERR_clear_error();
      return ChannelStep::ended;
    }
    reason_ = why(os_error);
    return ChannelStep::failed;
  }

  [[nodiscard]] std::string why(int os_error) const {
    const long verdict = SSL_get_verify_result(session_.get());
    const bool is_silent = ERR_peek_error() == 0;
    std::string reason = openssl_reason();
    if (verdict != X509_V_OK)
      return "its certificate is not accepted: " + std::string(X509_verify_cert_error_string(verdict));
    if (!is_silent) return "TLS fails: " + reason;
    return os_error == 0 ? "it ended the connection during the TLS handshake"
                         : std::system_category().message(os_error);
  }

  TlsGoal goal_;
  int socket_ = -1;
  ContextPtr context_;
  SessionPtr session_;
  bool is_open_ = false;
  std::size_t heard_ = 0;
  std::string reason_;
};

}  // namespace

Result<std::unique_ptr<ByteChannel>> tls_channel(int socket, const TlsGoal& goal) {
  ERR_clear_error();
  auto channel = std::make_unique<TlsChannel>(goal);
  if (!channel->prepare(socket))
    return Error(ErrorCode::internal, "TLS cannot be prepared: " + openssl_reason(),
                 "check the authorities of syslog.ca_file");
  return std::unique_ptr<ByteChannel>(std::move(channel));
}

}  // namespace lic
