#include "daemon/cli/progress.hpp"

#include <algorithm>
#include <utility>

namespace lic::cli {
namespace {

constexpr std::int64_t kBarCells = 40;
constexpr std::int64_t kLineStep = 10;  // percent between two lines

}  // namespace

Progress::Progress(Console& console, std::string what, bool lines_wanted)
    : console_(console),
      what_(std::move(what)),
      has_bar_(console.is_watched()),
      has_lines_(lines_wanted && !console.is_watched()) {}

Progress::~Progress() {
  // The line of the bar is wiped, so that what is printed next stands alone.
  if (has_bar_ && percent_ >= 0) console_.complain("\r\033[K");
}

void Progress::show(std::int64_t done, std::int64_t total) {
  if ((!has_bar_ && !has_lines_) || total <= 0) return;
  const std::int64_t percent = std::clamp<std::int64_t>(done * 100 / total, 0, 100);
  if (has_lines_ && (percent_ < 0 || percent / kLineStep > percent_ / kLineStep)) {
    console_.complain(what_ + " " + std::to_string(percent / kLineStep * kLineStep) + "%\n");
  }
  if (has_bar_ && percent != percent_) {
    const auto filled = static_cast<std::size_t>(percent * kBarCells / 100);
    console_.complain("\r" + what_ + " [" + std::string(filled, '#') +
                      std::string(static_cast<std::size_t>(kBarCells) - filled, '.') + "] " + std::to_string(percent) +
                      "%");
  }
  percent_ = percent;
}

}  // namespace lic::cli
