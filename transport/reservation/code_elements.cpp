#include "transport/reservation/code_elements.hpp"

#include <algorithm>
#include <charconv>

#include "transport/codec/bounded_xml.hpp"

namespace lic {
namespace {

constexpr std::size_t kQuotedBytesMax = 40;

}  // namespace

pugi::xml_node CodeElements::element(const std::string& name) {
  const pugi::xml_node found = level_.child(name.c_str());
  if (!found)
    refuse("has no element <" + name + ">");
  else if (found.next_sibling(name.c_str()))
    refuse("has the element <" + name + "> twice");
  return problem_ ? pugi::xml_node{} : found;
}

std::string CodeElements::text(const std::string& name) {
  const pugi::xml_node found = element(name);
  if (problem_) return {};
  if (found.find_child([](pugi::xml_node child) { return child.type() == pugi::node_element; }))
    refuse("has other elements inside of <" + name + ">");
  std::string value = text_of(found);
  if (value.size() > kCodeTextBytesMax) refuse("has more than 1,024 bytes in <" + name + ">");
  return problem_ ? std::string{} : value;
}

std::int64_t CodeElements::number(const std::string& name, std::int64_t most) {
  const std::string digits = text(name);
  if (problem_) return 0;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_whole = error == std::errc{} && end == digits.data() + digits.size();
  if (is_whole && digits.front() != '0' && value >= 1 && value <= most) return value;
  refuse("has the " + name + " " + quoted_value(digits) + ", which is no number from 1 to " + std::to_string(most));
  return 0;
}

void CodeElements::refuse(const std::string& what) {
  if (!problem_) problem_ = Error{ErrorCode::invalid_argument, whose_ + " " + what};
}

std::string quoted_value(std::string_view value) {
  const bool is_plain = std::ranges::all_of(value, [](char letter) { return letter >= ' ' && letter <= '~'; });
  return is_plain && value.size() <= kQuotedBytesMax ? "\"" + std::string(value) + "\"" : "something else";
}

}  // namespace lic
