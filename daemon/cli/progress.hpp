#pragma once
// Progress of long work on standard error: a bar for a person, lines of percentages when asked for, else nothing.

#include <cstdint>
#include <string>

#include "daemon/cli/console.hpp"

namespace lic::cli {

class Progress {
public:
  // `console` must live longer. `lines_wanted`: also without a terminal.
  Progress(Console& console, std::string what, bool lines_wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::int64_t done, std::int64_t total);

private:
  Console& console_;
  std::string what_;
  bool has_bar_;
  bool has_lines_;
  std::int64_t percent_ = -1;  // as shown last
};

}  // namespace lic::cli
