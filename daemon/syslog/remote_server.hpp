#pragma once
// One syslog server elsewhere: what it is owed, and when it is tried. A connection is made when there is something to
// tell, lingers for what comes soon after, and is then ended in order. Without anything to tell there is no connection
// and no timer.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemon/syslog/message_queue.hpp"
#include "daemon/syslog/one_timer.hpp"
#include "daemon/syslog/syslog_link.hpp"

namespace lic {

class RemoteServer {
public:
  static constexpr Millis kOpenMax = 15 * kSecond;
  static constexpr Millis kWriteMax = 15 * kSecond;
  static constexpr Millis kLinger = 10 * kSecond;
  static constexpr Millis kCloseMax = 5 * kSecond;
  static constexpr Millis kRetryFirst = kSecond;
  static constexpr Millis kRetryMax = 60 * kSecond;

  struct Parts {
    std::unique_ptr<OneTimer> timer;
    MakeSyslogLink make_link;
    std::function<std::string(std::int64_t lost)> lost_note;  // the message that stands for so many
    std::function<void(const std::string& reason)> away;      // once, until it is back
    std::function<void()> back;
    std::function<void(std::size_t messages)> gave_up;  // written again and again, and never confirmed
    MessageQueue::Patience patience = MessageQueue::Patience::bounded;
    Millis linger = kLinger;
  };
  explicit RemoteServer(Parts parts);
  RemoteServer(const RemoteServer&) = delete;
  RemoteServer& operator=(const RemoteServer&) = delete;

  // Never fails: what cannot be delivered waits, bounded (message_queue.hpp).
  void send(std::string message);

  // Tried and failed, and not got through since; then why, at the last trial.
  [[nodiscard]] const std::optional<std::string>& away_because() const { return away_because_; }
  [[nodiscard]] const MessageQueue& queue() const { return queue_; }

private:
  enum class Phase { resting, opening, writing, lingering, closing, waiting };

  void open();
  void opened();
  void write_next();
  void written();
  void close();
  void closed();
  void failed(const std::string& reason);
  void enter(Phase phase, Millis limit, std::function<void()> then);

  Parts parts_;
  MessageQueue queue_;
  std::unique_ptr<SyslogLink> link_;
  Phase phase_ = Phase::resting;
  Millis retry_delay_ = kRetryFirst;
  std::optional<std::string> away_because_;
};

}  // namespace lic
