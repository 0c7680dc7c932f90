#include "daemon/app/failed_start.hpp"

#include <algorithm>

#include "daemon/app/host_name.hpp"
#include "daemon/clock.hpp"
#include "daemon/log/local_alarm_sinks.hpp"
#include "persistence/state_lock.hpp"
#include "persistence/state_note.hpp"

namespace lic {
namespace {

AlarmNotice notice_of(AlarmNews news, const std::string& reason) {
  return {.news = news,
          .code = AlarmCode::smart_agent_init_failure,
          .minutes = std::nullopt,
          .detail = reason,
          .duration = std::nullopt};
}

AlarmStyle style_of(const SyslogConfig& config) {
  return {.form = config.form,
          .priority_floor = config.priority_floor,
          .origin = {.app_id = config.app_id, .cluster_id = config.cluster_id, .node_id = host_name()}};
}

}  // namespace

void tell_failed_start(const Places& places, const AlarmSettings& settings, const std::string& reason) {
  const auto lock = StateLock::acquire(places.state_dir);
  if (lock.has_error() && lock.error().code == ErrorCode::failed_precondition) return;
  if (lock.has_value() && read_note(places.state_dir, StateNote::failed_start) == reason) return;
  const auto log = Log::open(settings.log);
  if (log.has_error()) return;  // stderr has the reason
  make_alarm_sink(style_of(settings.syslog), **log)->tell(notice_of(AlarmNews::raised, reason));
  // Without the note the alarm is told at each failed start, and not cleared: better than not at all.
  if (lock.has_value()) static_cast<void>(write_note(places.state_dir, StateNote::failed_start, reason));
}

void tell_good_start(const Places& places, AlarmSink& servers, AlarmSink& alarms) {
  const std::string reason = read_note(places.state_dir, StateNote::failed_start);
  if (reason.empty()) return;
  servers.tell(notice_of(AlarmNews::raised, reason));
  AlarmNotice notice = notice_of(AlarmNews::cleared, reason);
  if (const auto since = note_time(places.state_dir, StateNote::failed_start))
    notice.duration = std::max(SystemClock().now().wall - *since, Millis{0});
  alarms.tell(notice);
  static_cast<void>(remove_note(places.state_dir, StateNote::failed_start));
}

}  // namespace lic
