// The other half of LineHandler: from members to requests.
#include <utility>

#include "agent/seats.hpp"
#include "daemon/product/line_handler.hpp"

namespace lic::product {
namespace {

const MemberSet kFrame{Member::i, Member::op};

Error bad_row(std::string what) {
  return Error(ErrorCode::invalid_argument, std::move(what), "correct the change and send it again");
}

// A change as it is applied, or as the error that it is answered with.
template <class Event>
std::variant<SignIn, SignOut, SeatUpdate, Error> change(Result<Event> made) {
  if (made.has_error()) return bad_row(made.error().what);
  return std::move(*made);
}

template <class Event>
Asked request(Result<Event> made) {
  if (made.has_error()) return BadLine{.reason = made.error().what};
  return std::move(*made);
}

}  // namespace

void LineHandler::begin_row() {
  is_in_row_ = true;
  row_.present = {};
  member_.reset();
}

void LineHandler::end_row() {
  if (rows_of_ == Member::changes) {
    end_change();
  } else if (!problem_) {
    auto seat = to_sign_in(row_, place_text());
    if (seat.has_error()) {
      refuse(seat.error().what);
    } else {
      seats_.push_back(std::move(*seat));
    }
  }
  is_in_row_ = false;
  row_problem_.reset();
  member_.reset();
}

void LineHandler::end_change() {
  if (problem_) return;
  if (batch_.changes.size() == kBatchMax) {
    problem_ = "the batch has more than " + std::to_string(kBatchMax) + " changes";
    return;
  }
  const std::string place = row_problem_ ? std::string{} : place_text();
  const bool has_op = row_.present.has(Member::op);
  const MemberSet frame{Member::op};
  Unknown unknown = Unknown::is_error;
  if (row_problem_) {
    batch_.changes.emplace_back(bad_row(std::move(*row_problem_)));
  } else if (has_op && row_.op == Op::sign_in) {
    batch_.changes.push_back(change(to_sign_in(row_, place, frame)));
  } else if (has_op && row_.op == Op::sign_out) {
    unknown = Unknown::is_known_false;
    batch_.changes.push_back(change(to_sign_out(row_, place, frame)));
  } else if (has_op && row_.op == Op::update) {
    unknown = unknown_in_update(row_);
    batch_.changes.push_back(change(to_update(row_, place, frame)));
  } else {
    batch_.changes.emplace_back(bad_row("\"op\" in " + place + " is not one of sign_in, sign_out, update"));
  }
  unknown_rows_.push_back(unknown);
}

Asked LineHandler::asked() {
  constexpr std::string_view kPlace = "the request";
  if (!top_.present.has(Member::op)) return BadLine{.reason = "\"op\" is missing; known are " + known_ops()};
  MemberSet allowed = kFrame;
  const auto lacks = [](Member member) {
    return BadLine{.reason = "\"" + std::string(name_of(member)) + "\" is missing in the request"};
  };
  switch (top_.op) {
    case Op::sign_in: return request(to_sign_in(top_, kPlace, kFrame));
    case Op::sign_out: return request(to_sign_out(top_, kPlace, kFrame));
    case Op::update: return request(to_update(top_, kPlace, kFrame));
    case Op::ports: return request(to_ports(top_, kPlace, kFrame));
    case Op::sync:
      allowed.add(Member::seats);
      allowed.add(Member::more);
      if (auto good = check_members(top_, kPlace, allowed); good.has_error()) return BadLine{good.error().what};
      if (!top_.present.has(Member::seats)) return lacks(Member::seats);
      return SyncPart{.seats = std::exchange(seats_, {}), .more = more_};
    case Op::batch:
      allowed.add(Member::changes);
      if (auto good = check_members(top_, kPlace, allowed); good.has_error()) return BadLine{good.error().what};
      if (!top_.present.has(Member::changes)) return lacks(Member::changes);
      return std::exchange(batch_, {});
    case Op::provisioning:
    case Op::subscribe:
      if (auto good = check_members(top_, kPlace, allowed); good.has_error()) return BadLine{good.error().what};
      if (top_.op == Op::subscribe) return Subscribe{};
      return AskProvisioning{};
  }
  return BadLine{};
}

BadLine LineHandler::bad_line(std::string reason, bool is_whole) {
  const bool is_sync = top_.present.has(Member::op) && top_.op == Op::sync;
  const bool is_torn = is_sync ? !is_whole || more_ : line_.find("\"seats\"") != std::string_view::npos;
  return {.reason = std::move(reason), .tears_sync = is_torn};
}

Request LineHandler::finish() {
  Request made;
  const Op op = top_.op;
  made.asked = problem_ ? Asked(BadLine{.reason = std::move(*problem_)}) : asked();
  if (auto* bad = std::get_if<BadLine>(&made.asked)) {
    made.asked = bad_line(std::move(bad->reason), true);
  } else if (op == Op::sign_out) {
    made.unknown = Unknown::is_known_false;
  } else if (op == Op::update) {
    made.unknown = unknown_in_update(top_);
  } else if (op == Op::batch) {
    made.rows = std::exchange(unknown_rows_, {});
  }
  made.echo = std::move(echo_);
  return made;
}

std::optional<SignIn> LineHandler::finish_sign_in() {
  if (problem_) return std::nullopt;
  auto made = to_sign_in(top_, "the body");
  if (made.has_error()) return std::nullopt;
  return std::move(*made);
}

Request LineHandler::give_up(std::string reason) {
  return {.echo = std::move(echo_), .asked = bad_line(std::move(reason), false)};
}

}  // namespace lic::product
