#pragma once
// One row per key: its name, what it takes, its range, and where the value goes. A table of rows reads a table of TOML
// into a struct and reports every problem; nobody writes a chain of ifs.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agent/time.hpp"
#include "daemon/config/problem_list.hpp"

namespace lic {

struct NumberRange {
  std::int64_t least;
  std::int64_t most;
};
// Counts of `unit`; `fraction_from` > 0 also takes fractions, down to that many units.
struct SpanRange {
  Millis unit;
  std::int64_t least;
  std::int64_t most;
  double fraction_from = 0;
};
struct ListLimits {
  std::size_t items_max;
  std::size_t item_bytes_max;
};

// Checked reading of one value; nothing (and a problem) if it is not what is asked for.
[[nodiscard]] std::optional<bool> read_flag(const TomlMember& member, ProblemList& problems);
[[nodiscard]] std::optional<std::int64_t> read_number(const TomlMember& member, NumberRange range,
                                                      ProblemList& problems);
[[nodiscard]] std::optional<Millis> read_span(const TomlMember& member, SpanRange range, ProblemList& problems);
// Printable text of at most `bytes_max`; empty only if `may_be_empty`.
[[nodiscard]] std::optional<std::string> read_text(const TomlMember& member, std::size_t bytes_max, bool may_be_empty,
                                                   ProblemList& problems);
// The index of the word in `words`. A word in `later` is one that another version knows: the message says so.
struct ChoiceWords {
  std::span<const std::string_view> words;
  std::span<const std::string_view> later;
};
[[nodiscard]] std::optional<std::size_t> read_choice(const TomlMember& member, ChoiceWords choice,
                                                     ProblemList& problems);
// The same for a list of words.
[[nodiscard]] std::optional<std::vector<std::size_t>> read_choices(const TomlMember& member, ChoiceWords choice,
                                                                   ProblemList& problems);
// An absolute path; what is relative in the file is relative to the file.
[[nodiscard]] std::optional<std::string> read_path(const TomlMember& member, ProblemList& problems);
// The same, or "credential:NAME" as it stands (secret_file.hpp).
[[nodiscard]] std::optional<std::string> read_secret_path(const TomlMember& member, ProblemList& problems);
[[nodiscard]] std::optional<std::vector<std::string>> read_list(const TomlMember& member, ListLimits limits,
                                                                ProblemList& problems);

// The usual setter: put<&Config::api, &ApiConfig::socket>. Ranges were checked before, so narrowing is safe here.
template <auto... Members, class Target, class Value>
void put(Target& target, Value value) {
  auto& field = (target.*....*Members);
  field = static_cast<std::remove_reference_t<decltype(field)>>(std::move(value));
}

// Shapes of a key: limits and the setter.
template <class Target>
struct Flag {
  void (*set)(Target&, bool);
};
template <class Target>
struct Number {
  NumberRange range;
  void (*set)(Target&, std::int64_t);
};
template <class Target>
struct Span {
  SpanRange range;
  void (*set)(Target&, Millis);
};
template <class Target>
struct Text {
  std::size_t bytes_max;
  bool may_be_empty;
  void (*set)(Target&, std::string);
};
template <class Target>
struct Choice {
  ChoiceWords choice;
  void (*set)(Target&, std::size_t);
};
template <class Target>
struct Choices {
  ChoiceWords choice;
  void (*set)(Target&, std::vector<std::size_t>);
};
template <class Target>
struct Path {
  void (*set)(Target&, std::string);
};
template <class Target>
struct SecretPath {
  void (*set)(Target&, std::string);
};
template <class Target>
struct List {
  ListLimits limits;
  void (*set)(Target&, std::vector<std::string>);
};

template <class Target>
struct KeyRule {
  std::string_view name;
  std::variant<Flag<Target>, Number<Target>, Span<Target>, Text<Target>, Choice<Target>, Choices<Target>, Path<Target>,
               SecretPath<Target>, List<Target>>
      shape;
  bool required = false;
};

template <class Target>
class MemberReader {
public:
  MemberReader(const TomlMember& member, Target& target, ProblemList& problems)
      : member_(member), target_(target), problems_(problems) {}

  void operator()(const Flag<Target>& shape) const { store(shape.set, read_flag(member_, problems_)); }
  void operator()(const Number<Target>& shape) const { store(shape.set, read_number(member_, shape.range, problems_)); }
  void operator()(const Span<Target>& shape) const { store(shape.set, read_span(member_, shape.range, problems_)); }
  void operator()(const Text<Target>& shape) const {
    store(shape.set, read_text(member_, shape.bytes_max, shape.may_be_empty, problems_));
  }
  void operator()(const Choice<Target>& shape) const {
    store(shape.set, read_choice(member_, shape.choice, problems_));
  }
  void operator()(const Choices<Target>& shape) const {
    store(shape.set, read_choices(member_, shape.choice, problems_));
  }
  void operator()(const Path<Target>& shape) const { store(shape.set, read_path(member_, problems_)); }
  void operator()(const SecretPath<Target>& shape) const { store(shape.set, read_secret_path(member_, problems_)); }
  void operator()(const List<Target>& shape) const { store(shape.set, read_list(member_, shape.limits, problems_)); }

private:
  template <class Value>
  void store(void (*set)(Target&, Value), std::optional<Value> value) const {
    if (value) set(target_, *std::move(value));
  }
  const TomlMember& member_;
  Target& target_;
  ProblemList& problems_;
};

// Reads one member by its rule; false if no rule has that name.
template <class Target>
[[nodiscard]] bool read_member(const TomlMember& member, std::span<const KeyRule<Target>> rules, Target& target,
                               ProblemList& problems) {
  for (const KeyRule<Target>& rule : rules) {
    if (rule.name != member.key) continue;
    std::visit(MemberReader<Target>(member, target, problems), rule.shape);
    return true;
  }
  return false;
}

template <class Target>
[[nodiscard]] std::vector<std::string> names_of(std::span<const KeyRule<Target>> rules) {
  std::vector<std::string> names;
  for (const KeyRule<Target>& rule : rules) names.emplace_back(rule.name);
  return names;
}

// Says that `member` is no key of `section`, and which of `known` was perhaps meant.
void report_unknown(const TomlMember& member, std::string_view section, const std::vector<std::string>& known,
                    ProblemList& problems);

// Reads a whole table: every member by its rule, unknown ones and missing required ones reported.
template <class Target>
void read_table(const TomlMember& table, std::span<const KeyRule<Target>> rules, Target& target,
                ProblemList& problems) {
  const auto* members = std::get_if<TomlTable>(&table.value.content);
  if (members == nullptr) {
    problems.add(table.value.place, table.key + " must be a table, not " + std::string(kind_of_value(table.value)));
    return;
  }
  for (const TomlMember& member : *members) {
    if (!read_member(member, rules, target, problems)) report_unknown(member, table.key, names_of(rules), problems);
  }
  for (const KeyRule<Target>& rule : rules) {
    if (!rule.required || find_member(*members, rule.name) != nullptr) continue;
    problems.add(table.place, table.key + " lacks " + std::string(rule.name));
  }
}

}  // namespace lic
