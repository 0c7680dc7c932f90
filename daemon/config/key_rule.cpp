#include "daemon/config/key_rule.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "daemon/config/secret_file.hpp"

namespace lic {
namespace {

constexpr std::size_t kPathBytesMax = 1024;

void wrong_type(const TomlMember& member, std::string_view wanted, ProblemList& problems) {
  problems.add(member.value.place,
               member.key + " takes " + std::string(wanted) + ", not " + std::string(kind_of_value(member.value)));
}

void out_of_range(const TomlMember& member, NumberRange range, ProblemList& problems) {
  problems.add(member.value.place, member.key + " is out of range; it takes " + std::to_string(range.least) + " to " +
                                       std::to_string(range.most));
}

bool is_printable(std::string_view text) {
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 || code == 0x7f) return false;
  }
  return true;
}

}  // namespace

std::optional<bool> read_flag(const TomlMember& member, ProblemList& problems) {
  if (const bool* flag = std::get_if<bool>(&member.value.content)) return *flag;
  wrong_type(member, "true or false", problems);
  return std::nullopt;
}

std::optional<std::int64_t> read_number(const TomlMember& member, NumberRange range, ProblemList& problems) {
  const auto* number = std::get_if<std::int64_t>(&member.value.content);
  if (number == nullptr) {
    wrong_type(member, "a whole number", problems);
    return std::nullopt;
  }
  if (*number >= range.least && *number <= range.most) return *number;
  out_of_range(member, range, problems);
  return std::nullopt;
}

std::optional<Millis> read_span(const TomlMember& member, SpanRange range, ProblemList& problems) {
  const auto* fraction = std::get_if<double>(&member.value.content);
  if (fraction == nullptr || range.fraction_from <= 0) {
    const auto number = read_number(member, {range.least, range.most}, problems);
    return number ? std::optional<Millis>(range.unit * *number) : std::nullopt;
  }
  if (*fraction >= range.fraction_from && *fraction <= static_cast<double>(range.most)) {
    return Millis{std::llround(static_cast<double>(range.unit.count()) * *fraction)};
  }
  out_of_range(member, {range.least, range.most}, problems);
  return std::nullopt;
}

std::optional<std::string> read_text(const TomlMember& member, std::size_t bytes_max, bool may_be_empty,
                                     ProblemList& problems) {
  const auto* text = std::get_if<std::string>(&member.value.content);
  if (text == nullptr) {
    wrong_type(member, "a string", problems);
    return std::nullopt;
  }
  if (text->empty() && !may_be_empty) {
    problems.add(member.value.place, member.key + " is empty; give it a value or remove the key");
  } else if (text->size() > bytes_max) {
    problems.add(member.value.place, member.key + " is longer than " + std::to_string(bytes_max) + " bytes");
  } else if (!is_printable(*text)) {
    problems.add(member.value.place, member.key + " contains control characters; remove them");
  } else {
    return *text;
  }
  return std::nullopt;
}

std::optional<std::size_t> read_choice(const TomlMember& member, ChoiceWords choice, ProblemList& problems) {
  const auto* text = std::get_if<std::string>(&member.value.content);
  const std::string given = text == nullptr ? std::string(kind_of_value(member.value)) : shown(*text);
  std::vector<std::string> names;
  for (std::size_t index = 0; index < choice.words.size(); ++index) {
    if (text != nullptr && *text == choice.words[index]) return index;
    names.emplace_back("\"" + std::string(choice.words[index]) + "\"");
  }
  const bool later = text != nullptr && std::ranges::find(choice.later, *text) != choice.later.end();
  problems.add(member.value.place,
               member.key + (later ? " = " + given + " is not supported by this version" : " cannot be " + given) +
                   "; it takes " + joined(names));
  return std::nullopt;
}

std::optional<std::vector<std::size_t>> read_choices(const TomlMember& member, ChoiceWords choice,
                                                     ProblemList& problems) {
  const auto* items = std::get_if<TomlArray>(&member.value.content);
  if (items == nullptr) {
    wrong_type(member, "a list of strings", problems);
    return std::nullopt;
  }
  std::vector<std::size_t> indexes;
  for (const TomlValue& item : *items) {
    if (const auto index = read_choice({"an item of " + member.key, item.place, item}, choice, problems)) {
      indexes.push_back(*index);
    }
  }
  return indexes.size() == items->size() ? std::optional(indexes) : std::nullopt;
}

std::optional<std::string> read_path(const TomlMember& member, ProblemList& problems) {
  const auto text = read_text(member, kPathBytesMax, false, problems);
  if (!text) return std::nullopt;
  std::error_code failure;
  const std::filesystem::path base = std::filesystem::absolute(problems.file(), failure).parent_path();
  return (base / *text).lexically_normal().string();
}

std::optional<std::string> read_secret_path(const TomlMember& member, ProblemList& problems) {
  const auto* text = std::get_if<std::string>(&member.value.content);
  if (text == nullptr || !names_credential(*text)) return read_path(member, problems);
  return read_text(member, kPathBytesMax, false, problems);
}

std::optional<std::vector<std::string>> read_list(const TomlMember& member, ListLimits limits, ProblemList& problems) {
  const auto* items = std::get_if<TomlArray>(&member.value.content);
  if (items == nullptr) {
    wrong_type(member, "a list of strings", problems);
    return std::nullopt;
  }
  if (items->size() > limits.items_max) {
    problems.add(member.value.place, member.key + " has more than " + std::to_string(limits.items_max) + " items");
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const TomlValue& item : *items) {
    const TomlMember as_member{"an item of " + member.key, item.place, item};
    if (auto text = read_text(as_member, limits.item_bytes_max, false, problems)) texts.push_back(*std::move(text));
  }
  if (texts.size() != items->size()) return std::nullopt;
  return texts;
}

void report_unknown(const TomlMember& member, std::string_view section, const std::vector<std::string>& known,
                    ProblemList& problems) {
  const std::string near = nearest_word(member.key, known);
  problems.add(member.place, "unknown key " + shown(member.key) + " in [" + std::string(section) + "]; " +
                                 (near.empty() ? "it takes " + joined(known) : "did you mean " + near + "?"));
}

}  // namespace lic
