#include "tests/lab/http_messages.hpp"

#include <optional>
#include <utility>

namespace ssm_lab {

namespace http = boost::beast::http;

namespace {

std::optional<std::string> find_field(const http::request<http::string_body>& message, http::field name) {
  const auto found = message.find(name);
  if (found == message.end()) return std::nullopt;
  return std::string(found->value());
}

}  // namespace

HttpRequest to_plain(http::request<http::string_body>&& message) {
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.content_type = find_field(message, http::field::content_type).value_or("");
  request.host = find_field(message, http::field::host);
  request.origin = find_field(message, http::field::origin);
  request.authorization = find_field(message, http::field::authorization);
  request.body = std::move(message.body());
  return request;
}

http::response<http::string_body> to_message(const HttpAnswer& answer, bool is_kept_alive) {
  http::response<http::string_body> message;
  message.version(11);
  message.result(answer.status);
  message.set(http::field::server, "ssm-lab");
  message.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : answer.headers) message.set(name, value);
  message.keep_alive(is_kept_alive);
  message.body() = answer.body;
  message.prepare_payload();
  return message;
}

}  // namespace ssm_lab
