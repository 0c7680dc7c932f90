#include "daemon/service/service_notice.hpp"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <utility>

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

std::string ServiceNotice::line() const {
  return one_line(status_.empty() || remark_.empty() ? status_ + remark_ : status_ + "; " + remark_);
}

void ServiceNotice::ready(const std::string& status) {
  status_ = status;
  told_ = line();
  notify("READY=1\nSTATUS=" + told_);
}

void ServiceNotice::status(const std::string& status) {
  status_ = status;
  std::string now = line();
  if (now == told_) return;
  told_ = std::move(now);
  notify("STATUS=" + told_);
}

void ServiceNotice::remark(const std::string& remark) {
  remark_ = remark;
  status(status_);
}

void ServiceNotice::alive() { notify("WATCHDOG=1"); }

void ServiceNotice::reloading(std::chrono::microseconds since_boot) {
  notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_boot.count()));
}

void ServiceNotice::reloaded() { notify("READY=1"); }

void ServiceNotice::stopping() { notify("STOPPING=1"); }

}  // namespace lic
