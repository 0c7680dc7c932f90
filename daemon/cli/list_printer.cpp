#include "daemon/cli/list_printer.hpp"

namespace lic::cli {
namespace {

constexpr const char* kIndent = "\n    ";

std::string indented(std::string text) {
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 5))
    text.replace(at, 1, kIndent);
  return text;
}

}  // namespace

void ListPrinter::add(const Json& row) {
  const std::string before = is_begun_ ? "," : "{\n  \"" + name_ + "\": [";
  is_begun_ = true;
  console_.print(before + kIndent + indented(pretty(row)));
}

void ListPrinter::finish() { console_.print(is_begun_ ? "\n  ]\n}\n" : "{\n  \"" + name_ + "\": []\n}\n"); }

}  // namespace lic::cli
