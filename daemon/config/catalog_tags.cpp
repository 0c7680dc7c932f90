#include "daemon/config/catalog_tags.hpp"

#include <algorithm>

#include "daemon/config/key_rule.hpp"
#include "daemon/config/problem_list.hpp"

namespace lic {
namespace {

constexpr std::size_t kTagBytesMax = 255;
constexpr std::string_view kSoftwareTag = "software_tag";

class TagsReader {
public:
  TagsReader(const std::string& file, Policy& policy) : policy_(policy), problems_(file) {}

  std::vector<ConfigProblem> read(const TomlTable& root) {
    for (const TomlMember& member : root) {
      if (member.key == kSoftwareTag) {
        if (auto tag = read_tag(member)) policy_.software_tag = *std::move(tag);
      } else {
        read_type(member);
      }
    }
    return problems_.problems();
  }

private:
  std::optional<std::string> read_tag(const TomlMember& member) {
    auto tag = read_text(member, kTagBytesMax, false, problems_);
    if (!tag || tag->starts_with("regid.")) return tag;
    problems_.add(member.value.place, member.key + " is no tag: a tag starts with regid.");
    return std::nullopt;
  }

  void say_unknown(const TomlMember& member, const std::string& what, const std::vector<std::string>& known) {
    const std::string near = nearest_word(member.key, known);
    problems_.add(member.place, "the catalog " + policy_.catalog_id + " has no " + what + " " + shown(member.key) +
                                    "; " + (near.empty() ? "it has " + joined(known) : "did you mean " + near + "?"));
  }

  void read_type(const TomlMember& member) {
    const auto type = std::ranges::find(policy_.license_types, member.key, &LicenseType::id);
    if (type == policy_.license_types.end()) {
      std::vector<std::string> known;
      for (const LicenseType& one : policy_.license_types) known.push_back(one.id);
      return say_unknown(member, "license type", known);
    }
    const auto* tags = std::get_if<TomlTable>(&member.value.content);
    if (tags == nullptr) {
      problems_.add(member.value.place, member.key + " must be a table of tags, such as [" + member.key + "], not " +
                                            std::string(kind_of_value(member.value)));
      return;
    }
    for (const TomlMember& tag : *tags) read_entitlement(tag, *type);
    for (const TomlMember& tag : *tags) check_unique(tag, *type);
  }

  void read_entitlement(const TomlMember& member, LicenseType& type) {
    const auto entitlement = std::ranges::find(type.entitlements, EntitlementName{member.key}, &Entitlement::name);
    if (entitlement == type.entitlements.end()) {
      std::vector<std::string> known;
      for (const Entitlement& one : type.entitlements) known.push_back(one.name.value);
      return say_unknown(member, "entitlement in " + type.id, known);
    }
    if (auto tag = read_tag(member)) entitlement->tag.value = *std::move(tag);
  }

  // After all of them are read, since two may change places.
  void check_unique(const TomlMember& member, const LicenseType& type) {
    const Entitlement* own = find_by_name(type, EntitlementName{member.key});
    if (own == nullptr) return;
    for (const Entitlement& other : type.entitlements)
      if (other.name != own->name && other.tag == own->tag)
        problems_.add(member.value.place, member.key + " has the tag of " + shown(other.name.value));
  }

  Policy& policy_;
  ProblemList problems_;
};

}  // namespace

std::vector<ConfigProblem> replace_tags(const std::string& tags_file, Policy& policy) {
  const TomlFile toml = read_toml_file(tags_file);
  if (!toml.problems.empty()) return toml.problems;
  return TagsReader(tags_file, policy).read(std::get<TomlTable>(toml.root.content));
}

}  // namespace lic
