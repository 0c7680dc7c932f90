#pragma once
// The sink that the loop holds for good; what stands behind it changes with the configuration (reload).

#include <memory>
#include <utility>

#include "daemon/log/alarm_sink.hpp"

namespace lic {

class ReplaceableAlarmSink final : public AlarmSink {
public:
  explicit ReplaceableAlarmSink(std::unique_ptr<AlarmSink> behind) : behind_(std::move(behind)) {}

  void tell(const AlarmNotice& notice) override { behind_->tell(notice); }
  // The one before goes at once. Not from inside tell().
  void replace(std::unique_ptr<AlarmSink> behind) { behind_ = std::move(behind); }

private:
  std::unique_ptr<AlarmSink> behind_;
};

}  // namespace lic
