#include "daemon/config/toml_tree.hpp"

#include <algorithm>
#include <charconv>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>
#include <filesystem>

#include <toml.hpp>

#include "daemon/config/toml_limits.hpp"

namespace lic {
namespace {

int to_int(std::uint_least32_t number) { return static_cast<int>(std::min<std::uint_least32_t>(number, 1'000'000)); }

// toml11 counts lines from the beginning of the file each time it makes a location: one for each value is enough.
TomlPlace place_of(const toml::source_location& location) {
  return {to_int(location.line()), to_int(location.column())};
}

// toml11 does not keep where a key stands; it stands left of its value on the value's line, or is the header itself.
TomlPlace place_of_key(const std::string& key, const toml::value& value, const toml::source_location& location) {
  const TomlPlace place = place_of(location);
  if (value.is_table() && location.line_str().find('{') == std::string::npos) return place;
  const std::size_t before_value = location.column() > 1 ? location.column() - 1 : 0;
  const std::size_t at = location.line_str().rfind(key, before_value);
  return at == std::string::npos ? place : TomlPlace{place.line, static_cast<int>(at) + 1};
}

TomlValue convert(const toml::value& value, const toml::source_location& location);

TomlTable convert_table(const toml::value& value) {
  TomlTable table;
  for (const auto& [key, member] : value.as_table(std::nothrow)) {
    const toml::source_location location = member.location();
    table.push_back({key, place_of_key(key, member, location), convert(member, location)});
  }
  std::sort(table.begin(), table.end(), [](const TomlMember& left, const TomlMember& right) {
    return std::tie(left.place.line, left.place.column, left.key) <
           std::tie(right.place.line, right.place.column, right.key);
  });
  return table;
}

TomlValue convert(const toml::value& value, const toml::source_location& location) {
  TomlValue converted;
  converted.place = place_of(location);
  if (value.is_boolean()) {
    converted.content = value.as_boolean(std::nothrow);
  } else if (value.is_integer()) {
    converted.content = std::int64_t{value.as_integer(std::nothrow)};
  } else if (value.is_floating()) {
    converted.content = value.as_floating(std::nothrow);
  } else if (value.is_string()) {
    converted.content = value.as_string(std::nothrow).str;
  } else if (value.is_array()) {
    TomlArray items;
    for (const toml::value& item : value.as_array(std::nothrow)) items.push_back(convert(item, item.location()));
    converted.content = std::move(items);
  } else if (value.is_table()) {
    converted.content = convert_table(value);
  }
  return converted;
}

// toml11's message is a drawing: "[error] toml::function: cause", then for each place " 12 | the line" and below it
// "    |   ^--- note". The last place drawn is where the error is; the exception's own column is often 1.
struct Drawing {
  TomlPlace place;
  std::string note;
};
Drawing read_drawing(const std::string& drawing, TomlPlace fallback) {
  Drawing result{fallback, {}};
  std::istringstream lines(drawing);
  std::string line;
  int numbered = fallback.line;
  while (std::getline(lines, line)) {
    const std::size_t bar = line.find(" | ");
    if (bar == std::string::npos) continue;
    const std::size_t digits = line.find_first_of("0123456789");
    if (digits < bar) {
      std::from_chars(line.data() + digits, line.data() + bar, numbered);
      continue;
    }
    const std::size_t mark = line.find_first_of("^~", bar);
    if (line.find_first_not_of(' ') != bar + 1 || mark == std::string::npos) continue;
    result.place = {numbered, static_cast<int>(mark - bar - 3) + 1};
    const std::size_t note = line.find(' ', mark);
    result.note = note == std::string::npos ? std::string{} : line.substr(note + 1);
  }
  return result;
}

ConfigProblem syntax_problem(const std::string& path, const toml::exception& error) {
  const std::string drawing = error.what();
  const TomlPlace fallback{to_int(error.location().line()), to_int(error.location().column())};
  const Drawing read = read_drawing(drawing, fallback);
  std::string cause = drawing.substr(0, drawing.find('\n'));
  if (cause.starts_with("[error] ")) cause.erase(0, 8);
  const std::size_t colon = cause.find(": ");
  const bool names_function = colon != std::string::npos && cause.substr(0, colon).find(' ') == std::string::npos;
  if (names_function) cause.erase(0, colon + 2);
  if (!cause.empty() && !read.note.empty()) cause += ": ";
  cause += read.note;
  return {path, read.place.line, read.place.column, "not TOML: " + cause};
}

TomlFile failed(const std::string& path, TomlPlace place, std::string text) {
  return {path, {{}, TomlTable{}}, {{path, place.line, place.column, std::move(text)}}};
}

}  // namespace

TomlFile read_toml_text(const std::string& path, const std::string& text) {
  if (text.size() > kTomlBytesMax) {
    return failed(path, {},
                  "the file is larger than " + std::to_string(kTomlBytesMax / 1024) + " KiB; is it the right file?");
  }
  if (const auto breach = find_limit_breach(text)) return failed(path, breach->place, breach->text);
  try {
    std::istringstream stream(text);
    const toml::value root = toml::parse(stream, path);
    return {path, convert(root, root.location()), {}};
  } catch (const toml::exception& error) {  // the fence: toml11 reports by throwing
    return {path, {{}, TomlTable{}}, {syntax_problem(path, error)}};
  } catch (const std::exception& error) {
    return failed(path, {}, std::string("not TOML: ") + error.what());
  }
}

TomlFile read_toml_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return failed(path, {}, "cannot be read: it is a directory");
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    const std::string reason = std::generic_category().message(errno == 0 ? EIO : errno);
    return failed(path, {},
                  "cannot be read: " + reason + "; check that it exists and that the daemon's user may read it");
  }
  std::string text(kTomlBytesMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) return failed(path, {}, "cannot be read: input/output error");
  return read_toml_text(path, text);
}

const TomlMember* find_member(const TomlTable& table, std::string_view key) {
  const auto found =
      std::find_if(table.begin(), table.end(), [key](const TomlMember& member) { return member.key == key; });
  return found == table.end() ? nullptr : &*found;
}

std::string_view kind_of_value(const TomlValue& value) {
  static constexpr std::string_view kKinds[] = {"a date or time", "true or false", "a whole number", "a fraction",
                                                "a string",       "a list",        "a table"};
  return kKinds[value.content.index()];
}

}  // namespace lic
