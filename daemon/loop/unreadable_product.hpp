#pragma once
// LICENSE_COMPUTATION_FAILURE: what the product sends cannot be read, so that use may be counted wrongly (interfaces.md
// section 4). Bounded in what it tells: raised once, cleared at the earliest a minute after the last line that could
// not be read. Loop thread only.

#include <optional>
#include <set>
#include <string>

#include "agent/status.hpp"
#include "daemon/clock.hpp"
#include "daemon/log/alarm_sink.hpp"

namespace lic {

class UnreadableProduct {
public:
  static constexpr Millis kQuiet = kMinute;

  // Both outlive it.
  UnreadableProduct(const Clock& clock, AlarmSink& alarms) : clock_(clock), alarms_(alarms) {}

  // A connection is known by its address. It sent a line that is no request; one that is; it is gone.
  void sent_rubbish(const void* connection, const std::string& why);
  void sent_sense(const void* connection);
  void gone(const void* connection);

  // While it holds.
  [[nodiscard]] const std::optional<AlarmView>& alarm() const { return alarm_; }

private:
  void settle();

  const Clock& clock_;
  AlarmSink& alarms_;
  std::set<const void*> connections_;  // whose last lines could not be read
  BootTime last_rubbish_{};
  std::optional<AlarmView> alarm_;
};

}  // namespace lic
