#pragma once
// The stored form of what is not kept in columns: each section and each waiting report is one JSON object.

#include <array>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/state.hpp"

namespace lic {

// One section of the state: its name on disk and what can be done with it.
struct SectionFormat {
  std::string_view name;
  bool (*equal)(const Sections& left, const Sections& right);
  std::string (*write)(const Sections& from);
  std::string (*read)(std::string_view text, Sections& into);  // what is wrong, or nothing
};
inline constexpr std::size_t kSectionCount = 15;

// All of them, in the order of Sections.
[[nodiscard]] const std::array<SectionFormat, kSectionCount>& section_formats();
// `data_corrupt` names the section and the member.
[[nodiscard]] Result<void> read_section(const SectionFormat& format, std::string_view text, Sections& into);

[[nodiscard]] std::string write_report(const Report& report);
// `data_corrupt` names the report by `key` and the member.
[[nodiscard]] Result<Report> read_report(std::string_view text, std::int64_t key);

// What to say of anything in the database that cannot be what we wrote.
[[nodiscard]] Error damaged_state(std::string_view what, std::string_view reason);

}  // namespace lic
