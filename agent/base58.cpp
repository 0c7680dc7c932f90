#include "agent/base58.hpp"

namespace lic {
namespace {

constexpr std::string_view kLetters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// The rest; `number` becomes the quotient.
std::size_t divide_by_58(std::string& number) {
  std::size_t rest = 0;
  for (char& digit : number) {
    const std::size_t value = rest << 8U | static_cast<unsigned char>(digit);
    digit = static_cast<char>(value / kLetters.size());
    rest = value % kLetters.size();
  }
  return rest;
}

}  // namespace

std::string to_base58(std::string_view number, std::size_t width) {
  std::string left(number);
  std::string text(width, kLetters.front());
  for (auto place = text.rbegin(); place != text.rend(); ++place) *place = kLetters[divide_by_58(left)];
  return text;
}

}  // namespace lic
