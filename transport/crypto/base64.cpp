#include "transport/crypto/base64.hpp"

#include <openssl/evp.h>

#include <vector>

namespace lic {
namespace {

bool is_space(char character) {
  return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::vector<unsigned char> text(4 * ((bytes.size() + 2) / 3) + 1);
  const int length = EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  return {text.begin(), text.begin() + length};
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string dense;
  dense.reserve(text.size());
  for (const char character : text)
    if (!is_space(character)) dense += character;
  if (dense.empty() || dense.size() % 4 != 0) return std::nullopt;

  const std::size_t padding_at = dense.find('=');
  const std::size_t padding = padding_at == std::string::npos ? 0 : dense.size() - padding_at;
  if (padding > 2) return std::nullopt;
  if (padding == 2 && dense.back() != '=') return std::nullopt;

  std::vector<unsigned char> bytes(dense.size());
  const int length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(dense.data()),
                                     static_cast<int>(dense.size()));
  if (length < 0) return std::nullopt;
  return std::string(bytes.begin(), bytes.begin() + length - static_cast<std::ptrdiff_t>(padding));
}

}  // namespace lic
