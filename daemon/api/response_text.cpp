#include "daemon/api/response_text.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

namespace lic::api {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 507: return "Insufficient Storage";
    default: return status < 400 ? "OK" : "Error";
  }
}

void append_number(std::string& to, std::size_t number, int base) {
  std::array<char, 24> digits{};
  to.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr);
}

}  // namespace

void append_response(std::string& to, const ApiResponse& response, bool keeps_alive) {
  to += "HTTP/1.1 ";
  append_number(to, static_cast<std::size_t>(response.status), 10);
  to += ' ';
  to += reason(response.status);
  if (!response.content_type.empty()) {
    to += "\r\nContent-Type: ";
    to += response.content_type;
  }
  if (!response.allow.empty()) {
    to += "\r\nAllow: ";
    to += response.allow;
  }
  if (response.pieces) {
    to += "\r\nTransfer-Encoding: chunked";
  } else if (!response.more && response.status != 204) {
    to += "\r\nContent-Length: ";
    append_number(to, response.body.size(), 10);
  }
  to += "\r\nCache-Control: no-store\r\n";
  to += keeps_alive ? "\r\n" : "Connection: close\r\n\r\n";
  to += response.body;
}

std::string response_text(const ApiResponse& response, bool keeps_alive) {
  std::string text;
  append_response(text, response, keeps_alive);
  return text;
}

std::string chunk_text(const std::string& piece) {
  std::string text;
  append_number(text, piece.size(), 16);
  text += "\r\n";
  text += piece;
  text += "\r\n";
  return text;
}

}  // namespace lic::api
