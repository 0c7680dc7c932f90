#include "daemon/syslog/syslog_message.hpp"

#include <algorithm>

#include "agent/time_text.hpp"
#include "transport/codec/utf8.hpp"

namespace lic {
namespace {

constexpr int kFacilityDaemon = 3;
constexpr std::size_t kHostBytesMax = 255;  // RFC 5424 section 6
constexpr std::size_t kProcessBytesMax = 128;
constexpr std::size_t kKindBytesMax = 32;
constexpr std::size_t kTextBytesMin = 64;  // of the text at least so much is kept before elements go
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

std::string clean(std::string_view bytes) {
  std::string text;
  for (std::size_t place = 0; place < bytes.size();) {
    const Utf8Character character = utf8_character_at(bytes, place);
    if (character.length == 0)
      text += '?';
    else if (is_control(character.code))
      text += ' ';
    else
      text += bytes.substr(place, character.length);
    place += std::max<std::size_t>(character.length, 1);
  }
  return text;
}

// The longest beginning of at most so many bytes that ends between two characters.
std::string_view beginning(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

// A field of the header: printable ASCII without blanks, "-" if there is nothing.
std::string header_field(std::string_view text, std::size_t bytes_max) {
  std::string field(text.substr(0, bytes_max));
  std::ranges::replace_if(
      field, [](char letter) { return letter <= ' ' || letter > '~'; }, '?');
  return field.empty() ? "-" : field;
}

std::string escaped(std::string_view value) {
  std::string text;
  for (const char letter : clean(value)) {
    if (letter == '"' || letter == '\\' || letter == ']') text += '\\';
    text += letter;
  }
  return text;
}

std::string elements_text(const std::vector<SyslogElement>& elements) {
  std::string text;
  for (const SyslogElement& element : elements) {
    text += "[" + std::string(element.id);
    for (const SyslogParameter& parameter : element.parameters)
      text += " " + std::string(parameter.name) + "=\"" + escaped(parameter.value) + "\"";
    text += "]";
  }
  return text.empty() ? "-" : text;
}

std::string marked_text(std::string_view bytes) {
  std::string text = clean(bytes);
  const bool is_ascii =
      std::ranges::all_of(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
  return is_ascii ? text : std::string(kByteOrderMark) + text;
}

}  // namespace

std::string syslog_message(const SyslogRecord& record, std::size_t bytes_max) {
  std::string message = "<" + std::to_string(8 * kFacilityDaemon + record.priority) + ">1 " + to_rfc3339(record.at);
  message += " " + header_field(record.host, kHostBytesMax) + " smart-agentd ";
  message += header_field(record.process, kProcessBytesMax) + " " + header_field(record.kind, kKindBytesMax) + " ";
  const std::string elements = elements_text(record.elements);
  const std::string text = marked_text(record.text);
  const std::size_t kept = std::min(text.size(), kTextBytesMin);
  message += message.size() + elements.size() + 1 + kept <= bytes_max ? elements : "-";
  message += " ";
  return message + std::string(beginning(text, bytes_max - std::min(bytes_max, message.size())));
}

}  // namespace lic
