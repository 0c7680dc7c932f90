#include "daemon/syslog/remote_syslog.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "daemon/syslog/asio_one_timer.hpp"
#include "daemon/syslog/datagram_link.hpp"
#include "daemon/syslog/stream_link.hpp"
#include "transport/file_stamp.hpp"

namespace lic {
namespace {

constexpr std::int64_t kCaFileBytesMax = 1'048'576;

std::size_t message_bytes_max(SyslogWay way) {
  return way == SyslogWay::udp ? kDatagramMessageBytesMax : kStreamMessageBytesMax;
}

}  // namespace

RemoteSyslog::RemoteSyslog(Surroundings surroundings)
    : surroundings_(std::move(surroundings)), process_(std::to_string(::getpid())) {}

void RemoteSyslog::configure(AlarmStyle style, const SyslogConfig& config) {
  style_ = std::move(style);
  std::vector<Slot> before = std::move(slots_);
  slots_.clear();
  for (const std::string& text : config.servers) {
    const auto server = read_syslog_server(text);
    if (server.has_error()) continue;  // the configuration was checked
    const auto same = std::ranges::find_if(before, [&server, &config](const Slot& slot) {
      return slot.remote && slot.server == *server && slot.ca_file == config.ca_file;
    });
    if (same != before.end())
      slots_.push_back(std::move(*same));
    else
      slots_.push_back({*server, config.ca_file, make_remote(*server, config.ca_file)});
  }
}

std::unique_ptr<RemoteServer> RemoteSyslog::make_remote(const SyslogServer& server, const std::string& ca_file) {
  const LinkGoal goal{server, surroundings_.loopback_only, RemoteServer::kOpenMax};
  const std::string name = text_of(server);
  MakeSyslogLink make_link = [this, goal, ca_file](SyslogLinkEvents events) -> std::unique_ptr<SyslogLink> {
    boost::asio::io_context& loop = surroundings_.loop;
    if (goal.server.way == SyslogWay::udp) return std::make_unique<DatagramLink>(loop, goal, std::move(events));
    const auto anchors = [this, ca_file] { return anchors_for(ca_file); };
    return std::make_unique<StreamLink>(loop, goal, anchors, std::move(events));
  };
  return std::make_unique<RemoteServer>(RemoteServer::Parts{
      .timer = std::make_unique<AsioOneTimer>(surroundings_.loop),
      .make_link = std::move(make_link),
      .lost_note =
          [this, way = server.way](std::int64_t lost) {
            return syslog_message(lost_record(lost, style_.origin.node_id, next_stamp()), message_bytes_max(way));
          },
      .away =
          [this, name](const std::string& reason) {
            surroundings_.log.warning(LogComponent::daemon, "syslog_server_away",
                                      {{"server", name}, {"reason", reason}, {"text", "alarms wait in memory"}});
          },
      .back =
          [this, name] {
            surroundings_.log.info(LogComponent::daemon, "syslog_server_back", {{"server", name}});
          },
      .gave_up =
          [this, name](std::size_t messages) {
            surroundings_.log.warning(LogComponent::daemon, "syslog_server_unsure",
                                      {{"server", name},
                                       {"messages", std::to_string(messages)},
                                       {"text",
                                        "sent four times, and each time the connection broke; not sent again; look "
                                        "whether the server has them"}});
          },
      // A datagram that is refused has surely not arrived.
      .patience = server.way == SyslogWay::udp ? MessageQueue::Patience::endless : MessageQueue::Patience::bounded,
      .linger = surroundings_.linger});
}

// Read at each connection, so that a renewed file counts without a restart.
Result<TrustAnchors> RemoteSyslog::anchors_for(const std::string& ca_file) const {
  if (ca_file.empty()) return surroundings_.anchors();
  auto pem = read_small_file(ca_file, kCaFileBytesMax);
  if (!pem || pem->empty())
    return Error(ErrorCode::unavailable, "the authorities in " + ca_file + " cannot be read",
                 "put the PEM certificate of the server's authority there, readable for the daemon");
  return TrustAnchors{.pem = std::move(*pem), .system_store = {}};
}

RecordStamp RemoteSyslog::next_stamp() {
  return {.at = surroundings_.clock.now().wall, .process = process_, .sequence = next_sequence_++};
}

void RemoteSyslog::tell(const AlarmNotice& notice) {
  if (slots_.empty()) return;
  const SyslogRecord record = alarm_record(style_, notice, next_stamp());
  for (const Slot& slot : slots_) slot.remote->send(syslog_message(record, message_bytes_max(slot.server.way)));
}

std::vector<RemoteSyslog::ServerView> RemoteSyslog::servers() const {
  std::vector<ServerView> views;
  for (const Slot& slot : slots_)
    views.push_back(
        {text_of(slot.server), slot.remote->away_because(), slot.remote->queue().size(), slot.remote->queue().lost()});
  return views;
}

}  // namespace lic
