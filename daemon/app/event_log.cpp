#include "daemon/app/event_log.hpp"

#include <algorithm>
#include <string>

namespace lic {
namespace {

constexpr int kWarningSeverity = 4;

std::string snake_case(std::string name) {
  std::ranges::transform(name, name.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return name;
}

}  // namespace

void log_events(Log& log, const std::vector<DomainEvent>& events) {
  for (const DomainEvent& event : events) {
    if (event.kind != "info") continue;
    const LogLevel level = event.severity <= kWarningSeverity ? LogLevel::warning : LogLevel::info;
    log.write(LogComponent::lib_license, level, snake_case(event.name), {{"text", event.text}});
  }
}

}  // namespace lic
