#pragma once
// Where alarms go: this machine's log and the syslog servers elsewhere, as the configuration says; it may change while
// the daemon runs. Loop thread only.

#include <memory>
#include <string>
#include <vector>

#include "agent/sections.hpp"
#include "agent/status.hpp"
#include "daemon/app/channel_parts.hpp"
#include "daemon/config/config.hpp"
#include "daemon/log/alarm_sink.hpp"
#include "daemon/syslog/remote_syslog.hpp"

namespace lic {

class AlarmOutlets final : public AlarmSink {
public:
  // All outlive it. `parts` says who certifies TLS servers by default, and what this host is called.
  AlarmOutlets(boost::asio::io_context& io, const ChannelParts& parts, Log& log);

  // To be called before anything is told, and again when the configuration or the log's target changed.
  void configure(const SyslogConfig& config);

  void tell(const AlarmNotice& notice) override;

  // Past this machine's log, for what it has already.
  [[nodiscard]] AlarmSink& servers_alone() { return remote_; }

  // Of the alarms that hold now, those that `told_before` names: told to the syslog servers once more, as reminders.
  // What was waiting for a server when the daemon ended is gone; what still holds is so made up for.
  void remind_servers(const std::vector<AlarmView>& holding, const AlarmLedger& told_before);

  [[nodiscard]] std::vector<RemoteSyslog::ServerView> servers() const { return remote_.servers(); }

private:
  Log& log_;
  const std::string& node_;
  std::unique_ptr<AlarmSink> local_;
  RemoteSyslog remote_;
};

}  // namespace lic
