#include "daemon/syslog/message_queue.hpp"

#include <utility>

namespace lic {

void MessageQueue::push(std::string message) {
  bytes_ += message.size();
  messages_.push_back({.text = std::move(message)});
  make_room();
}

void MessageQueue::push_note(std::string note) {
  bytes_ += note.size();
  const auto place = messages_.begin() + static_cast<std::ptrdiff_t>(written_ + (is_writing_ ? 1 : 0));
  messages_.insert(place, {.text = std::move(note), .stands_for = std::exchange(lost_, 0)});
}

const std::string* MessageQueue::next() const {
  return written_ < messages_.size() ? &messages_[written_].text : nullptr;
}

void MessageQueue::is_written() {
  is_writing_ = false;
  ++messages_[written_].writes;
  ++written_;
}

void MessageQueue::confirm() {
  while (written_ > 0) drop(0);
}

std::size_t MessageQueue::rewind() {
  is_writing_ = false;
  written_ = 0;
  if (patience_ == Patience::endless) return 0;
  const auto is_over = [](const Message& message) { return message.writes >= kWritesMax; };
  for (const Message& message : messages_)
    if (is_over(message)) bytes_ -= message.text.size();
  return std::erase_if(messages_, is_over);
}

// What was written goes first: it has most likely arrived and does not count as lost.
void MessageQueue::make_room() {
  while (messages_.size() > kMessagesMax || bytes_ > kBytesMax) {
    if (written_ > 0) {
      drop(0);
      continue;
    }
    const std::size_t oldest = is_writing_ ? 1 : 0;
    if (oldest + 1 >= messages_.size()) return;  // the newest stays, whatever its size
    lost_ += messages_[oldest].stands_for;
    drop(oldest);
  }
}

void MessageQueue::drop(std::size_t index) {
  const auto place = messages_.begin() + static_cast<std::ptrdiff_t>(index);
  bytes_ -= place->text.size();
  messages_.erase(place);
  if (index < written_) --written_;
}

}  // namespace lic
