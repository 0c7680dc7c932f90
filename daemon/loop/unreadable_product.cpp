#include "daemon/loop/unreadable_product.hpp"

#include <algorithm>

namespace lic {

void UnreadableProduct::sent_rubbish(const void* connection, const std::string& why) {
  const Now now = clock_.now();
  last_rubbish_ = now.boot;
  connections_.insert(connection);
  if (alarm_) return;
  alarm_ = AlarmView{.alarm = {.code = AlarmCode::license_computation_failure,
                               .since = TrustedTime(now.wall.time_since_epoch()),
                               .minutes = std::nullopt,
                               .step = 0,
                               .detail = "a process of the product sent what cannot be read: " + why},
                     .since = now.wall};
  alarms_.tell({.news = AlarmNews::raised,
                .code = alarm_->alarm.code,
                .minutes = std::nullopt,
                .detail = alarm_->alarm.detail,
                .duration = std::nullopt});
}

void UnreadableProduct::sent_sense(const void* connection) {
  if (clock_.now().boot - last_rubbish_ < kQuiet) return;
  connections_.erase(connection);
  settle();
}

void UnreadableProduct::gone(const void* connection) {
  connections_.erase(connection);
  settle();
}

void UnreadableProduct::settle() {
  if (!connections_.empty() || !alarm_) return;
  const Millis held = clock_.now().wall - alarm_->since;
  alarms_.tell({.news = AlarmNews::cleared,
                .code = alarm_->alarm.code,
                .minutes = std::nullopt,
                .detail = {},
                .duration = std::max(held, Millis{0})});
  alarm_.reset();
}

}  // namespace lic
