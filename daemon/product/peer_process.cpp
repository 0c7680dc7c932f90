#include "daemon/product/peer_process.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace lic::product {
namespace {

constexpr int kStartTimeField = 22;  // proc(5)
constexpr int kFirstAfterName = 3;

// Kernel memory, not a disk: this does not wait.
std::string read_small_file(const std::string& path) {
  std::array<char, 1024> bytes{};
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const auto count = ::read(file, bytes.data(), bytes.size());
  ::close(file);
  return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : std::string{};
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char letter) { return letter >= '0' && letter <= '9'; });
}

}  // namespace

std::optional<PeerProcess> process_of(std::string_view stat_text) {
  // The name may hold spaces and brackets; the last bracket ends it.
  const auto open = stat_text.find('(');
  const auto close = stat_text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open || open < 2)
    return std::nullopt;
  const std::string_view number = stat_text.substr(0, open - 1);
  std::string_view rest = stat_text.substr(close + 1);
  std::string_view start;
  for (int field = kFirstAfterName; field <= kStartTimeField; ++field) {
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(' ')));
    start = rest.substr(0, rest.find_first_of(" \n"));
    rest.remove_prefix(start.size());
  }
  if (!is_digits(number) || !is_digits(start)) return std::nullopt;
  std::string name(stat_text.substr(open + 1, close - open - 1));
  std::ranges::replace_if(
      name, [](char letter) { return letter < ' ' || letter > '~'; }, '?');
  return PeerProcess{.key = std::string(number) + ":" + std::string(start), .name = std::move(name)};
}

std::optional<PeerProcess> read_process(pid_t process) {
  if (process <= 0) return std::nullopt;
  return process_of(read_small_file("/proc/" + std::to_string(process) + "/stat"));
}

}  // namespace lic::product
