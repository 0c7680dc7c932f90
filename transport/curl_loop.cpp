#include "transport/curl_loop.hpp"

#include <chrono>
#include <utility>

namespace lic {

namespace asio = boost::asio;
using Wait = asio::posix::stream_descriptor::wait_type;

CurlLoop::CurlLoop(asio::io_context& loop) : loop_(loop), timer_(loop), alive_(std::make_shared<CurlLoop*>(this)) {}

CurlLoop::~CurlLoop() {
  alive_.reset();
  close();
}

bool CurlLoop::open() {
  if (multi_ == nullptr) multi_ = curl_multi_init();
  if (multi_ == nullptr) return false;
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlLoop::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlLoop::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 2L);
  return true;
}

void CurlLoop::close() {
  stop();
  if (multi_ != nullptr) curl_multi_cleanup(multi_);
  multi_ = nullptr;
  timer_.cancel();  // libcurl may have wished for one while it closed
  for (auto& [socket, watch] : watches_) {
    watch->gone = true;
    (void)watch->descriptor.release();
  }
  watches_.clear();
}

bool CurlLoop::start(CURL* easy, Finished finished) {
  if (running_ != nullptr || !open()) return false;
  running_ = easy;
  finished_ = std::move(finished);
  if (curl_multi_add_handle(multi_, easy) == CURLM_OK) return true;
  running_ = nullptr;
  finished_ = nullptr;
  return false;
}

void CurlLoop::stop() {
  if (running_ == nullptr) return;
  curl_multi_remove_handle(multi_, running_);
  running_ = nullptr;
  finished_ = nullptr;
  timer_.cancel();
}

int CurlLoop::on_socket(CURL* /*easy*/, curl_socket_t socket, int what, void* self, void* /*watch*/) {
  auto& loop = *static_cast<CurlLoop*>(self);
  if (what == CURL_POLL_REMOVE)
    loop.forget(socket);
  else
    loop.watch(socket, what);
  return 0;
}

int CurlLoop::on_timer(CURLM* /*multi*/, long milliseconds, void* self) {
  auto& loop = *static_cast<CurlLoop*>(self);
  if (milliseconds < 0) {
    loop.timer_.cancel();
    return 0;
  }
  loop.timer_.expires_after(std::chrono::milliseconds{milliseconds});
  const std::weak_ptr<CurlLoop*> alive = loop.alive_;
  loop.timer_.async_wait([alive](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (still_there && !error) (*still_there)->timer_fired();
  });
  return 0;
}

void CurlLoop::watch(curl_socket_t socket, int what) {
  WatchPtr& entry = watches_[socket];
  if (!entry) entry = std::make_shared<Watch>(loop_, socket);
  entry->wanted = what;
  arm(entry);
}

// libcurl owns the socket and closes it after this: it must leave the reactor now, unclosed.
void CurlLoop::forget(curl_socket_t socket) {
  const auto place = watches_.find(socket);
  if (place == watches_.end()) return;
  place->second->gone = true;
  (void)place->second->descriptor.release();
  watches_.erase(place);
}

void CurlLoop::arm(const WatchPtr& watch) {
  const std::weak_ptr<CurlLoop*> alive = alive_;
  const auto on_event = [alive, watch](bool Watch::*busy, int event) {
    return [alive, watch, busy, event](const boost::system::error_code& error) {
      (*watch).*busy = false;
      const auto still_there = alive.lock();
      if (still_there && !watch->gone && !error) (*still_there)->ready(watch, event);
    };
  };
  if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->reading) {
    watch->reading = true;
    watch->descriptor.async_wait(Wait::wait_read, on_event(&Watch::reading, CURL_CSELECT_IN));
  }
  if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->writing) {
    watch->writing = true;
    watch->descriptor.async_wait(Wait::wait_write, on_event(&Watch::writing, CURL_CSELECT_OUT));
  }
}

void CurlLoop::ready(const WatchPtr& watch, int event) {
  const int wanted = event == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT;
  if ((watch->wanted & wanted) == 0) return;  // libcurl changed its mind while the wait was under way
  drive(watch->descriptor.native_handle(), event);
  if (!watch->gone) arm(watch);  // with this object gone, every watch is gone
}

void CurlLoop::timer_fired() { drive(CURL_SOCKET_TIMEOUT, 0); }

// Calls `finished_` as its very last act: it may destroy this object.
void CurlLoop::drive(curl_socket_t socket, int event) {
  if (multi_ == nullptr) return;  // a timer that had fired already when everything was closed
  int running_handles = 0;
  curl_multi_socket_action(multi_, socket, event, &running_handles);
  int queued = 0;
  const CURLMsg* const message = curl_multi_info_read(multi_, &queued);
  if (message == nullptr || message->msg != CURLMSG_DONE || running_ == nullptr) return;
  const CURLcode code = message->data.result;  // before the handle goes: the message goes with it
  const Finished finished = std::move(finished_);
  stop();
  finished(code);
}

}  // namespace lic
