#include "daemon/syslog/datagram_link.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <utility>

#include "transport/connect_failure.hpp"

namespace lic {

namespace asio = boost::asio;
using Udp = asio::ip::udp;

DatagramLink::DatagramLink(asio::io_context& loop, LinkGoal goal, SyslogLinkEvents events)
    : goal_(std::move(goal)),
      events_(std::move(events)),
      lookup_(loop),
      socket_(loop),
      pause_(loop),
      alive_(std::make_shared<DatagramLink*>(this)) {}

DatagramLink::~DatagramLink() = default;

void DatagramLink::open() {
  lookup_.begin({goal_.server.host, IpVersion::any}, [this](LookupAnswer answer) { looked_up(std::move(answer)); });
}

// The first address that this machine has a way to; whether somebody listens there is seen later, if at all.
void DatagramLink::looked_up(LookupAnswer answer) {
  TransferFacts facts;
  facts.peer = text_of(goal_.server);
  facts.race.emplace();
  facts.race->end = answer.addresses.empty() ? RaceEnd::lookup_failed : RaceEnd::not_connected;
  facts.race->lookup_error = answer.error;
  facts.race->os_error = answer.os_error;
  for (const asio::ip::address& address : answer.addresses) {
    if (goal_.loopback_only && !address.is_loopback()) {
      facts.race->end = RaceEnd::not_loopback;
      facts.race->address = address.to_string();
      break;
    }
    const Udp::endpoint to(address, goal_.server.port);
    boost::system::error_code error;
    (void)socket_.close(error);
    (void)socket_.open(to.protocol(), error);
    if (!error) (void)socket_.non_blocking(true, error);
    if (!error) (void)socket_.connect(to, error);
    if (!error) {
      watch();
      const auto opened = events_.opened;
      return opened();
    }
    facts.race->failed.push_back({address.to_string(), error.value()});
  }
  fail(connect_failure_of(facts).text);
}

// What comes is dropped; what comes as an error is the answer to a datagram of before.
void DatagramLink::watch() {
  const std::weak_ptr<DatagramLink*> alive = alive_;
  socket_.async_wait(Udp::socket::wait_read, [alive](const boost::system::error_code& stopped) {
    const auto still_there = alive.lock();
    if (!still_there || stopped) return;
    DatagramLink& link = **still_there;
    std::array<char, 1024> rubbish{};
    boost::system::error_code error;
    (void)link.socket_.receive(asio::buffer(rubbish), 0, error);
    if (error && error != asio::error::would_block) return link.fail(error.message());
    link.watch();
  });
}

void DatagramLink::write(std::string_view message) {
  datagram_ = message;
  const std::weak_ptr<DatagramLink*> alive = alive_;
  pause_.expires_after(kPause);
  pause_.async_wait([alive](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (still_there && !error) (*still_there)->send();
  });
}

void DatagramLink::send() {
  boost::system::error_code error;
  (void)socket_.send(asio::buffer(datagram_), 0, error);
  if (error) return fail(error.message());
  const auto written = events_.written;
  written();
}

void DatagramLink::close() {
  const std::weak_ptr<DatagramLink*> alive = alive_;
  asio::post(socket_.get_executor(), [alive] {
    const auto still_there = alive.lock();
    if (!still_there) return;
    const auto closed = (*still_there)->events_.closed;
    closed();
  });
}

void DatagramLink::fail(std::string reason) {
  const auto failed = events_.failed;
  failed(std::move(reason));
}

}  // namespace lic
