#pragma once
// Makes a SectionFormat of a member of Sections. Included by the section_json_*.cpp, each of which knows its members().

#include "persistence/json_reader.hpp"
#include "persistence/json_writer.hpp"
#include "persistence/section_json.hpp"

namespace lic {

// What is wrong with `text`, or nothing.
template <StoredStruct T>
[[nodiscard]] std::string read_text(std::string_view text, T& value) {
  const ParsedJson parsed = parse_bounded(text);
  if (!parsed.failure.empty()) return parsed.failure;
  return read_json(parsed.value, value);
}

template <auto member>
[[nodiscard]] SectionFormat format_of(std::string_view name) {
  return SectionFormat{
      name,
      [](const Sections& left, const Sections& right) { return left.*member == right.*member; },
      [](const Sections& from) { return JsonWriter::to_json(from.*member).dump(); },
      [](std::string_view text, Sections& into) { return read_text(text, into.*member); },
  };
}

[[nodiscard]] SectionFormat installation_format();
[[nodiscard]] SectionFormat clock_format();
[[nodiscard]] SectionFormat registration_format();
[[nodiscard]] SectionFormat reservation_format();
[[nodiscard]] SectionFormat renewal_format();
[[nodiscard]] SectionFormat authorization_format();
[[nodiscard]] SectionFormat evaluation_format();
[[nodiscard]] SectionFormat compliance_format();
[[nodiscard]] SectionFormat usage_format();
[[nodiscard]] SectionFormat exchange_format();
[[nodiscard]] SectionFormat drawer_format();
[[nodiscard]] SectionFormat alarms_format();
[[nodiscard]] SectionFormat settings_format();
[[nodiscard]] SectionFormat trust_format();
[[nodiscard]] SectionFormat products_format();

}  // namespace lic
