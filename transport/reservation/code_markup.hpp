#pragma once
// The outer form of an authorization code, read byte by byte before any parser sees it: what is signed must be cut out
// exactly as it came (docs/decisions/0017).

#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

// Anything but plain elements, text and references to characters: zero bytes and control characters, what is not UTF-8,
// document types, entities, processing instructions, comments, CDATA, attributes. `invalid_argument`, without a remedy.
[[nodiscard]] std::optional<Error> forbidden_markup(std::string_view text);

// Views into the text that was cut.
struct CodeParts {
  std::string_view signed_xml;  // from <authorizationCode> through </authorizationCode>
  std::string_view signature;   // between the tags
  std::string_view udi;         // between the tags, escaped
  // What the signature is over.
  [[nodiscard]] std::string signed_bytes() const { return std::string(signed_xml) + std::string(udi); }
};

// <specificPLR> with the three elements in their order and nothing else but white space between them. Nothing inside
// of them is looked at. `invalid_argument`, without a remedy.
[[nodiscard]] Result<CodeParts> cut_code(std::string_view text);

}  // namespace lic
