#pragma once
// What one syslog server has not surely got. Bounded: when it is full the oldest goes and is counted. What was written
// stays until the connection that took it has come to an orderly end, since TCP does not say what was read.

#include <cstdint>
#include <deque>
#include <string>

namespace lic {

class MessageQueue {
public:
  static constexpr std::size_t kMessagesMax = 1000;
  static constexpr std::size_t kBytesMax = 262'144;
  static constexpr int kWritesMax = 4;  // of one message as a whole: three times more than once

  enum class Patience { bounded, endless };
  // `bounded`: a message that was written as a whole kWritesMax times is given up (rewind()).
  explicit MessageQueue(Patience patience = Patience::bounded) : patience_(patience) {}

  void push(std::string message);
  // Told first of all that waits: instead of `lost()` messages, which then count as told. One more than the bound.
  void push_note(std::string note);

  // The oldest that is not written; null if all are. Valid until the queue changes.
  [[nodiscard]] const std::string* next() const;
  // next() is being written until is_written() or rewind(); it is not dropped meanwhile.
  void begin_write() { is_writing_ = true; }
  void is_written();
  // The connection ended well: what was written has arrived.
  void confirm();
  // It did not: all of it is to be written once more, unless patience with it is over. How many are given up so; they
  // have most likely arrived each time and do not count as lost.
  std::size_t rewind();

  [[nodiscard]] bool has_anything() const { return !messages_.empty(); }
  [[nodiscard]] std::size_t size() const { return messages_.size(); }
  // Dropped unwritten and not told of yet.
  [[nodiscard]] std::int64_t lost() const { return lost_; }

private:
  struct Message {
    std::string text;
    std::int64_t stands_for = 1;  // how many are lost with it
    int writes = 0;               // so often as a whole
  };
  void make_room();
  void drop(std::size_t index);

  Patience patience_;
  std::deque<Message> messages_;
  std::size_t bytes_ = 0;
  std::size_t written_ = 0;  // so many at the front
  bool is_writing_ = false;
  std::int64_t lost_ = 0;
};

}  // namespace lic
