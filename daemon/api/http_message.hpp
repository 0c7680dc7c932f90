#pragma once
// A request and its response as the routes see them, free of sockets and of Beast.

#include <functional>
#include <optional>
#include <string>

namespace lic::api {

enum class Method { get, put, post, patch, del, other };

struct ApiRequest {
  Method method = Method::other;
  std::string target;         // path and query as sent
  std::string id;             // the {id} of the route's pattern, decoded
  std::string last_event_id;  // header Last-Event-ID
  std::string body;
};

struct ApiResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::string allow;  // header Allow, of a 405
  // Set for a stream that has no end: gives the next piece, empty = nothing yet. Asked again whenever there may be
  // more.
  std::function<std::string()> more;
  // Set for a body that is made while the client takes it, so that a large one costs no memory: the next piece; empty =
  // that was all; nothing = it broke off, and the connection is closed so that nobody takes the body for whole.
  std::function<std::optional<std::string>()> pieces = {};
};

// Answers a request; call once. A later call, or one after the client is gone, does nothing. Loop thread only.
using Reply = std::function<void(ApiResponse)>;

}  // namespace lic::api
