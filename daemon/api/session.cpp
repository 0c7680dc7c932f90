#include "daemon/api/session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <utility>

#include "daemon/api/admission.hpp"
#include "daemon/api/api_server.hpp"
#include "daemon/api/response_text.hpp"
#include "daemon/api/transport_change.hpp"
#include "daemon/config/effective_settings.hpp"

namespace lic::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 8 * 1024;
constexpr std::size_t kDrainBytesMax = 2 * kBodyBytesMax;
constexpr Millis kDrainTime = 2 * kSecond;
constexpr Millis kExchangeSlack = 5 * kSecond;

Method method_of(http::verb verb) {
  if (verb == http::verb::get) return Method::get;
  if (verb == http::verb::put) return Method::put;
  if (verb == http::verb::post) return Method::post;
  if (verb == http::verb::patch) return Method::patch;
  if (verb == http::verb::delete_) return Method::del;
  return Method::other;
}

ApiResponse refusal(const error_code& error) {
  if (error == http::error::header_limit) return header_too_large();
  if (error == http::error::body_limit) return body_too_large();
  return not_http(error.message());
}

class HttpSession final : public Session {
public:
  HttpSession(Socket socket, const Roles& roles, Hall& hall)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), hall_(hall), roles_(roles) {}

  [[nodiscard]] bool is_stranger() const override { return roles_.none(); }
  void start() override { begin_request(); }
  void pull() override { write_more(); }
  void close() override;

private:
  using Parser = http::request_parser<http::string_body>;
  enum class Phase { reading, handling, writing, streaming, draining, closed };

  [[nodiscard]] std::shared_ptr<HttpSession> self() {
    return std::static_pointer_cast<HttpSession>(shared_from_this());
  }
  void arm(Millis limit, void (HttpSession::*late)());
  void begin_request();
  void read();
  void on_read(const error_code& error, std::size_t count);
  void parse();
  [[nodiscard]] bool is_welcome();
  void continue_if_expected();
  void handle();
  void arm_patience(Patience patience);
  void answer(std::uint64_t number, ApiResponse response);
  void refuse(const ApiResponse& response);
  void write(std::string text);
  void on_written(const error_code& error);
  void write_more();
  void write_piece();
  void begin_drain();
  void give_up_waiting() { answer(number_, too_late()); }

  Socket socket_;
  asio::steady_timer timer_;
  Hall& hall_;
  Roles roles_;
  Phase phase_ = Phase::reading;
  std::optional<Parser> parser_;
  std::array<char, kReadBytes> chunk_{};
  std::string unparsed_;
  std::string outgoing_;
  RouteMatch match_;
  std::function<std::string()> more_;
  std::function<std::optional<std::string>()> pieces_;
  std::uint64_t number_ = 0;  // of the request being handled; late answers to earlier ones are dropped
  std::uint64_t timer_turn_ = 0;
  std::size_t drained_ = 0;
  bool is_admitted_ = false;
  bool keeps_alive_ = true;
  bool is_writing_ = false;
};

void HttpSession::arm(Millis limit, void (HttpSession::*late)()) {
  timer_.expires_after(limit);
  timer_.async_wait([self = self(), turn = ++timer_turn_, late](const error_code& error) {
    // A timer that fired while it was being set anew must not hit the next phase.
    if (!error && turn == self->timer_turn_) (self.get()->*late)();
  });
}

void HttpSession::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  timer_.cancel();
  error_code ignored;
  socket_.close(ignored);
  hall_.sessions.erase(self());
}

void HttpSession::begin_request() {
  if (hall_.is_closing) return close();
  phase_ = Phase::reading;
  is_admitted_ = false;
  match_ = {};
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(kHeaderBytesMax));
  parser_->body_limit(kBodyBytesMax);
  // The whole request has to come within the limit, so that a client cannot hold a place by dripping bytes.
  arm(kIdleMax, &HttpSession::close);
  if (unparsed_.empty()) return read();
  parse();
}

void HttpSession::read() {
  socket_.async_read_some(asio::buffer(chunk_),
                          [self = self()](const error_code& error, std::size_t count) { self->on_read(error, count); });
}

void HttpSession::on_read(const error_code& error, std::size_t count) {
  if (phase_ == Phase::closed) return;
  if (error) return close();
  if (phase_ == Phase::draining) {
    drained_ += count;
    return drained_ > kDrainBytesMax ? close() : read();
  }
  if (phase_ == Phase::streaming) return read();  // a stream's client has nothing to say; only its end matters
  unparsed_.append(chunk_.data(), count);
  parse();
}

void HttpSession::parse() {
  while (true) {
    error_code error;
    const std::size_t used = parser_->put(asio::buffer(unparsed_), error);
    unparsed_.erase(0, used);
    if (error && error != http::error::need_more) return refuse(refusal(error));
    if (parser_->is_header_done() && !std::exchange(is_admitted_, true) && !is_welcome()) return;
    if (parser_->is_done()) return handle();
    if (unparsed_.empty() || error == http::error::need_more) return read();
  }
}

bool HttpSession::is_welcome() {
  const auto& header = parser_->get();
  const RequestHead head{.method = method_of(header.method()),
                         .target = header.target(),
                         .origin = {.has_origin = header.count(http::field::origin) > 0,
                                    .has_referer = header.count(http::field::referer) > 0,
                                    .host = header[http::field::host]}};
  auto decision = admit(head, roles_, hall_.table);
  if (const auto* response = std::get_if<ApiResponse>(&decision)) {
    refuse(*response);
    return false;
  }
  match_ = std::move(std::get<RouteMatch>(decision));
  continue_if_expected();
  return true;
}

void HttpSession::continue_if_expected() {
  if (parser_->is_done() || parser_->get().count(http::field::expect) == 0) return;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code ignored;  // twenty-five bytes into an empty socket buffer; a client that cannot take them is gone
  socket_.non_blocking(true, ignored);
  socket_.write_some(asio::buffer(kContinue), ignored);
}

void HttpSession::handle() {
  phase_ = Phase::handling;
  timer_.cancel();
  ++timer_turn_;
  const std::uint64_t number = ++number_;
  auto message = parser_->release();
  keeps_alive_ = message.keep_alive();
  const ApiRequest request{.method = match_.route->method,
                           .target = std::string(message.target()),
                           .id = match_.id,
                           .last_event_id = std::string(message["Last-Event-ID"]),
                           .body = std::move(message.body())};
  arm_patience(match_.route->patience);
  match_.route->handler(hall_.context, request, [weak = weak_from_this(), number](ApiResponse response) {
    if (const auto session = weak.lock()) {
      static_cast<HttpSession&>(*session).answer(number, std::move(response));
    }
  });
}

void HttpSession::arm_patience(Patience patience) {
  const ApiContext& context = hall_.context;
  const SettingsState& by_command = context.loop.reading().state.sections.settings;
  const Millis exchange = effective_transport(by_command, context.config).total_timeout;
  switch (patience) {
    case Patience::none:
    case Patience::unlimited: return;
    case Patience::one_exchange: return arm(exchange + kExchangeSlack, &HttpSession::give_up_waiting);
    case Patience::trial: return arm(kTrialMax + kExchangeSlack, &HttpSession::give_up_waiting);
    case Patience::two_exchanges: return arm(2 * exchange + kExchangeSlack, &HttpSession::give_up_waiting);
  }
}

void HttpSession::answer(std::uint64_t number, ApiResponse response) {
  if (number != number_ || phase_ != Phase::handling) return;
  if (hall_.is_closing || response.more) keeps_alive_ = false;
  more_ = std::move(response.more);
  pieces_ = response.pieces;
  ApiResponse shown = std::move(response);
  shown.more = more_;
  phase_ = more_ || pieces_ ? Phase::streaming : Phase::writing;
  write(response_text(shown, keeps_alive_));
  if (more_) read();
}

// The rest of the request is not read, so the connection cannot go on.
void HttpSession::refuse(const ApiResponse& response) {
  phase_ = Phase::writing;
  keeps_alive_ = false;
  write(response_text(response, false));
}

void HttpSession::write(std::string text) {
  outgoing_ = std::move(text);
  is_writing_ = true;
  arm(kIdleMax, &HttpSession::close);
  asio::async_write(socket_, asio::buffer(outgoing_),
                    [self = self()](const error_code& error, std::size_t) { self->on_written(error); });
}

void HttpSession::on_written(const error_code& error) {
  if (phase_ == Phase::closed) return;
  is_writing_ = false;
  outgoing_ = {};
  if (error) return close();
  if (phase_ == Phase::streaming) {
    timer_.cancel();
    ++timer_turn_;
    return write_more();
  }
  if (keeps_alive_) return begin_request();
  begin_drain();
}

void HttpSession::write_more() {
  if (phase_ != Phase::streaming || is_writing_) return;
  if (pieces_) return write_piece();
  std::string piece = more_();
  if (!piece.empty()) write(std::move(piece));
}

void HttpSession::write_piece() {
  const auto piece = pieces_();
  if (!piece) return close();
  if (piece->empty()) {
    pieces_ = nullptr;
    phase_ = Phase::writing;
  }
  write(chunk_text(*piece));
}

// Closing with unread bytes would take the answer away from a client that is still sending.
void HttpSession::begin_drain() {
  phase_ = Phase::draining;
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  arm(kDrainTime, &HttpSession::close);
  read();
}

}  // namespace

std::shared_ptr<Session> Session::make(Socket socket, const Roles& roles, Hall& hall) {
  return std::make_shared<HttpSession>(std::move(socket), roles, hall);
}

}  // namespace lic::api
