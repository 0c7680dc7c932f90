#pragma once
// How long a replay waits for a daemon that went away. Real time, behind an interface so that tests need none.

#include <memory>

#include "agent/time.hpp"

namespace lic::cli {

class Patience {
public:
  virtual ~Patience() = default;
  // The waiting starts now.
  virtual void restart() = 0;
  // A short pause before the next attempt; false when the time is over.
  [[nodiscard]] virtual bool wait() = 0;
};

[[nodiscard]] std::unique_ptr<Patience> real_patience(Millis limit);

}  // namespace lic::cli
