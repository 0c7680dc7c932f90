#pragma once
// HTTP/1.1 on one connection. http_session.cpp reads requests and hands them over, http_session_output.cpp writes
// answers and streams. Private to the API's room, and to these two files: it takes long to compile.

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "daemon/api/deadlines.hpp"
#include "daemon/api/http_reader.hpp"
#include "daemon/api/pipeline.hpp"
#include "daemon/api/session.hpp"

namespace lic::api {

class HttpSession final : public Session {
public:
  HttpSession(Socket socket, const Roles& roles, Hall& hall)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), hall_(hall), roles_(roles) {}

  [[nodiscard]] bool is_stranger() const override { return roles_.none(); }
  [[nodiscard]] bool is_newcomer() const override { return phase_ == Phase::serving && !has_asked_; }
  void start() override;
  void pull() override;
  void flush() override;
  void close() override;
  void answer(std::uint64_t number, ApiResponse response) override;

private:
  enum class Phase { serving, streaming, draining, closed };

  [[nodiscard]] std::shared_ptr<HttpSession> self() {
    return std::static_pointer_cast<HttpSession>(shared_from_this());
  }
  [[nodiscard]] static Deadlines::Moment now() {
    // tidy: allow clock: limits of a connection are real time, in the lab as well
    return boost::asio::steady_timer::clock_type::now();
  }
  [[nodiscard]] bool is_idle() const {
    return phase_ == Phase::serving && pipeline_.empty() && outgoing_.empty() && !is_writing_;
  }
  void limit(Limit what, Millis time);
  void watch();
  void on_timer();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t count);
  void take_no_more();
  void go_on();
  [[nodiscard]] bool hand_over();
  [[nodiscard]] bool is_welcome();
  void continue_if_due();
  void refuse(ApiResponse response);
  void flush_soon();
  void send();
  void send_rest(std::size_t sent);
  void on_written(const boost::system::error_code& error);
  void on_all_written();
  void write_more();
  void write_piece();
  void begin_drain();

  Socket socket_;
  boost::asio::steady_timer timer_;
  Hall& hall_;
  Roles roles_;
  Phase phase_ = Phase::serving;
  HttpReader reader_;
  Pipeline pipeline_;
  Deadlines deadlines_;
  Deadlines::Moment armed_for_ = Deadlines::kNever;
  RouteMatch match_;        // of the request that is being read
  std::string outgoing_;    // answers that are in turn
  std::string in_writing_;  // what the client did not take at once
  std::function<std::string()> more_;
  std::function<std::optional<std::string>()> pieces_;
  std::uint64_t patient_number_ = 0;  // the request that Limit::patience is for
  std::size_t drained_ = 0;
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_flush_due_ = false;
  bool has_whole_request_ = false;  // one that waits for room in the pipeline
  bool owes_continue_ = false;
  bool takes_requests_ = true;
  bool has_asked_ = false;
};

}  // namespace lic::api
