#include "daemon/cli/patience.hpp"

#include <poll.h>

#include <cstdint>

namespace lic::cli {
namespace {

constexpr Millis kPause{100};

// Counts pauses instead of asking a clock: looking for a daemon that is not there takes no time of its own.
class RealPatience final : public Patience {
public:
  explicit RealPatience(Millis limit) : pauses_max_(limit / kPause) {}
  void restart() override { pauses_ = 0; }
  bool wait() override {
    if (pauses_ >= pauses_max_) return false;
    ++pauses_;
    (void)::poll(nullptr, 0, static_cast<int>(kPause.count()));
    return true;
  }

private:
  std::int64_t pauses_max_;
  std::int64_t pauses_ = 0;
};

}  // namespace

std::unique_ptr<Patience> real_patience(Millis limit) { return std::make_unique<RealPatience>(limit); }

}  // namespace lic::cli
