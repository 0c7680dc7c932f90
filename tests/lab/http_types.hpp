// An HTTP request and its answer as plain text, so that nothing but http_server.cpp knows Beast.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssm_lab {

struct HttpRequest {
  std::string method;
  std::string target;  // path and query as sent
  std::string content_type;
  std::optional<std::string> host;
  std::optional<std::string> origin;
  std::optional<std::string> authorization;
  std::string body;
};

// How the connection goes on: whole answer, none at all, or half of the body and then the end.
enum class Ending { complete, no_answer, half };

struct HttpAnswer {
  unsigned status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  // Spaces after the body. If there are any, the answer goes out in chunks, without a Content-Length.
  std::uint64_t padding_bytes = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::chrono::milliseconds delay{0};
  Ending ending = Ending::complete;
};

// Called from many threads at once.
using HttpHandler = std::function<HttpAnswer(const HttpRequest&)>;

[[nodiscard]] inline HttpAnswer plain_answer(unsigned status, std::string text) {
  HttpAnswer answer;
  answer.status = status;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = std::move(text);
  return answer;
}

}  // namespace ssm_lab
