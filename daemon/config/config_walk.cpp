#include "daemon/config/config_walk.hpp"

#include <algorithm>

#include "daemon/config/policy_keys.hpp"

namespace lic {
namespace {

const ConfigSection* find_section(std::string_view name) {
  const auto sections = config_sections();
  const auto found = std::ranges::find(sections, name, &ConfigSection::name);
  return found == sections.end() ? nullptr : &*found;
}

std::vector<std::string> section_names() {
  std::vector<std::string> names;
  for (const ConfigSection& section : config_sections()) names.emplace_back(section.name);
  return names;
}

bool is_for_later(std::string_view name) { return std::ranges::find(later_keys(), name) != later_keys().end(); }

// The section that has a key of this name, for keys that were put under the wrong header.
std::string home_of(std::string_view key) {
  for (const ConfigSection& section : config_sections()) {
    for (const KeyRule<ConfigDraft>& rule : section.rules) {
      if (rule.name == key) return std::string(section.name);
    }
  }
  const auto names = names_of(policy_keys());
  return std::ranges::find(names, key) == names.end() ? std::string{} : "policy";
}

class SectionWalk {
public:
  SectionWalk(bool lab, ConfigDraft& draft, KeyPlaces& places, ProblemList& problems)
      : lab_(lab), draft_(draft), places_(places), problems_(problems) {}

  void walk(const TomlTable& root) {
    for (const TomlMember& member : root) {
      if (is_for_later(member.key)) {
        say_later(member.key, member.place);
      } else if (const ConfigSection* section = find_section(member.key)) {
        walk_section(*section, member);
      } else {
        say_unknown_at_top(member);
      }
    }
  }

private:
  void walk_section(const ConfigSection& section, const TomlMember& table) {
    const std::string name(section.name);
    const auto* members = std::get_if<TomlTable>(&table.value.content);
    if (members == nullptr) {
      problems_.add(table.place,
                    name + " must be a table, such as [" + name + "], not " + std::string(kind_of_value(table.value)));
      return;
    }
    places_.note(name, problems_.file(), table.place);
    if (name == "lab" && !lab_) {
      problems_.add(table.place, "[lab] is allowed only with --lab; remove the section or start in lab mode");
      return;
    }
    if (name == "policy") return;
    for (const TomlMember& member : *members) walk_member(section, member);
  }

  void walk_member(const ConfigSection& section, const TomlMember& member) {
    const std::string full_name = std::string(section.name) + "." + member.key;
    if (is_for_later(full_name)) {
      say_later(full_name, member.place);
    } else if (const ConfigSection* inner = find_section(full_name)) {
      walk_section(*inner, member);
    } else if (read_member(member, section.rules, draft_, problems_)) {
      places_.note(full_name, problems_.file(), member.value.place);
    } else {
      say_unknown(section, member);
    }
  }

  void say_later(const std::string& name, TomlPlace place) {
    problems_.add(place, name + " is not supported by this version; remove it");
  }

  void say_unknown(const ConfigSection& section, const TomlMember& member) {
    const std::vector<std::string> known = names_of(section.rules);
    const std::string home = nearest_word(member.key, known).empty() ? home_of(member.key) : std::string{};
    if (home.empty()) {
      report_unknown(member, section.name, known, problems_);
    } else {
      problems_.add(member.place, "unknown key " + shown(member.key) + " in [" + std::string(section.name) +
                                      "]; it belongs in [" + home + "]");
    }
  }

  void say_unknown_at_top(const TomlMember& member) {
    const std::string home = home_of(member.key);
    const std::string near = nearest_word(member.key, section_names());
    std::string remedy = "the sections are " + joined(section_names());
    if (!near.empty()) remedy = "did you mean " + near + "?";
    if (!home.empty()) remedy = "it belongs in [" + home + "]";
    const bool is_table = std::holds_alternative<TomlTable>(member.value.content);
    problems_.add(member.place, (is_table ? "unknown section " : "unknown key ") + shown(member.key) + "; " + remedy);
  }

  bool lab_;
  ConfigDraft& draft_;
  KeyPlaces& places_;
  ProblemList& problems_;
};

}  // namespace

void read_sections(const TomlFile& file, bool lab, ConfigDraft& draft, KeyPlaces& places, ProblemList& problems) {
  SectionWalk(lab, draft, places, problems).walk(std::get<TomlTable>(file.root.content));
}

void read_policy(const TomlFile& file, Policy& policy, ProblemList& problems) {
  const TomlMember* section = find_member(std::get<TomlTable>(file.root.content), "policy");
  if (section == nullptr || !std::holds_alternative<TomlTable>(section->value.content))
    return;  // said by read_sections
  read_table(*section, policy_keys(), policy, problems);
}

}  // namespace lic
