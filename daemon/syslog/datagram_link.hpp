#pragma once
// Syslog over UDP (RFC 5426): one message a datagram. What a server on the way or the machine itself says against it
// (ICMP) ends the link; that a datagram arrived is never known. Loop thread only.

#include <memory>
#include <string>

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/syslog/stream_link.hpp"

namespace lic {

class DatagramLink final : public SyslogLink {
public:
  // Between two datagrams, so that many at once do not overrun the server's buffer.
  static constexpr Millis kPause{2};

  DatagramLink(boost::asio::io_context& loop, LinkGoal goal, SyslogLinkEvents events);
  ~DatagramLink() override;
  DatagramLink(const DatagramLink&) = delete;
  DatagramLink& operator=(const DatagramLink&) = delete;

  void open() override;
  void write(std::string_view message) override;
  void close() override;

private:
  void looked_up(LookupAnswer answer);
  void watch();
  void send();
  void fail(std::string reason);

  LinkGoal goal_;
  SyslogLinkEvents events_;
  SystemNameLookup lookup_;
  boost::asio::ip::udp::socket socket_;
  boost::asio::steady_timer pause_;
  std::string datagram_;
  std::shared_ptr<DatagramLink*> alive_;  // shared: handlers hold it weakly, to learn of the end
};

}  // namespace lic
