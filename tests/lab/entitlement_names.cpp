#include "tests/lab/entitlement_names.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

constexpr std::pair<std::string_view, const char*> kKnown[] = {
    {"CCX_FLEX_STD", "CCX Flex Standard Seat"},
    {"CCX_FLEX_PREMIUM", "CCX Flex Premium Seat"},
    {"CUC_SpeechView", "Unity Connection SpeechView"},
    {"UCM_CUWL", "UC Manager CUWL License"},
};

struct TagParts {
  std::string_view product;
  std::string_view version;
};

TagParts split(std::string_view tag) {
  const auto comma = tag.find(',');
  std::string_view product = tag.substr(0, comma);
  // After the reversed domain name; a name with a dot in it is not seen in public.
  if (const auto dot = product.rfind('.'); dot != std::string_view::npos) product = product.substr(dot + 1);
  if (comma == std::string_view::npos) return {product, {}};
  const std::string_view rest = tag.substr(comma + 1);
  return {product, rest.substr(0, rest.find('_'))};
}

}  // namespace

std::string display_name(const std::string& tag) {
  const std::string_view product = split(tag).product;
  for (const auto& [known, name] : kKnown) {
    if (known == product) return name;
  }
  std::string words(product);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words.empty() ? tag : words;
}

std::string description(const std::string& tag) {
  const std::string_view version = split(tag).version;
  return version.empty() ? display_name(tag) : display_name(tag) + " (" + std::string(version) + ")";
}

}  // namespace ssm_lab
