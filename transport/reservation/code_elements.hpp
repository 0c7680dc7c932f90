#pragma once
// One level of an authorization code's elements, read with checks: known ones exactly once, unknown ones ignored.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

inline constexpr std::size_t kCodeTextBytesMax = 1024;  // of one element

// Keeps the first thing that is wrong; after it every reading is empty.
class CodeElements {
public:
  // `whose` begins its sentences: "it", "license 2".
  CodeElements(pugi::xml_node level, std::string whose) : level_(level), whose_(std::move(whose)) {}

  // The one child of that name.
  [[nodiscard]] pugi::xml_node element(const std::string& name);
  // Its text; it must hold nothing else.
  [[nodiscard]] std::string text(const std::string& name);
  // Decimal digits alone, no zero before others, from 1 to `most`.
  [[nodiscard]] std::int64_t number(const std::string& name, std::int64_t most);

  // "license 2" + " " + what.
  void refuse(const std::string& what);
  void rename(std::string whose) { whose_ = std::move(whose); }
  // `invalid_argument`, without a remedy.
  [[nodiscard]] const std::optional<Error>& problem() const { return problem_; }

private:
  pugi::xml_node level_;
  std::string whose_;
  std::optional<Error> problem_;
};

// In quotes, cut short; for what should not be repeated: "something else".
[[nodiscard]] std::string quoted_value(std::string_view value);

}  // namespace lic
