#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "daemon/syslog/byte_channel.hpp"

namespace lic {
namespace {

class PlainChannel final : public ByteChannel {
public:
  explicit PlainChannel(int socket) : socket_(socket) {}

  ChannelStep shake_hands() override { return ChannelStep::done; }

  ChannelStep write(std::string_view& rest) override {
    while (!rest.empty()) {
      const auto count = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (count < 0) return step_of(errno, ChannelStep::wants_write);
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    return ChannelStep::done;
  }

  ChannelStep drain() override {
    std::array<char, 1024> rubbish{};
    for (int reads = 0; reads < kReadsMax; ++reads) {
      const auto count = ::recv(socket_, rubbish.data(), rubbish.size(), 0);
      if (count == 0) return ChannelStep::ended;
      if (count < 0) return step_of(errno, ChannelStep::wants_read);
      heard_ += static_cast<std::size_t>(count);
      if (heard_ > kHeardMax) {
        reason_ = kTalks;
        return ChannelStep::failed;
      }
    }
    return ChannelStep::wants_read;
  }

  void say_goodbye() override { (void)::shutdown(socket_, SHUT_WR); }
  [[nodiscard]] const std::string& reason() const override { return reason_; }

private:
  ChannelStep step_of(int error, ChannelStep later) {
    if (error == EAGAIN || error == EINTR) return later;
    reason_ = std::system_category().message(error);
    return ChannelStep::failed;
  }

  int socket_;
  std::size_t heard_ = 0;
  std::string reason_;
};

}  // namespace

std::unique_ptr<ByteChannel> plain_channel(int socket) { return std::make_unique<PlainChannel>(socket); }

}  // namespace lic
