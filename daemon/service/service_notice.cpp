#include "daemon/service/service_notice.hpp"

#include <systemd/sd-daemon.h>

#include <algorithm>

namespace lic {
namespace {

constexpr std::size_t kStatusBytesMax = 512;

// A line end would begin another assignment.
std::string one_line(const std::string& text) {
  std::string line = text.substr(0, kStatusBytesMax);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

// A failed notice is not worth stopping for: systemd's start time-out tells the operator.
void notify(const std::string& assignments) { static_cast<void>(sd_notify(0, assignments.c_str())); }

}  // namespace

void ServiceNotice::ready(const std::string& status) {
  last_status_ = one_line(status);
  notify("READY=1\nSTATUS=" + last_status_);
}

void ServiceNotice::status(const std::string& status) {
  std::string line = one_line(status);
  if (line == last_status_) return;
  last_status_ = std::move(line);
  notify("STATUS=" + last_status_);
}

void ServiceNotice::stopping() { notify("STOPPING=1"); }

}  // namespace lic
