#include "transport/reservation/code_markup.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "transport/codec/utf8.hpp"

namespace lic {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kRoot = "specificPLR";
constexpr std::size_t kReferenceBytesMax = 10;  // "&#x10FFFF;"
constexpr std::array<std::string_view, 5> kReferences = {"amp", "lt", "gt", "quot", "apos"};

struct Forbidden {
  std::string_view begin;
  std::string_view what;
};
constexpr std::array<Forbidden, 5> kForbidden = {{{"<!--", "it has a comment"},
                                                  {"<![CDATA[", "it has a CDATA section"},
                                                  {"<!ENTITY", "it has an entity declaration"},
                                                  {"<!", "it has a document type"},
                                                  {"<?", "it has a processing instruction"}}};

Error refused(std::string what) { return {ErrorCode::invalid_argument, std::move(what)}; }

Error refused_at(std::string_view what, std::size_t place) {
  return refused(std::string(what) + " at byte " + std::to_string(place));
}

bool is_control(std::uint32_t code) {
  const bool is_white = code == '\t' || code == '\r' || code == '\n';
  return (code < 0x20 && !is_white) || (code >= 0x7F && code <= 0x9F);
}

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '_' || letter == '-' || letter == '.';
}

// "<name>", "</name>" or "<name/>".
bool is_plain_tag(std::string_view rest) {
  std::size_t place = 1;
  const bool closes = rest.substr(1, 1) == "/";
  if (closes) ++place;
  const std::size_t name = place;
  while (place < rest.size() && is_name_letter(rest[place])) ++place;
  if (place == name) return false;
  if (!closes && rest.substr(place, 1) == "/") ++place;
  return rest.substr(place, 1) == ">";
}

// Of the digits after "&#".
bool is_character_number(std::string_view digits) {
  const bool is_hex = digits.starts_with('x');
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) return false;
  return code >= 0x20 && !is_control(code) && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE &&
         code != 0xFFFF;
}

bool is_character_reference(std::string_view rest) {
  const std::size_t end = rest.substr(0, kReferenceBytesMax).find(';');
  if (end == std::string_view::npos) return false;
  const std::string_view name = rest.substr(1, end - 1);
  return std::ranges::find(kReferences, name) != kReferences.end() ||
         (name.starts_with('#') && is_character_number(name.substr(1)));
}

std::optional<Error> wrong_at(std::string_view text, std::size_t place) {
  const std::string_view rest = text.substr(place);
  if (rest.front() == '&' && !is_character_reference(rest))
    return refused_at("it has a reference to an entity that is no character", place);
  if (rest.front() != '<') return std::nullopt;
  for (const Forbidden& forbidden : kForbidden)
    if (rest.starts_with(forbidden.begin)) return refused_at(forbidden.what, place);
  if (!is_plain_tag(rest)) return refused_at("it has a tag that is broken or holds more than a name", place);
  return std::nullopt;
}

// Walks over a text from its beginning and cuts off what it expects.
class Cutter {
public:
  explicit Cutter(std::string_view text) : rest_(text) {}

  void expect(const std::string& token) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kSpace), rest_.size()));
    if (problem_) return;
    if (!rest_.starts_with(token))
      problem_ = refused("it has no " + token + " where one belongs");
    else
      rest_.remove_prefix(token.size());
  }

  // The text between the tags of the element that is next.
  std::string_view element(const std::string& name) {
    expect("<" + name + ">");
    const std::string closing = "</" + name + ">";
    const std::size_t end = rest_.find(closing);
    if (!problem_ && end == std::string_view::npos) problem_ = refused("it has no " + closing);
    if (problem_) return {};
    const std::string_view inside = rest_.substr(0, end);
    rest_.remove_prefix(end + closing.size());
    if (rest_.find("<" + name + ">") != std::string_view::npos)
      problem_ = refused("it has the element <" + name + "> twice");
    return inside;
  }

  void expect_end() {
    if (!problem_ && !rest_.empty()) problem_ = refused("something follows its end");
  }

  [[nodiscard]] const std::optional<Error>& problem() const { return problem_; }

private:
  std::string_view rest_;
  std::optional<Error> problem_;
};

}  // namespace

std::optional<Error> forbidden_markup(std::string_view text) {
  for (std::size_t place = 0; place < text.size();) {
    const Utf8Character character = utf8_character_at(text, place);
    if (character.length == 0) return refused_at("it is not UTF-8", place);
    if (character.code == 0) return refused_at("it holds a zero byte", place);
    if (is_control(character.code)) return refused_at("it holds a control character", place);
    if (std::optional<Error> wrong = wrong_at(text, place)) return wrong;
    place += character.length;
  }
  return std::nullopt;
}

Result<CodeParts> cut_code(std::string_view text) {
  Cutter cutter{text};
  CodeParts parts;
  const std::string root{kRoot};
  if (!text.starts_with("<" + root + ">")) return refused("it does not begin with <" + root + ">");
  cutter.expect("<" + root + ">");
  const std::string_view code = cutter.element("authorizationCode");
  parts.signature = cutter.element("signature");
  parts.udi = cutter.element("udi");
  cutter.expect("</" + root + ">");
  cutter.expect_end();
  if (cutter.problem()) return *cutter.problem();
  constexpr std::string_view kOpening = "<authorizationCode>";
  constexpr std::string_view kClosing = "</authorizationCode>";
  parts.signed_xml = {code.data() - kOpening.size(), kOpening.size() + code.size() + kClosing.size()};
  return parts;
}

}  // namespace lic
