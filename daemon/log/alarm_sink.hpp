#pragma once
// Seam: where alarms are told to people and programs outside. Used from the loop's thread only.

#include "agent/alarm.hpp"

namespace lic {

class AlarmSink {
public:
  virtual ~AlarmSink() = default;

  // Never fails towards the caller: an alarm that cannot be delivered is still in the status and in the events.
  virtual void tell(const AlarmNotice& notice) = 0;
};

}  // namespace lic
