#include "tests/lab/base58.hpp"

#include <algorithm>

namespace ssm_lab {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr unsigned kBase = 58;
// 58^10 is below 2^63.
constexpr std::size_t kNumberLettersMax = 10;

// Divides the number in place and gives what is left over.
unsigned divide(std::string& number) {
  unsigned rest = 0;
  for (char& letter : number) {
    const unsigned value = rest * 256 + static_cast<unsigned char>(letter);
    letter = static_cast<char>(value / kBase);
    rest = value % kBase;
  }
  return rest;
}

}  // namespace

std::string to_base58(std::string_view bytes, std::size_t letters) {
  std::string number(bytes);
  std::string text(letters, kAlphabet.front());
  for (std::size_t at = letters; at > 0; --at) text[at - 1] = kAlphabet[divide(number)];
  return text;
}

bool is_base58(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return kAlphabet.find(letter) != std::string_view::npos; });
}

std::optional<std::int64_t> number_from_base58(std::string_view text) {
  if (text.size() > kNumberLettersMax || !is_base58(text)) return std::nullopt;
  std::int64_t number = 0;
  for (const char letter : text) number = number * kBase + static_cast<std::int64_t>(kAlphabet.find(letter));
  return number;
}

}  // namespace ssm_lab
