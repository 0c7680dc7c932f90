#pragma once
// libcurl's multi interface on an Asio loop: libcurl says which sockets and which moment it waits for, this waits. One
// transfer at a time. With no transfer there is no timer and no wake-up.

#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <unordered_map>

namespace lic {

class CurlLoop {
public:
  explicit CurlLoop(boost::asio::io_context& loop);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  using Finished = std::function<void(CURLcode)>;
  // `easy` stays the caller's and must live until `finished` was called or stop() returned. False if libcurl refuses.
  // `finished` may start the next transfer or destroy this object; it is never called from inside start().
  [[nodiscard]] bool start(CURL* easy, Finished finished);
  // Ends the transfer without calling `finished`; nothing to do if there is none. Connections of transfers that ended
  // well stay open.
  void stop();
  // Ends the transfer, closes every connection and gives back what libcurl holds.
  void close();

private:
  // shared: a wait that was cancelled still completes, after its socket is gone.
  struct Watch {
    Watch(boost::asio::io_context& loop, curl_socket_t socket) : descriptor(loop, socket) {}
    boost::asio::posix::stream_descriptor descriptor;
    int wanted = 0;  // CURL_POLL_...
    bool reading = false;
    bool writing = false;
    bool gone = false;
  };
  using WatchPtr = std::shared_ptr<Watch>;

  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* watch);
  static int on_timer(CURLM* multi, long milliseconds, void* self);
  void watch(curl_socket_t socket, int what);
  void forget(curl_socket_t socket);
  void arm(const WatchPtr& watch);
  void ready(const WatchPtr& watch, int event);
  void timer_fired();
  void drive(curl_socket_t socket, int event);

  [[nodiscard]] bool open();

  boost::asio::io_context& loop_;
  boost::asio::steady_timer timer_;
  CURLM* multi_ = nullptr;  // from the first transfer until close()
  CURL* running_ = nullptr;
  Finished finished_;
  std::unordered_map<curl_socket_t, WatchPtr> watches_;
  // shared: handlers hold it weakly, to learn that this object is gone.
  std::shared_ptr<CurlLoop*> alive_;
};

}  // namespace lic
