#pragma once
// A TOML file as a tree that knows where everything stands: each value and each key with line and column, members in
// the order of the file. toml++ stays behind this header (it is slow to compile).

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/config/config.hpp"

namespace lic {

// Where something stands in its file, counted from 1.
struct TomlPlace {
  int line = 1;
  int column = 1;
  friend bool operator==(const TomlPlace&, const TomlPlace&) = default;
};

struct TomlMember;
struct TomlValue;
using TomlTable = std::vector<TomlMember>;
using TomlArray = std::vector<TomlValue>;
struct TomlOther {};  // dates and times: no key of ours takes one

struct TomlValue {
  TomlPlace place;
  std::variant<TomlOther, bool, std::int64_t, double, std::string, TomlArray, TomlTable> content;
};
struct TomlMember {
  std::string key;
  TomlPlace place;  // of the key; of the header for [tables]
  TomlValue value;
};

struct TomlFile {
  std::string path;
  TomlValue root;                       // always a table
  std::vector<ConfigProblem> problems;  // unreadable, too large, or not TOML: then `root` is empty
};

// Limits against hostile or damaged files; far above what a configuration needs.
inline constexpr std::size_t kTomlBytesMax = std::size_t{256} * 1024;
inline constexpr std::size_t kTomlLineBytesMax = 4096;
inline constexpr int kTomlDepthMax = 16;

[[nodiscard]] TomlFile read_toml_file(const std::string& path);
// The same for text that is in memory already; `path` is only named in problems.
[[nodiscard]] TomlFile read_toml_text(const std::string& path, const std::string& text);

// The member of that name, or nullptr.
[[nodiscard]] const TomlMember* find_member(const TomlTable& table, std::string_view key);

// "a string", "a table", ...: what a value is, for messages.
[[nodiscard]] std::string_view kind_of_value(const TomlValue& value);

}  // namespace lic
