#include "daemon/cli/patience.hpp"

#include <chrono>
#include <thread>

namespace lic::cli {
namespace {

constexpr Millis kPause{100};

class RealPatience final : public Patience {
public:
  explicit RealPatience(Millis limit) : limit_(limit) {}
  void restart() override { start_ = std::chrono::steady_clock::now(); }
  bool wait() override {
    if (std::chrono::steady_clock::now() - start_ >= limit_) return false;
    std::this_thread::sleep_for(kPause);
    return true;
  }

private:
  Millis limit_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

std::unique_ptr<Patience> real_patience(Millis limit) { return std::make_unique<RealPatience>(limit); }

}  // namespace lic::cli
