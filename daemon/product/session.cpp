#include "daemon/product/session.hpp"

#include <utility>
#include <variant>

#include "agent/status.hpp"
#include "daemon/api/status_json.hpp"

namespace lic::product {
namespace {

constexpr std::size_t kRowCost = 256;  // of one row's answer, about
constexpr std::string_view kRemedy = "correct the request and send it again";

Error bad_request(std::string reason) {
  return Error(ErrorCode::invalid_argument, std::move(reason), std::string(kRemedy));
}

Error not_permitted() {
  return Error(ErrorCode::permission_denied, "this user may only ask for provisioning and subscribe",
               "name the product's user in [api] product_users");
}

// A JSON object as members for an answer.
std::string members_of(const api::Json& object) {
  const std::string text = api::to_text(object);
  return text.substr(1, text.size() - 2);
}

void set_holder(Event& event, std::uint32_t holder) {
  if (auto* sign_in = std::get_if<SignIn>(&event)) sign_in->holder = holder;
  if (auto* sync = std::get_if<SeatSync>(&event)) {
    for (SignIn& seat : sync->seats) seat.holder = holder;
  }
  if (auto* batch = std::get_if<SeatBatch>(&event)) {
    for (auto& change : batch->changes) {
      if (auto* seat = std::get_if<SignIn>(&change)) seat->holder = holder;
    }
  }
}

}  // namespace

Session::~Session() {
  if (sends_rubbish_) office_.loop.unreadable_product().gone(this);
}

bool Session::is_ready() const {
  return holder_.has_value() && waiting_.size() < kUnansweredMax && waiting_.cost() < kUnansweredBytesMax &&
         output_.size() < kUnwrittenBytesMax && office_.loop.has_room();
}

bool Session::may_apply(const Asked& asked) const {
  const bool only_reads = std::holds_alternative<AskProvisioning>(asked) || std::holds_alternative<Subscribe>(asked) ||
                          std::holds_alternative<BadLine>(asked);
  return only_reads || api::is_allowed(api::Permission::use, roles_);
}

void Session::received(std::size_t count) {
  lines_.add(count);
  proceed();
}

void Session::peer_ended() {
  has_peer_ended_ = true;
  proceed();
}

void Session::set_holder(std::uint32_t holder) {
  holder_ = holder;
  proceed();
}

void Session::proceed() {
  while (!is_ending_ && is_ready()) {
    const auto line = lines_.next();
    if (line) {
      apply(office_.reader.read(*line), line->size());
      continue;
    }
    if (lines_.is_too_long()) {
      end_with(bad_request("the line is longer than " + std::to_string(kLineBytesMax) + " bytes"));
    } else if (has_peer_ended_ && lines_.has_half_line()) {
      end_with(bad_request("the connection was closed in the middle of a line"));
    } else if (has_peer_ended_) {
      end();
    }
    return;
  }
}

void Session::apply(Request request, std::size_t bytes) {
  if (!may_apply(request.asked)) return answer_now(request, not_permitted());
  if (auto* bad = std::get_if<BadLine>(&request.asked)) {
    if (bad->tears_sync) sync_.tear();
    note_sense(true, bad->reason);
    return answer_now(request, bad_request(std::move(bad->reason)));
  }
  if (sends_rubbish_) note_sense(false, {});
  // Moved out before `request` is used up for the answer.
  Asked asked = std::move(request.asked);
  if (auto* sign_in = std::get_if<SignIn>(&asked)) return submit(request, std::move(*sign_in), bytes);
  if (auto* sign_out = std::get_if<SignOut>(&asked)) return submit(request, std::move(*sign_out), bytes);
  if (auto* update = std::get_if<SeatUpdate>(&asked)) return submit(request, std::move(*update), bytes);
  if (auto* ports = std::get_if<PortsInUse>(&asked)) return submit(request, *ports, bytes);
  if (auto* batch = std::get_if<SeatBatch>(&asked)) {
    const std::size_t cost = bytes + kRowCost * batch->changes.size();
    return submit(request, std::move(*batch), cost);
  }
  if (auto* part = std::get_if<SyncPart>(&asked)) return take_sync(request, std::move(*part), bytes);
  read_state(request, std::holds_alternative<Subscribe>(asked));
}

// Only of those whose use is counted: nobody else may raise an alarm. Costs nothing while every line makes sense.
void Session::note_sense(bool is_rubbish, const std::string& why) {
  if (!api::is_allowed(api::Permission::use, roles_)) return;
  UnreadableProduct& known = office_.loop.unreadable_product();
  sends_rubbish_ = true;
  if (is_rubbish)
    known.sent_rubbish(this, why);
  else
    known.sent_sense(this);
}

void Session::submit(Request& request, Event event, std::size_t cost) {
  lic::product::set_holder(event, *holder_);
  AnswerShape shape{.echo = std::move(request.echo), .unknown = request.unknown, .rows = std::move(request.rows)};
  if (const auto* sync = std::get_if<SeatSync>(&event)) shape.count = sync->seats.size();
  const std::uint64_t number = waiting_.expect(std::move(shape), cost);
  ++in_loop_;
  // proceed() made sure that there is room; without it the loop is stopping, and nothing was done.
  if (!office_.loop.submit(std::move(event),
                           [this, number](const Answered& answered) { on_answer(number, answered); })) {
    on_answer(number, Error(ErrorCode::unavailable, "the agent is stopping", "ask again when it runs"));
  }
}

void Session::take_sync(Request& request, SyncPart part, std::size_t cost) {
  auto whole = sync_.add(std::move(part));
  if (whole.has_error()) return answer_now(request, whole.error());
  if (*whole) return submit(request, std::move(**whole), cost);
  std::string line;
  append_good(line, request.echo, "\"gathered\":" + std::to_string(sync_.gathered()));
  waiting_.answer(waiting_.expect({}, 0), std::move(line), output_);
}

// Sees the state after the commit of what was asked before; a subscriber knows from it where its events begin.
void Session::read_state(Request& request, bool subscribes) {
  const std::uint64_t number = waiting_.expect({.echo = std::move(request.echo)}, 0);
  ++in_loop_;
  const bool is_taken = office_.loop.read([this, number, subscribes](const Reading& reading) {
    if (subscribes) is_subscribed_ = true;
    on_reading(number, reading);
  });
  if (!is_taken) on_answer(number, Error(ErrorCode::unavailable, "the agent is stopping", "ask again when it runs"));
}

void Session::answer_now(Request& request, const Error& error) {
  std::string line;
  append_error(line, request.echo, error);
  waiting_.answer(waiting_.expect({}, line.size()), std::move(line), output_);
}

void Session::on_answer(std::uint64_t number, const Answered& answered) {
  --in_loop_;
  waiting_.answer(number, answered, office_.loop.is_durable(), output_);
  owner_.on_answered();
}

void Session::on_reading(std::uint64_t number, const Reading& reading) {
  --in_loop_;
  const StatusView view = status(reading.state, reading.now, reading.policy);
  std::string line;
  append_good(line, waiting_.shape_of(number).echo, members_of(api::provisioning_json(view)));
  waiting_.answer(number, std::move(line), output_);
  owner_.on_answered();
}

void Session::end_with(const Error& error) {
  if (is_ending_) return;
  Request none;
  answer_now(none, error);
  end();
}

void Session::tell(const std::string& event_lines) {
  if (is_subscribed_) output_ += event_lines;
}

}  // namespace lic::product
