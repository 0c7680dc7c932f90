#include "daemon/log/log_line.hpp"

namespace lic {
namespace {

bool needs_quotes(std::string_view value) {
  return value.empty() || value.find_first_of(" \"=\\") != std::string_view::npos;
}

void append_value(std::string& line, std::string_view value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const bool quoted = needs_quotes(value);
  if (quoted) line += '"';
  for (const char byte : value) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 || code == 0x7f) {
      line += "\\x";
      line += kHex[code >> 4U];
      line += kHex[code & 0x0FU];
      continue;
    }
    if (byte == '"' || byte == '\\') line += '\\';
    line += byte;
  }
  if (quoted) line += '"';
}

}  // namespace

std::string log_line(std::string_view event, std::initializer_list<LogField> fields) {
  std::string line(event);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    append_value(line, std::string_view(field.value).substr(0, kLogLineBytesMax));
  }
  if (line.size() <= kLogLineBytesMax) return line;
  line.resize(kLogLineBytesMax - 3);
  return line + "...";
}

}  // namespace lic
