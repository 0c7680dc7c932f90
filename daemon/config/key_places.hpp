#pragma once
// Remembers where each key was last set, so that a contradiction found later can point at it.

#include <map>
#include <string>
#include <string_view>

#include "daemon/config/toml_tree.hpp"

namespace lic {

class KeyPlaces {
public:
  explicit KeyPlaces(std::string main_file) : main_file_(std::move(main_file)) {}

  void note(const std::string& key, const std::string& file, TomlPlace place) { places_[key] = {file, place}; }
  [[nodiscard]] bool has(const std::string& key) const { return places_.contains(key); }

  // A problem at that key; without the key at its section ("api.socket" -> "api"), else at the start of the main file.
  [[nodiscard]] ConfigProblem problem(const std::string& key, std::string text) const {
    auto found = places_.find(key);
    if (found == places_.end()) found = places_.find(key.substr(0, key.rfind('.')));
    if (found == places_.end()) return {main_file_, 1, 1, std::move(text)};
    return {found->second.file, found->second.place.line, found->second.place.column, std::move(text)};
  }

private:
  struct FilePlace {
    std::string file;
    TomlPlace place;
  };
  std::string main_file_;
  std::map<std::string, FilePlace> places_;
};

}  // namespace lic
