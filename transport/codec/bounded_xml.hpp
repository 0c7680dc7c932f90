#pragma once
// The one XML parser for bytes from SSM: bounded in size, depth and number of elements; document types and entities are
// refused before anything is parsed (wire P9, CVE-2026-20029). Never throws.

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

inline constexpr std::size_t kXmlBytesMax = 1024 * 1024;
inline constexpr std::size_t kXmlDepthMax = 32;
inline constexpr std::size_t kXmlElementsMax = 10'000;

// `resource_exhausted` when a limit is passed, `data_corrupt` for a document type and for anything that is not XML in
// UTF-8; the text says what and where.
[[nodiscard]] Result<pugi::xml_document> parse_bounded_xml(std::string_view text);

// "Envelope" of "soap-env:Envelope".
[[nodiscard]] std::string_view local_name(pugi::xml_node node);
// The first child element of that local name; an empty node if there is none.
[[nodiscard]] pugi::xml_node child_named(pugi::xml_node parent, std::string_view name);
// Text and CDATA directly below the node, joined.
[[nodiscard]] std::string text_of(pugi::xml_node node);

}  // namespace lic
