#pragma once
// {"NAME": [...]} printed row by row, in the form that pretty() gives the whole.

#include <string>

#include "daemon/cli/console.hpp"
#include "daemon/cli/json_reading.hpp"

namespace lic::cli {

class ListPrinter {
public:
  ListPrinter(Console& console, std::string name) : console_(console), name_(std::move(name)) {}

  void add(const Json& row);
  // Call once, after the last row.
  void finish();

private:
  Console& console_;
  std::string name_;
  bool is_begun_ = false;
};

}  // namespace lic::cli
