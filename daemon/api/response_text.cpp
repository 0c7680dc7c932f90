#include "daemon/api/response_text.hpp"

#include <array>
#include <charconv>
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

}  // namespace

std::string response_text(const ApiResponse& response, bool keeps_alive) {
  std::string text =
      "HTTP/1.1 " + std::to_string(response.status) + ' ' + std::string(reason(response.status)) + "\r\n";
  if (!response.content_type.empty()) text += "Content-Type: " + response.content_type + "\r\n";
  if (!response.allow.empty()) text += "Allow: " + response.allow + "\r\n";
  if (response.pieces)
    text += "Transfer-Encoding: chunked\r\n";
  else if (!response.more && response.status != 204)
    text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  text += "Cache-Control: no-store\r\n";
  text += keeps_alive ? "\r\n" : "Connection: close\r\n\r\n";
  return text + response.body;
}

std::string chunk_text(const std::string& piece) {
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
  return std::string(size.data(), end) + "\r\n" + piece + "\r\n";
}

}  // namespace lic::api
