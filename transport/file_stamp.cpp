#include "transport/file_stamp.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace lic {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::int64_t>(time.tv_nsec);
}

}  // namespace

std::optional<FileStamp> stamp_of(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  return FileStamp{facts.st_ino, facts.st_size, nanoseconds(facts.st_mtim), nanoseconds(facts.st_ctim)};
}

std::optional<std::string> read_small_file(const std::string& path, std::int64_t bytes_max) {
  const std::optional<FileStamp> stamp = stamp_of(path);
  if (!stamp || stamp->size > bytes_max) return std::nullopt;
  std::ifstream stream{path, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream || !text) return std::nullopt;
  return text.str();
}

}  // namespace lic
