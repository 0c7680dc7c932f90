#include "daemon/config/written_keys.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace lic {
namespace {

std::string text_of(const TomlValue& value);

struct TextOf {
  std::string operator()(const TomlOther& /*other*/) const { return "?"; }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return '"' + text + '"'; }
  std::string operator()(const TomlArray& items) const {
    std::string text = "[";
    for (const TomlValue& item : items) text += text_of(item) + ",";
    return text + "]";
  }
  std::string operator()(const TomlTable& members) const {
    std::string text = "{";
    for (const TomlMember& member : members) text += member.key + "=" + text_of(member.value) + ",";
    return text + "}";
  }
};

std::string text_of(const TomlValue& value) { return std::visit(TextOf{}, value.content); }

void note_table(const TomlTable& table, const std::string& prefix, WrittenKeys& written) {
  for (const TomlMember& member : table) {
    const std::string name = prefix + member.key;
    if (const auto* inner = std::get_if<TomlTable>(&member.value.content)) {
      note_table(*inner, name + ".", written);
    } else {
      written[name] = text_of(member.value);
    }
  }
}

}  // namespace

void note_written(const TomlFile& file, WrittenKeys& written) {
  if (const auto* root = std::get_if<TomlTable>(&file.root.content)) note_table(*root, "", written);
}

}  // namespace lic
