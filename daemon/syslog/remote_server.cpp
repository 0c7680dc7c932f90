#include "daemon/syslog/remote_server.hpp"

#include <algorithm>
#include <utility>

namespace lic {

RemoteServer::RemoteServer(Parts parts) : parts_(std::move(parts)), queue_(parts_.patience) {}

void RemoteServer::send(std::string message) {
  queue_.push(std::move(message));
  switch (phase_) {
    case Phase::resting: return open();
    case Phase::lingering: return write_next();
    case Phase::opening:
    case Phase::writing:
    case Phase::closing:
    case Phase::waiting: return;
  }
}

void RemoteServer::enter(Phase phase, Millis limit, std::function<void()> then) {
  phase_ = phase;
  parts_.timer->set(limit, std::move(then));
}

void RemoteServer::open() {
  link_ = parts_.make_link({.opened = [this] { opened(); },
                            .written = [this] { written(); },
                            .closed = [this] { closed(); },
                            .failed = [this](const std::string& reason) { failed(reason); }});
  enter(Phase::opening, kOpenMax, [this] { failed("no connection within 15 seconds"); });
  link_->open();
}

void RemoteServer::opened() {
  if (queue_.lost() > 0) queue_.push_note(parts_.lost_note(queue_.lost()));
  write_next();
}

void RemoteServer::write_next() {
  const std::string* const next = queue_.next();
  if (next == nullptr) return enter(Phase::lingering, parts_.linger, [this] { close(); });
  enter(Phase::writing, kWriteMax, [this] { failed("it takes nothing any more for 15 seconds"); });
  queue_.begin_write();
  link_->write(*next);
}

void RemoteServer::written() {
  queue_.is_written();
  write_next();
}

// A server that does not close in turn may be built so; asking it again and again would tell it everything each time.
void RemoteServer::close() {
  enter(Phase::closing, kCloseMax, [this] { closed(); });
  link_->close();
}

void RemoteServer::closed() {
  link_.reset();
  parts_.timer->cancel();
  queue_.confirm();
  retry_delay_ = kRetryFirst;
  phase_ = Phase::resting;
  if (std::exchange(away_because_, std::nullopt)) parts_.back();
  if (queue_.has_anything()) open();
}

void RemoteServer::failed(const std::string& reason) {
  link_.reset();
  const std::size_t given_up = queue_.rewind();
  if (!std::exchange(away_because_, reason)) parts_.away(reason);
  if (given_up > 0) parts_.gave_up(given_up);
  if (!queue_.has_anything()) {
    parts_.timer->cancel();
    phase_ = Phase::resting;
    return;
  }
  enter(Phase::waiting, retry_delay_, [this] { open(); });
  retry_delay_ = std::min(2 * retry_delay_, kRetryMax);
}

}  // namespace lic
