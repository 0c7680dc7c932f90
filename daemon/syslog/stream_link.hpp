#pragma once
// Syslog over TCP (RFC 6587, octet counting) and TLS (RFC 5425). Loop thread only.

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "daemon/config/syslog_server.hpp"
#include "daemon/syslog/byte_channel.hpp"
#include "daemon/syslog/syslog_link.hpp"
#include "transport/address_race.hpp"

namespace lic {

struct LinkGoal {
  SyslogServer server;
  bool loopback_only = false;  // lab mode
  Millis limit{0};             // for lookup and connection
};

class StreamLink final : public SyslogLink {
public:
  using Anchors = std::function<Result<TrustAnchors>()>;
  // `anchors` is asked at each connection, for tls alone.
  StreamLink(boost::asio::io_context& loop, LinkGoal goal, Anchors anchors, SyslogLinkEvents events);
  ~StreamLink() override;
  StreamLink(const StreamLink&) = delete;
  StreamLink& operator=(const StreamLink&) = delete;

  void open() override;
  void write(std::string_view message) override;
  void close() override;

private:
  void connected(RaceReport report, OpenSocket socket);
  [[nodiscard]] Result<std::unique_ptr<ByteChannel>> make_channel(int socket);
  void shake_hands();
  void begin_push();
  void push();
  void watch();
  void readable();
  void end(ChannelStep how);
  [[nodiscard]] bool has_taken_all();
  void fail(std::string reason);
  // Runs `then` when the socket is ready, unless this link is gone by then.
  void when_ready(boost::asio::posix::stream_descriptor::wait_type what, void (StreamLink::*then)());
  void soon(void (StreamLink::*then)());

  boost::asio::io_context& loop_;
  LinkGoal goal_;
  Anchors anchors_;
  SyslogLinkEvents events_;
  SystemNameLookup lookup_;
  AddressRace race_;
  boost::asio::posix::stream_descriptor socket_;
  std::unique_ptr<ByteChannel> channel_;
  std::string frame_;
  std::string_view rest_;  // of the frame
  bool push_waits_for_bytes_ = false;
  bool is_open_ = false;  // hands are shaken
  bool is_closing_ = false;
  std::shared_ptr<StreamLink*> alive_;  // shared: handlers hold it weakly, to learn of the end
};

}  // namespace lic
