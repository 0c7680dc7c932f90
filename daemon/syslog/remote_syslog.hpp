#pragma once
// Alarms told to the servers of `[syslog] servers`, beside the local log. Loop thread only.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/result.hpp"
#include "daemon/clock.hpp"
#include "daemon/config/syslog_server.hpp"
#include "daemon/log/alarm_sink.hpp"
#include "daemon/log/local_alarm_sinks.hpp"
#include "daemon/syslog/alarm_record.hpp"
#include "daemon/syslog/remote_server.hpp"
#include "transport/tls_trust.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

class RemoteSyslog final : public AlarmSink {
public:
  // All outlive it.
  struct Surroundings {
    boost::asio::io_context& loop;
    const Clock& clock;                             // stamps the messages
    Log& log;                                       // is told when a server goes away and when it is back
    std::function<Result<TrustAnchors>()> anchors;  // for tls servers while there is no syslog.ca_file
    bool loopback_only = false;                     // lab mode
    Millis linger = RemoteServer::kLinger;
  };
  explicit RemoteSyslog(Surroundings surroundings);

  // What holds from now on. A server that was there before, by the same certifier, keeps what it has not got yet; what
  // waits for one that is gone is dropped. `config` was checked (syslog_server.hpp).
  void configure(AlarmStyle style, const SyslogConfig& config);

  // To every server; what cannot be delivered now waits in memory (message_queue.hpp).
  void tell(const AlarmNotice& notice) override;

  struct ServerView {
    std::string server;                       // "tls://logs.example.com:6514"
    std::optional<std::string> away_because;  // tried and failed, and not got through since
    std::size_t waiting = 0;                  // messages that it has not surely got
    std::int64_t lost = 0;                    // dropped, and not told of yet
  };
  [[nodiscard]] std::vector<ServerView> servers() const;

private:
  struct Slot {
    SyslogServer server;
    std::string ca_file;
    std::unique_ptr<RemoteServer> remote;
  };
  [[nodiscard]] std::unique_ptr<RemoteServer> make_remote(const SyslogServer& server, const std::string& ca_file);
  [[nodiscard]] Result<TrustAnchors> anchors_for(const std::string& ca_file) const;
  [[nodiscard]] RecordStamp next_stamp();

  Surroundings surroundings_;
  AlarmStyle style_;
  std::string process_;
  std::int64_t next_sequence_ = 1;
  std::vector<Slot> slots_;
};

}  // namespace lic
