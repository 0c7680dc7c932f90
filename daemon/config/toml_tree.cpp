#include "daemon/config/toml_tree.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <filesystem>

#include <toml++/toml.h>

#include "daemon/config/toml_limits.hpp"

namespace lic {
namespace {

constexpr toml::source_index kPlaceMost = 1'000'000;

TomlPlace place_of(const toml::source_position& position) {
  const auto counted = [](toml::source_index number) {
    return static_cast<int>(std::clamp(number, toml::source_index{1}, kPlaceMost));
  };
  return {counted(position.line), counted(position.column)};
}

TomlValue convert(const toml::node& node);

TomlTable convert_table(const toml::table& members) {
  TomlTable table;
  for (const auto& [key, node] : members) {
    // A [table] stands where its header begins; every other key where it is written.
    const toml::table* const below = node.as_table();
    const toml::source_region& place = below != nullptr && !below->is_inline() ? node.source() : key.source();
    table.push_back({std::string(key.str()), place_of(place.begin), convert(node)});
  }
  std::sort(table.begin(), table.end(), [](const TomlMember& left, const TomlMember& right) {
    return std::tie(left.place.line, left.place.column, left.key) <
           std::tie(right.place.line, right.place.column, right.key);
  });
  return table;
}

TomlValue convert(const toml::node& node) {
  TomlValue converted;
  converted.place = place_of(node.source().begin);
  if (const auto* boolean = node.as_boolean()) {
    converted.content = boolean->get();
  } else if (const auto* integer = node.as_integer()) {
    converted.content = integer->get();
  } else if (const auto* fraction = node.as_floating_point()) {
    converted.content = fraction->get();
  } else if (const auto* text = node.as_string()) {
    converted.content = text->get();
  } else if (const auto* array = node.as_array()) {
    TomlArray items;
    for (const toml::node& item : *array) items.push_back(convert(item));
    converted.content = std::move(items);
  } else if (const auto* members = node.as_table()) {
    converted.content = convert_table(*members);
  }
  return converted;
}

// What toml++ saw may hold line ends; its sentences begin with a word that ours have already.
std::string on_one_line(std::string_view description) {
  constexpr std::string_view kError = "Error ";
  if (description.starts_with(kError)) description.remove_prefix(kError.size());
  std::string line;
  for (const char byte : description) {
    if (byte == '\n')
      line += "\\n";
    else
      line += static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F ? '?' : byte;
  }
  return line;
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
  const toml::parse_result parsed = toml::parse(std::string_view(text));
  if (parsed.failed()) {
    const toml::parse_error& error = parsed.error();
    return failed(path, place_of(error.source().begin), "not TOML: " + on_one_line(error.description()));
  }
  return {path, convert(parsed.table()), {}};
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
