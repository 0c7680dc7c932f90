#pragma once
// A folder of its own for one test: /etc/smart-agent in small. Removed with the test.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "daemon/config/config.hpp"

namespace lic {

inline constexpr const char* kGoodProduct = "[product]\ncatalog = \"uccx-12.5\"\nlicense_type = \"flex\"\n";

class ConfigFolder {
public:
  ConfigFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lic_config_XXXXXX").string();
    dir_ = ::mkdtemp(pattern.data());
    places_.config_file = path("smart-agent.toml");
    places_.runtime_dir = "/run/smart-agent";
    places_.catalog_dirs = {path("catalogs"), std::string(LIC_SHIPPED_ETC) + "/catalogs"};
  }
  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;
  ~ConfigFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(dir_, ignored);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return dir_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  [[nodiscard]] ConfigOutcome load(const std::string& text) const {
    write("smart-agent.toml", text);
    return load_config(places_);
  }
  // The problems as the operator sees them, the folder's name left out.
  [[nodiscard]] std::vector<std::string> complaints(const std::string& text) const {
    std::vector<std::string> lines;
    for (const ConfigProblem& problem : load(text).problems) {
      std::string line = describe(problem);
      for (auto at = line.find(dir_ + "/"); at != std::string::npos; at = line.find(dir_ + "/")) {
        line.erase(at, dir_.size() + 1);
      }
      lines.push_back(line);
    }
    return lines;
  }
  [[nodiscard]] Places& places() { return places_; }

private:
  std::string dir_;
  Places places_;
};

}  // namespace lic
