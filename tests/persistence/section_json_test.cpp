// The stored form of the sections: complete, checked, open for members of later versions.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

#include "persistence/bounded_json.hpp"
#include "persistence/section_json.hpp"
#include "tests/persistence/filled_state.hpp"

namespace lic {
namespace {

using nlohmann::json;

// Calls `visit` with each object in `node`, itself included.
void for_each_object(json& node, const std::function<void(json&)>& visit) {
  if (node.is_object()) visit(node);
  if (node.is_structured())
    for (json& child : node) for_each_object(child, visit);
}

// A copy of `root` for each place in it that `change` could be applied to, with the name of the place.
void for_each_changed_copy(const json& root, const std::function<void(json&)>& change,
                           const std::function<void(const std::string&, const json&)>& visit) {
  const json flat = root.flatten();
  for (const auto& [place, leaf] : flat.items()) {
    json copy = root;
    change(copy.at(json::json_pointer(place)));
    visit(place, copy);
  }
}

TEST(SectionJson, WhatIsSavedIsWhatIsLoaded) {
  for (const Sections& sections : sections_with_every_alternative()) {
    Sections loaded = filled_sections();
    for (const SectionFormat& format : section_formats()) {
      const auto done = read_section(format, format.write(sections), loaded);
      ASSERT_TRUE(done) << done.error().what;
      EXPECT_TRUE(format.equal(sections, loaded)) << format.name << format.write(sections);
    }
    EXPECT_EQ(sections, loaded);
  }
}

TEST(SectionJson, ReportsInTheOutboxComeBackWhole) {
  const auto loaded = read_report(write_report(filled_report()), 7);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(*loaded, filled_report());
}

TEST(SectionJson, MissingMemberIsDamageAndIsNamed) {
  int removed = 0;
  for (const SectionFormat& format : section_formats()) {
    const json whole = json::parse(format.write(filled_sections()));
    // Every object at every depth loses each of its members in turn.
    int objects = 0;
    json counted = whole;
    for_each_object(counted, [&objects](json&) { ++objects; });
    for (int target = 0; target < objects; ++target) {
      for (std::size_t member = 0;; ++member) {
        json copy = whole;
        int position = 0;
        std::string name;
        for_each_object(copy, [&](json& object) {
          if (position++ != target || member >= object.size()) return;
          auto entry = object.begin();
          std::advance(entry, member);
          name = entry.key();
          object.erase(entry);
        });
        if (name.empty()) break;
        Sections loaded;
        const auto done = read_section(format, copy.dump(), loaded);
        ASSERT_FALSE(done) << format.name << " without " << name;
        EXPECT_EQ(done.error().code, ErrorCode::data_corrupt);
        EXPECT_NE(done.error().what.find("section " + std::string(format.name)), std::string::npos);
        EXPECT_TRUE(name == "hex" || done.error().what.find(name) != std::string::npos) << done.error().what;
        EXPECT_FALSE(done.error().remedy.empty());
        ++removed;
      }
    }
  }
  EXPECT_GT(removed, 150);
}

TEST(SectionJson, WrongTypeAnywhereIsDamage) {
  const json wrong_types[] = {json::array({json::array()}), json::object({{"other", 1}}), json(1.5), json(1e300)};
  for (const SectionFormat& format : section_formats()) {
    const json whole = json::parse(format.write(filled_sections()));
    for (const json& wrong : wrong_types) {
      for_each_changed_copy(
          whole, [&wrong](json& leaf) { leaf = wrong; },
          [&format](const std::string& place, const json& changed) {
            Sections loaded;
            const auto done = read_section(format, changed.dump(), loaded);
            ASSERT_FALSE(done) << format.name << place;
            EXPECT_EQ(done.error().code, ErrorCode::data_corrupt);
          });
    }
  }
}

TEST(SectionJson, UnknownTextOfAnEnumeratorIsDamage) {
  Sections loaded;
  const auto& compliance = section_formats()[7];
  ASSERT_EQ(compliance.name, "compliance");
  const auto done = read_section(compliance, R"({"phase":{"is":"thriving"}})", loaded);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "the stored state is damaged: section compliance: member phase.is has an unknown value");
}

TEST(SectionJson, MembersOfLaterVersionsAreIgnored) {
  for (const SectionFormat& format : section_formats()) {
    json extended = json::parse(format.write(filled_sections()));
    for_each_object(extended, [](json& object) {
      if (!object.contains("hex")) object["member_of_a_later_version"] = 1;
    });
    Sections loaded;
    const auto done = read_section(format, extended.dump(), loaded);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(format.equal(filled_sections(), loaded)) << format.name;
  }
}

TEST(SectionJson, CutTextIsDamage) {
  for (const SectionFormat& format : section_formats()) {
    const std::string whole = format.write(filled_sections());
    for (std::size_t length = 0; length < whole.size(); ++length) {
      Sections loaded;
      const auto done = read_section(format, whole.substr(0, length), loaded);
      ASSERT_FALSE(done) << format.name << length;
      EXPECT_EQ(done.error().code, ErrorCode::data_corrupt);
    }
  }
}

TEST(SectionJson, NumbersOutOfRangeAreDamage) {
  Sections loaded;
  const auto& clock = section_formats()[1];
  ASSERT_EQ(clock.name, "clock");
  for (const json& number : {json(4294967296), json(-1), json(18446744073709551615ULL)}) {
    json changed = json::parse(clock.write(filled_sections()));
    changed["jumps"] = number;
    EXPECT_FALSE(read_section(clock, changed.dump(), loaded)) << number;
  }
}

// What the reader of codes accepts at most, in the text that grows most when it is stored: control characters.
TEST(SectionJson, TheLargestReservationFitsAndComesBack) {
  constexpr std::size_t kCodeBytes = 64 * 1024;
  constexpr std::size_t kLicenses = 1000;
  Reserved reserved;
  reserved.code.text.assign(kCodeBytes, '\x01');
  ReservedLicense license;
  license.description.assign(kCodeBytes / kLicenses, '\x02');
  reserved.code.licenses.assign(kLicenses, license);
  Sections sections = filled_sections();
  sections.registration.standing = reserved;
  const auto& registration = section_formats()[2];
  ASSERT_EQ(registration.name, "registration");
  const std::string stored = registration.write(sections);
  EXPECT_LT(stored.size(), kJsonBytesMax / 2);
  Sections loaded;
  ASSERT_TRUE(read_section(registration, stored, loaded));
  EXPECT_EQ(loaded.registration, sections.registration);
}

TEST(SectionJson, DeepOrHugeTextIsRefusedBeforeItIsUsed) {
  Sections loaded;
  const auto& clock = section_formats()[1];
  const std::string deep = std::string(200000, '[') + std::string(200000, ']');
  const auto nested = read_section(clock, deep, loaded);
  ASSERT_FALSE(nested);
  EXPECT_NE(nested.error().what.find("nested deeper"), std::string::npos);
  const auto huge = read_section(clock, std::string(5 * 1024 * 1024, ' '), loaded);
  ASSERT_FALSE(huge);
  EXPECT_NE(huge.error().what.find("larger than"), std::string::npos);
}

}  // namespace
}  // namespace lic
