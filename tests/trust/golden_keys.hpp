#pragma once
// Files of tests/golden/keys, and a folder that goes with its test.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

#include "agent/time.hpp"

namespace lic::test {

inline constexpr WallTime kNow{Millis{1772447400000}};  // 2026-03-02T10:30:00Z

inline std::string golden_file(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(LIC_GOLDEN_KEYS) + "/" + name, std::ios::binary).rdbuf();
  return text.str();
}

class FreshFolder {
public:
  FreshFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lic_trust_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  FreshFolder(const FreshFolder&) = delete;
  FreshFolder& operator=(const FreshFolder&) = delete;
  ~FreshFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(*this / name).parent_path());
    std::ofstream(*this / name, std::ios::binary) << text;
  }

private:
  std::string path_;
};

}  // namespace lic::test
