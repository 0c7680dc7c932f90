#include "tests/lab/private_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

namespace ssm_lab {
namespace {

bool write_all(int descriptor, std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = ::write(descriptor, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<bool> write_file(const std::filesystem::path& file, std::string_view contents, Visibility visibility) {
  const std::string sibling = file.string() + ".new";
  const mode_t mode = visibility == Visibility::owner_only ? 0600 : 0644;
  ::unlink(sibling.c_str());
  const int descriptor = ::open(sibling.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return failure("cannot write " + sibling + ": " + std::strerror(errno));
  const bool is_written = write_all(descriptor, contents) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!is_written || std::rename(sibling.c_str(), file.c_str()) != 0) {
    return failure("cannot write " + file.string() + ": " + std::strerror(errno));
  }
  return true;
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

}  // namespace ssm_lab
