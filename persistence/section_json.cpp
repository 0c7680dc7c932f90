#include "persistence/section_json.hpp"

#include "persistence/section_format.hpp"

namespace lic {
namespace {

// Does not compile when a section is added that has no format yet.
[[maybe_unused]] void every_section_has_a_format(const Sections& sections) {
  [[maybe_unused]] const auto& [installation, clock, registration, reservation, renewal, authorization, evaluation,
                                compliance, usage, exchange, drawer, alarms, settings, trust, products] = sections;
}

}  // namespace

const std::array<SectionFormat, kSectionCount>& section_formats() {
  static const std::array<SectionFormat, kSectionCount> kFormats = {
      installation_format(),  clock_format(),      registration_format(), reservation_format(), renewal_format(),
      authorization_format(), evaluation_format(), compliance_format(),   usage_format(),       exchange_format(),
      drawer_format(),        alarms_format(),     settings_format(),     trust_format(),       products_format(),
  };
  return kFormats;
}

Result<void> read_section(const SectionFormat& format, std::string_view text, Sections& into) {
  const std::string failure = format.read(text, into);
  if (!failure.empty()) return damaged_state("section " + std::string(format.name), failure);
  return {};
}

Error damaged_state(std::string_view what, std::string_view reason) {
  return Error(ErrorCode::data_corrupt,
               "the stored state is damaged: " + std::string(what) + ": " + std::string(reason),
               "stop the agent, restore the state directory from a backup, or move it away and register again");
}

}  // namespace lic
