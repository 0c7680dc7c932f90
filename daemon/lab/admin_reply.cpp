#include "daemon/lab/admin_reply.hpp"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>

namespace lic {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
  }
  return result;
}

// The value of a header, in lower case, of a head that is in lower case.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  const auto at = head.find("\r\n" + std::string(name) + ":");
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view value = head.substr(at + name.size() + 3);
  value = value.substr(0, value.find("\r\n"));
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

}  // namespace

AdminReply parse_admin_reply(std::string_view bytes) {
  constexpr std::string_view kVersion = "http/1.1 ";
  AdminReply reply;
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return reply;
  const std::string head = lower(bytes.substr(0, end));
  const std::string_view view = head;
  const auto status = view.starts_with(kVersion) ? number<int>(view.substr(kVersion.size(), 3)) : std::nullopt;
  const auto length_text = header(view, "content-length");
  const auto length = length_text ? number<std::size_t>(*length_text) : std::optional<std::size_t>(0);
  if (!status || !length) {
    reply.progress = AdminReply::Progress::broken;
    return reply;
  }
  if (bytes.size() - end - 4 < *length) return reply;
  reply.progress = AdminReply::Progress::complete;
  reply.status = *status;
  reply.closes = header(view, "connection") == "close" || bytes.size() - end - 4 > *length;
  return reply;
}

}  // namespace lic
