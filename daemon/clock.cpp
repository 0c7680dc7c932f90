#include "daemon/clock.hpp"

#include <time.h>

#include <charconv>
#include <fstream>
#include <string_view>
#include <utility>

namespace lic {
namespace {

constexpr std::string_view kBootPrefix = "boot-";

Millis read_clock(clockid_t which) {
  timespec value{};
  ::clock_gettime(which, &value);
  return std::chrono::duration_cast<Millis>(std::chrono::seconds(value.tv_sec) +
                                            std::chrono::nanoseconds(value.tv_nsec));
}

std::string kernel_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id.empty() ? "unknown" : id;
}

std::string boot_after(std::string_view boot_id) {
  long number = 0;
  if (boot_id.starts_with(kBootPrefix)) {
    boot_id.remove_prefix(kBootPrefix.size());
    std::from_chars(boot_id.data(), boot_id.data() + boot_id.size(), number);
  }
  return std::string(kBootPrefix) + std::to_string(number + 1);
}

}  // namespace

std::chrono::microseconds monotonic_time() {
  timespec value{};
  ::clock_gettime(CLOCK_MONOTONIC, &value);
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::seconds(value.tv_sec) +
                                                               std::chrono::nanoseconds(value.tv_nsec));
}

SystemClock::SystemClock() : boot_id_(kernel_boot_id()) {}

Now SystemClock::now() const {
  return {.wall = WallTime(read_clock(CLOCK_REALTIME)), .boot = BootTime(read_clock(CLOCK_BOOTTIME))};
}

std::string SystemClock::boot_id() const { return boot_id_; }

LabClock::LabClock(LabPosition position) : position_(std::move(position)) {}

LabPosition LabClock::first_position(WallTime wall) {
  return {.wall = wall, .boot = BootTime(Millis{0}), .boot_id = boot_after({})};
}

Now LabClock::now() const { return {.wall = position_.wall, .boot = position_.boot}; }

std::string LabClock::boot_id() const { return position_.boot_id; }

void LabClock::advance(Millis delta) {
  position_.wall += delta;
  position_.boot += delta;
}

void LabClock::boot_at(WallTime wall) {
  position_ = {.wall = wall, .boot = BootTime(Millis{0}), .boot_id = boot_after(position_.boot_id)};
}

void LabClock::step(Millis delta) { position_.wall += delta; }

}  // namespace lic
