#pragma once
// One transfer by libcurl over a TCP connection that was made before (address_race.hpp): its options and callbacks, and
// what they see on the way. A connection may serve several transfers.

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "transport/address_race.hpp"
#include "transport/curl_handles.hpp"
#include "transport/curl_loop.hpp"
#include "transport/http_exchange.hpp"
#include "transport/http_failure.hpp"

namespace lic {

class HttpTransfer {
public:
  explicit HttpTransfer(boost::asio::io_context& loop);
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  // Closes what is open. The next transfers go over `socket`, to `address`, and nowhere else.
  void use(std::string address, OpenSocket socket);

  struct Order {
    const HttpPost& post;  // both outlive the transfer
    const Stopwatch& watch;
    bool keep_connection = false;
    bool on_kept_connection = false;  // over the one that a transfer before left open, or not at all
  };
  using Finished = CurlLoop::Finished;
  // False if libcurl refuses. `finished` is never called from inside start(), and not after stop(); it may destroy
  // this.
  [[nodiscard]] bool start(const Order& order, Finished finished);
  // What became of the transfer. To be asked inside `finished`, or after a start() that was refused.
  void tell(CURLcode code, TransferFacts& facts, TransferReport& report);
  [[nodiscard]] std::string take_answer();
  // A transfer on the kept connection failed because that had ended: it has to be made anew, over a socket of its own.
  [[nodiscard]] bool was_connection_gone() const { return was_connection_gone_; }
  // Ends the transfer and forgets all of it but the connection.
  void stop();
  // Closes the connection, too.
  void close();

private:
  static std::size_t on_head(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_opened(void* self, curl_socket_t socket, curlsocktype purpose);
  static CURLcode on_tls(CURL* easy, void* context, void* self);

  template <class Value>
  bool set(CURLoption option, Value value) {
    return curl_easy_setopt(easy_.get(), option, value) == CURLE_OK;
  }
  [[nodiscard]] bool pin_address();
  [[nodiscard]] bool set_options(bool keep_connection);
  [[nodiscard]] bool set_callbacks();
  void tell_facts(CURLcode code, TransferFacts& facts);
  void tell_times(const TransferFacts& facts, TransferReport& report);

  // Of the connection; these outlive curl_, whose connections use them.
  std::string address_;
  OpenSocket socket_;       // until libcurl asks for it
  int handed_socket_ = -1;  // from there until libcurl asks whether it is connected
  int handshakes_ = 0;
  bool reached_ssm_ = false;
  TlsObservation proxy_tls_;
  TlsObservation tls_;
  TlsJudge proxy_judge_;
  TlsJudge judge_;

  // Of the transfer.
  const HttpPost* post_ = nullptr;
  const Stopwatch* watch_ = nullptr;
  bool on_kept_connection_ = false;
  bool was_connection_gone_ = false;
  std::optional<Millis> handshake_began_;
  std::string answer_;
  std::size_t header_bytes_ = 0;
  bool head_too_large_ = false;
  bool too_large_ = false;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  CurlLoop curl_;
  CurlListPtr headers_;
  CurlListPtr pin_;
  CurlEasyPtr easy_;
};

}  // namespace lic
