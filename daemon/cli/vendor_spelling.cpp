#include "daemon/cli/vendor_spelling.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace lic::cli {
namespace {

// Longer spellings stand before their own beginnings.
constexpr std::array<Spelling, 22> kSpellings{{
    {"license smart register idtoken", "register"},
    {"license smart deregister", "deregister"},
    {"license smart renew auth", "renew authorization"},
    {"license smart renew id", "renew registration"},
    {"license smart transport direct", "transport direct"},
    {"license smart transport gateway", "transport gateway"},
    {"license smart transport ssm-satellite", "transport on-prem"},
    {"license smart transport proxy", "transport proxy"},
    {"license smart hostname enable", "privacy hostname on"},
    {"license smart hostname disable", "privacy hostname off"},
    {"license smart reservation return authorization", "reservation return-authorization"},
    {"license smart reservation", "reservation"},
    {"license smart factory reset", "factory-reset"},
    {"reservation return authorization", "reservation return-authorization"},
    {"renew auth", "renew authorization"},
    {"renew id", "renew registration"},
    {"show license all", "status"},
    {"show license status", "status --no-usage"},
    {"show license summary", "summary"},
    {"show license usage", "usage"},
    {"show license udi", "udi"},
    {"show license events", "events"},
}};
constexpr std::array<std::string_view, 3> kOptionsWithValue{"--socket", "--config", "--runtime-dir"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    words.emplace_back(text.substr(0, space));
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  }
  return words;
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Positions of the arguments that are words, not options or their values.
std::vector<std::size_t> word_positions(const std::vector<std::string>& arguments) {
  std::vector<std::size_t> positions;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    if (arguments[index] == "--") break;
    if (std::ranges::find(kOptionsWithValue, arguments[index]) != kOptionsWithValue.end()) {
      ++index;
    } else if (!arguments[index].starts_with('-')) {
      positions.push_back(index);
    }
  }
  return positions;
}

bool begins_with(const std::vector<std::string>& arguments, std::span<const std::size_t> positions,
                 const std::vector<std::string>& words) {
  if (positions.size() < words.size()) return false;
  for (std::size_t index = 0; index < words.size(); ++index)
    if (lower_case(arguments[positions[index]]) != words[index]) return false;
  return true;
}

// "register idtoken TOKEN force": the last word is a switch there.
void turn_last_word_into_force(std::vector<std::string>& arguments, std::span<const std::size_t> positions) {
  if (positions.size() == 2 && arguments[positions.back()] == "force") arguments[positions.back()] = "--force";
}

}  // namespace

std::span<const Spelling> vendor_spellings() { return kSpellings; }

std::vector<std::string> in_our_words(std::vector<std::string> arguments) {
  const std::vector<std::size_t> positions = word_positions(arguments);
  for (const Spelling& spelling : kSpellings) {
    const std::vector<std::string> words = words_of(spelling.vendor);
    if (!begins_with(arguments, positions, words)) continue;
    const std::span<const std::size_t> rest = std::span{positions}.subspan(words.size());
    if (spelling.ours == "register") turn_last_word_into_force(arguments, rest);
    for (std::size_t index = words.size(); index-- > 0;)
      arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(positions[index]));
    const std::vector<std::string> ours = words_of(spelling.ours);
    arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(positions.front()), ours.begin(), ours.end());
    break;
  }
  return arguments;
}

}  // namespace lic::cli
