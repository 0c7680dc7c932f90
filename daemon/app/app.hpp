#pragma once
// The composition root: makes every part, wires them, runs until told to stop. No rule lives here.

#include "daemon/app/command_line.hpp"

namespace lic {

// The exit code: 0 stopped in order, 3 another daemon holds the state or it is not ours to run with, 9 storage, 70 a
// part that could not be made, 78 configuration; each failure with one line on stderr.
[[nodiscard]] int run(const Options& options);

}  // namespace lic
