#pragma once
// Collects what is wrong in one file, so that one run reports everything.

#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/toml_tree.hpp"

namespace lic {

class ProblemList {
public:
  explicit ProblemList(std::string file) : file_(std::move(file)) {}

  void add(TomlPlace place, std::string text) {
    problems_.push_back({file_, place.line, place.column, std::move(text)});
  }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::vector<ConfigProblem>& problems() const { return problems_; }

private:
  std::string file_;
  std::vector<ConfigProblem> problems_;
};

// Text from a file as it may be shown in a message: quoted, cut at 64 bytes, control characters replaced.
[[nodiscard]] std::string shown(std::string_view text);

// "a, b, c"
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

// The candidate that `word` is most likely a slip of; empty if none is near.
[[nodiscard]] std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace lic
