// Prints docs/failures.md: the catalog of failures as the code has it (agent/failure.cpp, daemon/api_types).
#include <cstdio>
#include <string>

#include "agent/failure.hpp"
#include "agent/names.hpp"
#include "daemon/api_types/error_codes.hpp"

namespace {

constexpr const char* kHead =
    R"(# Failures of exchanges with SSM

Written by `lic_failure_catalog` from `agent/failure.cpp`; a test compares. The code is stable: programs may match
it. It stands in `code` of `last_attempt` in `/v1/status`, in `code` of the steps of `doctor`, and in `failure` of
problem objects. The cause is the class that decides what the agent does next (R-REG-3). The exit code is the one of
`smart-agentctl`. The remedy names the usual place; a message names the one at hand.

| Code | Cause | What it means | What to do | Exit |
|---|---|---|---|---|
)";

std::string row_of(const lic::FailureRow& row) {
  return "| `" + std::string{row.name} + "` | " + std::string{lic::name_of(row.cause)} + " | " +
         std::string{row.meaning} + " | " + lic::remedy_of(row.code) + " | " +
         std::to_string(lic::exit_code_of(row.cause)) + " |\n";
}

}  // namespace

int main() {
  std::string text = kHead;
  for (const lic::FailureRow& row : lic::failure_catalog()) text += row_of(row);
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
