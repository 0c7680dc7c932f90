// smart-agentd: see README.md in daemon/ for the rooms.

#include "daemon/app/app.hpp"
#include "daemon/app/command_line.hpp"

int main(int argc, char** argv) {
  const auto read = lic::read_command_line(argc, argv);
  if (const int* exit_code = std::get_if<int>(&read)) return *exit_code;
  return lic::run(std::get<lic::Options>(read));
}
