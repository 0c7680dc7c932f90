#include "daemon/app/alarm_outlets.hpp"

namespace lic {

AlarmOutlets::AlarmOutlets(boost::asio::io_context& io, const ChannelParts& parts, Log& log)
    : log_(log),
      node_(parts.node_id),
      remote_({.loop = io,
               .clock = parts.clock,
               .log = log,
               .anchors = [&parts] { return trust_sources(parts).tls_anchors(); },
               .loopback_only = parts.lab}) {}

void AlarmOutlets::configure(const SyslogConfig& config) {
  const AlarmStyle style{.form = config.form,
                         .priority_floor = config.priority_floor,
                         .origin = {.app_id = config.app_id, .cluster_id = config.cluster_id, .node_id = node_}};
  local_ = make_alarm_sink(style, log_);
  remote_.configure(style, config);
}

void AlarmOutlets::tell(const AlarmNotice& notice) {
  local_->tell(notice);
  remote_.tell(notice);
}

void AlarmOutlets::remind_servers(const std::vector<AlarmView>& holding, const AlarmLedger& told_before) {
  for (const auto& [alarm, since] : holding)
    if (told_before.told.contains(alarm.code))
      remote_.tell({AlarmNews::reminded, alarm.code, alarm.minutes, alarm.detail, std::nullopt});
}

}  // namespace lic
