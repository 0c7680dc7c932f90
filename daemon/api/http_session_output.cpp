// The half of HttpSession that writes.
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <string_view>
#include <utility>

#include "daemon/api/http_session.hpp"
#include "daemon/api/response_text.hpp"

namespace lic::api {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr Millis kDrainTime = 2 * kSecond;
// Larger answers are rare; their memory is given back.
constexpr std::size_t kKeptBytes = 64 * 1024;

void empty(std::string& text) {
  text.clear();
  if (text.capacity() > kKeptBytes) text.shrink_to_fit();
}

}  // namespace

void HttpSession::answer(std::uint64_t number, ApiResponse response) {
  if (phase_ != Phase::serving) return;
  auto more = response.more;
  auto pieces = response.pieces;
  const std::size_t waiting = pipeline_.size();
  if (!pipeline_.answer(number, std::move(response), hall_.is_closing || !takes_requests_, outgoing_)) return;
  hall_.in_flight -= waiting - pipeline_.size();
  if (number == patient_number_) deadlines_.clear(Limit::patience);
  if (pipeline_.has_ended()) takes_requests_ = false;
  if (more || pieces) {
    phase_ = Phase::streaming;  // such a route is alone in the pipeline, so this was its turn
    if (more) reader_.discard();
    deadlines_.clear(Limit::request);  // what comes meanwhile is not read; after the body its time begins anew
    more_ = std::move(more);
    pieces_ = std::move(pieces);
  }
  flush_soon();
}

// The rest of the request is not read, so the connection cannot go on.
void HttpSession::refuse(ApiResponse response) {
  takes_requests_ = false;
  has_asked_ = true;
  deadlines_.clear(Limit::request);
  ++hall_.in_flight;
  answer(pipeline_.begin(false, false, 0), std::move(response));
}

// After the batch that answers us: it may answer more of ours, and others'.
void HttpSession::flush_soon() {
  if (std::exchange(is_flush_due_, true)) return;
  hall_.answered->push_back(self());
  if (hall_.answered->size() > 1) return;
  asio::post(socket_.get_executor(), [answered = hall_.answered] {
    for (const auto& session : std::exchange(*answered, {})) session->flush();
  });
}

void HttpSession::flush() {
  is_flush_due_ = false;
  if (phase_ == Phase::closed || phase_ == Phase::draining) return;
  send();
  go_on();
}

void HttpSession::send() {
  if (is_writing_) return;
  if (outgoing_.empty()) return on_all_written();
  error_code error;
  const std::size_t sent = socket_.write_some(asio::buffer(outgoing_), error);
  if (error && error != asio::error::would_block) return close();
  if (sent < outgoing_.size()) return send_rest(sent);
  empty(outgoing_);
  on_all_written();
}

void HttpSession::send_rest(std::size_t sent) {
  in_writing_.swap(outgoing_);
  is_writing_ = true;
  limit(Limit::write, hall_.idle_max);
  asio::async_write(socket_, asio::buffer(in_writing_) + sent,
                    [self = self()](const error_code& error, std::size_t) { self->on_written(error); });
}

void HttpSession::on_written(const error_code& error) {
  if (phase_ == Phase::closed) return;
  is_writing_ = false;
  deadlines_.clear(Limit::write);
  empty(in_writing_);
  if (error) return close();
  flush();
}

void HttpSession::on_all_written() {
  if (phase_ == Phase::streaming) {
    if (more_ && !is_reading_) read();
    return write_more();
  }
  if (!pipeline_.empty()) return;
  if (!takes_requests_) return begin_drain();
  if (hall_.is_closing) return close();
  continue_if_due();
  if (is_reading_) read();  // from now on its next request is due
}

// In its turn: not before the answers to earlier requests.
void HttpSession::continue_if_due() {
  if (!owes_continue_ || !is_idle()) return;
  owes_continue_ = false;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code ignored;  // twenty-five bytes into an empty socket buffer; a client that cannot take them is gone
  socket_.write_some(asio::buffer(kContinue), ignored);
}

void HttpSession::pull() { write_more(); }

void HttpSession::write_more() {
  if (phase_ != Phase::streaming || is_writing_ || !outgoing_.empty()) return;
  if (pieces_) return write_piece();
  outgoing_ = more_();
  if (!outgoing_.empty()) flush_soon();
}

// One a turn of the loop, so that others get theirs.
void HttpSession::write_piece() {
  const auto piece = pieces_();
  if (!piece) return close();
  if (piece->empty()) {
    pieces_ = nullptr;
    phase_ = Phase::serving;
  }
  outgoing_ = chunk_text(*piece);
  flush_soon();
}

// Closing with unread bytes would take the answer away from a client that is still sending.
void HttpSession::begin_drain() {
  phase_ = Phase::draining;
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  limit(Limit::drain, kDrainTime);
  reader_.discard();
  if (!is_reading_) read();
}

}  // namespace lic::api
