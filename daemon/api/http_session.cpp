#include "daemon/api/http_session.hpp"

#include <boost/asio/buffer.hpp>

#include <optional>
#include <utility>
#include <variant>

#include "daemon/api/admission.hpp"
#include "daemon/api/transport_change.hpp"
#include "daemon/config/effective_settings.hpp"

namespace lic::api {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kDrainBytesMax = 2 * kBodyBytesMax;
constexpr Millis kExchangeSlack = 5 * kSecond;

// How long a handler may take; none = as long as it likes.
std::optional<Millis> limit_of(Patience patience, const ApiContext& context) {
  if (patience == Patience::none || patience == Patience::unlimited) return std::nullopt;
  if (patience == Patience::trial) return kTrialMax + kExchangeSlack;
  const SettingsState& by_command = context.loop.reading().state.sections.settings;
  const Millis exchange = effective_transport(by_command, context.config).total_timeout;
  return (patience == Patience::two_exchanges ? 2 * exchange : exchange) + kExchangeSlack;
}

}  // namespace

void HttpSession::limit(Limit what, Millis time) {
  deadlines_.set(what, now() + time);
  watch();
}

// The timer is armed anew only for an earlier moment, or when it has fired: not once a request.
void HttpSession::watch() {
  const auto nearest = deadlines_.nearest();
  if (nearest >= armed_for_) return;
  armed_for_ = nearest;
  timer_.expires_at(nearest);
  timer_.async_wait([self = self()](const error_code& error) {
    if (!error) self->on_timer();
  });
}

void HttpSession::on_timer() {
  if (phase_ == Phase::closed) return;
  armed_for_ = Deadlines::kNever;
  const auto moment = now();
  for (const Limit what : {Limit::write, Limit::drain}) {
    if (deadlines_.has_passed(what, moment)) return close();
  }
  if (deadlines_.has_passed(Limit::request, moment)) take_no_more();
  if (phase_ == Phase::closed) return;
  if (deadlines_.has_passed(Limit::patience, moment)) {
    deadlines_.clear(Limit::patience);
    answer(patient_number_, too_late());
  }
  watch();
}

void HttpSession::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  read();
}

void HttpSession::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  hall_.in_flight -= pipeline_.size();
  timer_.cancel();
  error_code ignored;
  socket_.close(ignored);
  hall_.sessions.erase(self());
}

void HttpSession::read() {
  // A request has to come whole within the limit, so that a client cannot hold a place by dripping bytes. Who waits for
  // answers, or for leave to send a body, may be silent.
  const bool is_half_here = phase_ == Phase::serving && reader_.has_begun() && !owes_continue_;
  const bool is_request_due = takes_requests_ && (is_idle() || is_half_here);
  if (is_request_due && !deadlines_.is_set(Limit::request)) limit(Limit::request, hall_.idle_max);
  if (is_reading_) return;
  const auto space = reader_.space();
  if (space.empty()) return refuse(header_too_large());
  is_reading_ = true;
  socket_.async_read_some(asio::buffer(space.data(), space.size()),
                          [self = self()](const error_code& error, std::size_t count) { self->on_read(error, count); });
}

void HttpSession::on_read(const error_code& error, std::size_t count) {
  is_reading_ = false;
  if (phase_ == Phase::closed) return;
  const bool only_end_matters = phase_ == Phase::draining || (phase_ == Phase::streaming && more_);
  if (error) return error == asio::error::eof && !only_end_matters ? take_no_more() : close();
  if (phase_ == Phase::draining) drained_ += count;
  if (drained_ > kDrainBytesMax) return close();
  if (only_end_matters || !takes_requests_) return read();
  reader_.received(count);
  go_on();
}

// The client has sent its last byte, or half a request for too long. What it has asked for before is still answered.
void HttpSession::take_no_more() {
  takes_requests_ = false;
  deadlines_.clear(Limit::request);
  if (is_idle()) close();
}

// Reads requests and hands them over until bytes are wanted, or a request has to wait.
void HttpSession::go_on() {
  while (phase_ == Phase::serving && takes_requests_ && !is_reading_) {
    if (has_whole_request_ && !hand_over()) return;
    if (!takes_requests_ || phase_ != Phase::serving) return;
    switch (reader_.read()) {
      case HttpReader::Progress::more: return read();
      case HttpReader::Progress::head:
        if (!is_welcome()) return;
        break;
      case HttpReader::Progress::whole:
        has_whole_request_ = true;
        owes_continue_ = false;
        deadlines_.clear(Limit::request);
        break;
      case HttpReader::Progress::broken: return refuse(reader_.refusal());
    }
  }
}

bool HttpSession::is_welcome() {
  auto decision = admit(reader_.head(), roles_, hall_.table);
  if (auto* response = std::get_if<ApiResponse>(&decision)) {
    refuse(std::move(*response));
    return false;
  }
  match_ = std::move(std::get<RouteMatch>(decision));
  owes_continue_ = reader_.expects_continue();
  continue_if_due();
  return true;
}

// False: it has to wait, for the answers before it or for a client that does not take them.
bool HttpSession::hand_over() {
  const ApiRoute& route = *match_.route;
  ApiRequest& request = reader_.request();
  if (hall_.is_closing && is_idle()) close();
  if (hall_.is_closing || is_writing_) return false;
  const Pipeline::Load load{
      .body_bytes = request.body.size(), .of_all = hall_.in_flight, .unsent_bytes = outgoing_.size()};
  if (!pipeline_.has_room(route, load)) return false;
  has_whole_request_ = false;
  has_asked_ = true;
  takes_requests_ = reader_.keeps_alive();
  const std::uint64_t number = pipeline_.begin(may_overlap(route), takes_requests_, request.body.size());
  ++hall_.in_flight;
  request.id = std::move(match_.id);
  if (const auto time = limit_of(route.patience, hall_.context)) {
    patient_number_ = number;
    limit(Limit::patience, *time);
  }
  route.handler(hall_.context, request, Reply(weak_from_this(), number));
  reader_.next();
  return true;
}

std::shared_ptr<Session> Session::make(Socket socket, const Roles& roles, Hall& hall) {
  return std::make_shared<HttpSession>(std::move(socket), roles, hall);
}

}  // namespace lic::api
