#pragma once
// Bytes over a connected, non-blocking socket, plain or under TLS: each call does what can be done at once and says
// what it waits for. The socket belongs to the caller and outlives the channel.

#include <memory>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "transport/tls_trust.hpp"

namespace lic {

enum class ChannelStep { done, wants_read, wants_write, ended, failed };

class ByteChannel {
public:
  static constexpr std::size_t kHeardMax = 65'536;  // bytes a connection
  static constexpr int kReadsMax = 16;              // a call of drain()
  static constexpr const char* kTalks = "it sends what no syslog server sends";

  virtual ~ByteChannel() = default;
  virtual ChannelStep shake_hands() = 0;
  // Takes from the front of `rest` what the socket takes; done = all of it. To be called with the same bytes until
  // then.
  virtual ChannelStep write(std::string_view& rest) = 0;
  // Reads and drops what the peer says; syslog servers say nothing, so that who says more than kHeardMax has `failed`.
  // Never `done`: wants_read = nothing more for now, or enough for one call.
  virtual ChannelStep drain() = 0;
  // No more bytes from us. Whether the peer heard it is not known.
  virtual void say_goodbye() = 0;
  // After `failed`: one sentence without its end.
  [[nodiscard]] virtual const std::string& reason() const = 0;
};

[[nodiscard]] std::unique_ptr<ByteChannel> plain_channel(int socket);

struct TlsGoal {
  std::string host;      // name or address that the server's certificate must be for (RFC 5425 section 5.2)
  TrustAnchors anchors;  // who may vouch for it
};
// TLS 1.2 or later; the memory for it goes with the channel. Error `internal` if OpenSSL has none.
[[nodiscard]] Result<std::unique_ptr<ByteChannel>> tls_channel(int socket, const TlsGoal& goal);

}  // namespace lic
