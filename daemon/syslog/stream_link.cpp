#include "daemon/syslog/stream_link.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <utility>

#include "transport/connect_failure.hpp"

namespace lic {

namespace asio = boost::asio;

StreamLink::StreamLink(asio::io_context& loop, LinkGoal goal, Anchors anchors, SyslogLinkEvents events)
    : loop_(loop),
      goal_(std::move(goal)),
      anchors_(std::move(anchors)),
      events_(std::move(events)),
      lookup_(loop),
      race_(loop, lookup_),
      socket_(loop),
      alive_(std::make_shared<StreamLink*>(this)) {}

StreamLink::~StreamLink() = default;

void StreamLink::open() {
  race_.start({.host = goal_.server.host,
               .port = goal_.server.port,
               .ip_version = IpVersion::any,
               .loopback_only = goal_.loopback_only,
               .limit = goal_.limit},
              [this](RaceReport report, OpenSocket socket) { connected(std::move(report), std::move(socket)); });
}

void StreamLink::connected(RaceReport report, OpenSocket socket) {
  if (report.end != RaceEnd::won) {
    TransferFacts facts;
    facts.peer = text_of(goal_.server);
    facts.race = std::move(report);
    facts.time_limit = goal_.limit;
    return fail(connect_failure_of(facts).text);
  }
  boost::system::error_code error;
  const int descriptor = socket.take();
  (void)socket_.assign(descriptor, error);
  auto made = make_channel(descriptor);
  if (made.has_error()) return fail(made.error().what + "; " + made.error().remedy);
  channel_ = std::move(*made);
  shake_hands();
}

Result<std::unique_ptr<ByteChannel>> StreamLink::make_channel(int socket) {
  if (goal_.server.way != SyslogWay::tls) return plain_channel(socket);
  auto anchors = anchors_();
  if (anchors.has_error()) return anchors.error();
  return tls_channel(socket, {.host = goal_.server.host, .anchors = std::move(*anchors)});
}

void StreamLink::shake_hands() {
  switch (const ChannelStep step = channel_->shake_hands(); step) {
    case ChannelStep::done: {
      is_open_ = true;
      watch();
      const auto opened = events_.opened;
      return opened();
    }
    case ChannelStep::wants_read: return when_ready(socket_.wait_read, &StreamLink::shake_hands);
    case ChannelStep::wants_write: return when_ready(socket_.wait_write, &StreamLink::shake_hands);
    case ChannelStep::ended:
    case ChannelStep::failed: return end(step);
  }
}

void StreamLink::write(std::string_view message) {
  frame_ = std::to_string(message.size()) + " ";
  frame_ += message;
  rest_ = frame_;
  soon(&StreamLink::begin_push);
}

// What ended before the message was written does not confirm it.
void StreamLink::begin_push() {
  const ChannelStep step = channel_->drain();
  if (step == ChannelStep::ended || step == ChannelStep::failed) return end(step);
  push();
}

void StreamLink::push() {
  push_waits_for_bytes_ = false;
  switch (const ChannelStep step = channel_->write(rest_); step) {
    case ChannelStep::done: {
      const auto written = events_.written;
      return written();
    }
    case ChannelStep::wants_read: push_waits_for_bytes_ = true; return;
    case ChannelStep::wants_write: return when_ready(socket_.wait_write, &StreamLink::push);
    case ChannelStep::ended:
    case ChannelStep::failed: return end(step);
  }
}

// Always: so that the end of the connection is seen when it comes, not with the next alarm.
void StreamLink::watch() { when_ready(socket_.wait_read, &StreamLink::readable); }

void StreamLink::readable() {
  const ChannelStep step = channel_->drain();
  if (step == ChannelStep::ended || step == ChannelStep::failed) return end(step);
  watch();
  if (push_waits_for_bytes_) push();
}

void StreamLink::close() {
  is_closing_ = true;
  channel_->say_goodbye();
}

// After our goodbye every end is one: who answers it with a reset does so each time.
void StreamLink::end(ChannelStep how) {
  if (!is_closing_ && how == ChannelStep::failed) return fail(channel_->reason());
  if (!is_closing_ && !has_taken_all()) return fail("it has ended the connection");
  const auto closed = events_.closed;
  closed();
}

// Servers and load balancers may close a connection that is idle. With everything acknowledged before that, and no
// reset, a program has read it.
bool StreamLink::has_taken_all() {
  int unacknowledged = 0;
  return is_open_ && rest_.empty() && ::ioctl(socket_.native_handle(), SIOCOUTQ, &unacknowledged) == 0 &&
         unacknowledged == 0;
}

void StreamLink::fail(std::string reason) {
  const auto failed = events_.failed;
  failed(std::move(reason));
}

void StreamLink::when_ready(asio::posix::stream_descriptor::wait_type what, void (StreamLink::*then)()) {
  const std::weak_ptr<StreamLink*> alive = alive_;
  socket_.async_wait(what, [alive, then](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (still_there && !error) ((*still_there)->*then)();
  });
}

void StreamLink::soon(void (StreamLink::*then)()) {
  const std::weak_ptr<StreamLink*> alive = alive_;
  asio::post(loop_, [alive, then] {
    const auto still_there = alive.lock();
    if (still_there) ((*still_there)->*then)();
  });
}

}  // namespace lic
