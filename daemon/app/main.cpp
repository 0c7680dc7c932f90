// smart-agentd: see README.md in daemon/ for the rooms.

#include <sysexits.h>

#include "daemon/app/app.hpp"
#include "daemon/app/command_line.hpp"
#include "daemon/app/wiping_memory.hpp"

int main(int argc, char** argv) {
  if (!lic::wipe_freed_memory()) return EX_SOFTWARE;
  const auto read = lic::read_command_line(argc, argv);
  if (const int* exit_code = std::get_if<int>(&read)) return *exit_code;
  return lic::run(std::get<lic::Options>(read));
}
