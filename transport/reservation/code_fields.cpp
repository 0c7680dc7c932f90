#include "transport/reservation/code_fields.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "agent/time_text.hpp"
#include "transport/codec/bounded_xml.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/reservation/code_elements.hpp"

namespace lic {
namespace {

constexpr std::int64_t kCountMax = 2'147'483'647;
constexpr std::int64_t kTimestampMax = 253'402'300'799'999;  // the end of the year 9999
constexpr std::size_t kDateBytes = 20;                       // "2027-03-31T00:00:00Z"
constexpr std::string_view kPerpetual = "PERPETUAL";
constexpr std::string_view kTerm = "TERM";

bool is_tag(std::string_view text) {
  return !text.empty() && text.size() <= kTagBytesMax &&
         std::ranges::all_of(text, [](char letter) { return letter > ' ' && letter <= '~'; });
}

void expect_word(CodeElements& code, const std::string& name, std::string_view word) {
  const std::string value = code.text(name);
  if (value != word)
    code.refuse("has the " + name + " " + quoted_value(value) + ", and this agent knows \"" + std::string(word) +
                "\" alone");
}

std::optional<WallTime> read_date(CodeElements& license, const std::string& name) {
  const std::string value = license.text(name);
  if (value.empty()) return std::nullopt;
  const std::optional<WallTime> date = from_rfc3339(value);
  if (!date || value.size() != kDateBytes || !value.ends_with('Z'))
    license.refuse("has the " + name + " " + quoted_value(value) + ", which is no date like 2027-03-31T00:00:00Z");
  return date;
}

void judge_dates(CodeElements& license, const ReservedLicense& read) {
  if (read.license_type != kPerpetual && read.license_type != kTerm)
    license.refuse("has the licenseType " + quoted_value(read.license_type) +
                   ", and this agent knows \"PERPETUAL\" and \"TERM\" alone");
  if (read.license_type == kTerm && !read.ends) license.refuse("is for a term and has no endDate");
  if (read.license_type == kPerpetual && read.ends) license.refuse("is perpetual and has an endDate");
  if (read.starts && read.ends && *read.ends <= *read.starts) license.refuse("ends before it starts");
}

Result<ReservedLicense> read_license(pugi::xml_node node, std::size_t number) {
  CodeElements license{node, "license " + std::to_string(number)};
  ReservedLicense read;
  read.tag.value = license.text("tag");
  if (!is_tag(read.tag.value)) license.refuse("has no tag of 1 to 256 printable characters without spaces");
  license.rename("license " + std::to_string(number) + " (" + read.tag.value + ")");
  read.count = license.number("count", kCountMax);
  read.starts = read_date(license, "startDate");
  read.ends = read_date(license, "endDate");
  read.license_type = license.text("licenseType");
  read.display_name = shown_text(license.text("displayName"), {});
  read.description = shown_text(license.text("tagDescription"), {});
  read.subscription = shown_text(license.text("subscriptionID"), {});
  judge_dates(license, read);
  if (license.problem()) return *license.problem();
  return read;
}

Result<std::vector<ReservedLicense>> read_licenses(pugi::xml_node entitlements) {
  const auto refused = [](const std::string& what) { return Error{ErrorCode::invalid_argument, what}; };
  std::vector<ReservedLicense> licenses;
  std::set<EntitlementTag> tags;
  for (const pugi::xml_node node : entitlements.children("entitlement")) {
    if (licenses.size() == kReservedLicensesMax)
      return refused("it has more than " + std::to_string(kReservedLicensesMax) + " licenses");
    Result<ReservedLicense> license = read_license(node, licenses.size() + 1);
    if (license.has_error()) return license.error();
    if (!tags.insert(license->tag).second)
      return refused("license " + std::to_string(licenses.size() + 1) + " has the tag " + license->tag.value +
                     " of an earlier one");
    licenses.push_back(std::move(*license));
  }
  if (licenses.empty()) return refused("it has no license");
  return licenses;
}

// Of "P:UCCX,S:0123,U:..." what stands between `from` and the comma before `to`, or the end.
std::string_view part_of(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + from.size());
  return text.substr(0, text.find(to));
}

}  // namespace

bool is_uuid(std::string_view text) {
  constexpr std::string_view kShape = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
  return std::ranges::equal(text, kShape, [](char letter, char wanted) {
    const bool is_hex =
        (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
    return wanted == 'h' ? is_hex : letter == wanted;
  });
}

Result<AuthorizationCode> read_code_fields(std::string_view signed_xml) {
  const Result<pugi::xml_document> document = parse_bounded_xml(signed_xml);
  if (document.has_error()) return Error{ErrorCode::invalid_argument, document.error().what};
  CodeElements code{document->document_element(), "it"};
  AuthorizationCode read;
  expect_word(code, "flag", "A");
  expect_word(code, "version", "C");
  read.instance.value = code.text("piid");
  if (!is_uuid(read.instance.value)) code.refuse("has a piid that is no UUID");
  read.made_at = WallTime{Millis{code.number("timestamp", kTimestampMax)}};
  const pugi::xml_node entitlements = code.element("entitlements");
  if (code.problem()) return *code.problem();
  Result<std::vector<ReservedLicense>> licenses = read_licenses(entitlements);
  if (licenses.has_error()) return licenses.error();
  read.licenses = std::move(*licenses);
  return read;
}

Result<Udi> read_code_udi(std::string_view escaped) {
  const Result<pugi::xml_document> document = parse_bounded_xml("<udi>" + std::string(escaped) + "</udi>");
  if (document.has_error()) return Error{ErrorCode::invalid_argument, document.error().what};
  CodeElements level{*document, "it"};
  const std::string text = level.text("udi");
  Udi udi{std::string(part_of(text, "P:", ",S:")), std::string(part_of(text, ",S:", ",U:")),
          std::string(part_of(text, ",U:", ","))};
  std::string again = "P:" + udi.pid + ",S:" + udi.serial;
  if (!udi.uuid.empty()) again += ",U:" + udi.uuid;
  const bool is_whole = again == text && !udi.pid.empty() && !udi.serial.empty();
  if (!is_whole || (!udi.uuid.empty() && !is_uuid(udi.uuid)))
    level.refuse("has a udi that is not P:<pid>,S:<serial> with or without ,U:<uuid>");
  if (level.problem()) return *level.problem();
  return udi;
}

}  // namespace lic
