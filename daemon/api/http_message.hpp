#pragma once
// A request and its response as the routes see them, free of sockets and of Beast.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lic::api {

enum class Method { get, put, post, patch, del, other };

// Valid while the handler runs; what is needed later is copied.
struct ApiRequest {
  Method method = Method::other;
  std::string target;         // path and query as sent
  std::string id;             // the {id} of the route's pattern, decoded
  std::string last_event_id;  // header Last-Event-ID
  std::string body;
};

struct ApiResponse {
  int status = 200;
  std::string_view content_type = "application/json";  // a literal
  std::string body;
  std::string allow;  // header Allow, of a 405
  // Set for a stream that has no end: gives the next piece, empty = nothing yet. Asked again whenever there may be
  // more.
  std::function<std::string()> more;
  // Set for a body that is made while the client takes it, so that a large one costs no memory: the next piece; empty =
  // that was all; nothing = it broke off, and the connection is closed so that nobody takes the body for whole.
  std::function<std::optional<std::string>()> pieces = {};
};

// Whom replies reach.
class AnswerTaker {
public:
  virtual ~AnswerTaker() = default;
  // Ignores numbers that wait for no answer.
  virtual void answer(std::uint64_t number, ApiResponse response) = 0;
};

// Answers a request; call once. A later call, or one after the client is gone, does nothing. Loop thread only. Cheap to
// copy: handlers keep it until the commit.
class Reply {
public:
  Reply(std::weak_ptr<AnswerTaker> taker, std::uint64_t number) : taker_(std::move(taker)), number_(number) {}
  void operator()(ApiResponse response) const {
    if (const auto taker = taker_.lock()) taker->answer(number_, std::move(response));
  }

private:
  std::weak_ptr<AnswerTaker> taker_;
  std::uint64_t number_;
};

}  // namespace lic::api
