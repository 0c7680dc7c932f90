#include "daemon/cli/small_files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace lic::cli {

Outcome<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream) {
    return usage_problem(path + " cannot be read: " + std::strerror(errno), "name a file that this user may read");
  }
  std::string text(bytes_max + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return usage_problem(path + " cannot be read", "name a file that this user may read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > bytes_max) {
    return usage_problem(path + " is longer than " + std::to_string(bytes_max) + " bytes", "check the file's name");
  }
  return text;
}

Secret trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return Secret{};
  return Secret{std::string{text.substr(first, text.find_last_not_of(kSpace) - first + 1)}};
}

Outcome<Secret> read_secret_file(const std::string& path) {
  auto text = read_file(path, kSecretBytesMax);
  if (!text) return text.error();
  Secret whole{std::move(*text)};
  return trimmed(whole.reveal());
}

}  // namespace lic::cli
