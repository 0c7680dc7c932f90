#include "daemon/product/connection.hpp"

#include <boost/asio/buffer.hpp>

#include <utility>

namespace lic::product {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kKeptOutputBytes = 64 * 1024;

}  // namespace

Connection::Connection(Socket socket, const api::Roles& roles, Hall& hall)
    : socket_(std::move(socket)), hall_(hall), session_(hall.office, roles, *this) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
}

void Connection::start(std::optional<PeerProcess> process) {
  if (!process) return set_holder(0);
  process_key_ = process->key;
  hall_.processes.join(*process, [weak = weak_from_this()](std::uint32_t holder) {
    if (const auto connection = weak.lock()) connection->set_holder(holder);
  });
}

void Connection::set_holder(std::uint32_t holder) {
  if (!is_open_) return;
  session_.set_holder(holder);
  proceed();
}

void Connection::on_answered() {
  if (std::exchange(is_answered_, true)) return;
  hall_.answered.push_back(shared_from_this());
}

void Connection::proceed() {
  is_answered_ = false;
  is_stalled_ = false;
  if (!is_open_) return leave_if_idle();
  session_.proceed();
  write();
  if (is_open_ && session_.is_over() && session_.output().empty()) return close();
  read();
}

void Connection::tell(const std::string& event_lines) {
  if (!is_open_ || !session_.is_subscribed()) return;
  session_.tell(event_lines);
  write();
  // Who does not read what he asked for is cut off rather than given memory without end.
  if (session_.output().size() > kUnwrittenBytesMax) close();
}

void Connection::read() {
  if (!is_open_ || is_reading_) return;
  if (!session_.wants_input()) {
    if (!session_.is_over() && !std::exchange(is_stalled_, true)) hall_.stalled.push_back(shared_from_this());
    return;
  }
  if (session_.has_half_line()) hall_.watch_half_lines();
  is_reading_ = true;
  const auto space = session_.space();
  socket_.async_read_some(
      asio::buffer(space.data(), space.size()),
      [self = shared_from_this()](const error_code& error, std::size_t count) { self->on_read(error, count); });
}

void Connection::on_read(const error_code& error, std::size_t count) {
  is_reading_ = false;
  if (!is_open_) return leave_if_idle();
  if (error && error != asio::error::eof) return close();
  if (error) {
    session_.peer_ended();
  } else {
    ++reads_;
    session_.received(count);
  }
  proceed();
}

void Connection::write() {
  std::string& output = session_.output();
  while (is_open_ && !awaits_writable_ && !output.empty()) {
    error_code error;
    const std::size_t count = socket_.write_some(asio::buffer(output), error);
    if (error == asio::error::would_block) return await_writable();
    if (error) return close();
    output.erase(0, count);
  }
  if (output.empty() && output.capacity() > kKeptOutputBytes) output = std::string{};
}

void Connection::await_writable() {
  awaits_writable_ = true;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& error) {
    self->awaits_writable_ = false;
    if (!self->is_open_) return self->leave_if_idle();
    if (error) return self->close();
    self->proceed();
  });
}

bool Connection::end_half_line() {
  if (!is_open_ || !session_.has_half_line() || !is_reading_) {
    half_line_since_.reset();
    return false;
  }
  if (half_line_since_ == reads_) {
    session_.end_with(Error(ErrorCode::deadline_exceeded, "the rest of the line did not come in time",
                            "send whole lines, each with a line feed at its end"));
    proceed();
    return false;
  }
  half_line_since_ = reads_;
  return true;
}

void Connection::stop_reading() { session_.end(); }

void Connection::finish() {
  if (is_open_) write();
  close();
}

void Connection::close() {
  if (is_open_) {
    is_open_ = false;
    session_.end();
    error_code ignored;
    socket_.close(ignored);
    if (process_key_) hall_.processes.leave(*process_key_);
  }
  leave_if_idle();
}

// The loop answers by the session's address, so it stays for that.
void Connection::leave_if_idle() {
  if (session_.is_idle()) hall_.connections.erase(shared_from_this());
}

}  // namespace lic::product
