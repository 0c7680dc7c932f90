#include "daemon/product/answer_queue.hpp"

#include <utility>

namespace lic::product {

void AnswerQueue::grow() {
  std::vector<Slot> larger(2 * ring_.size());
  for (std::uint64_t number = first_; number < first_ + count_; ++number)
    larger[number & (larger.size() - 1)] = std::move(slot(number));
  ring_ = std::move(larger);
}

std::uint64_t AnswerQueue::expect(AnswerShape shape, std::size_t cost) {
  if (count_ == ring_.size()) grow();
  const std::uint64_t number = first_ + count_++;
  Slot& made = slot(number);
  made.shape = std::move(shape);
  made.cost = cost;
  made.is_ready = false;
  cost_ += cost;
  return number;
}

void AnswerQueue::pop() {
  Slot& done = slot(first_);
  cost_ -= done.cost;
  done.line = {};
  done.shape.rows = {};
  ++first_;
  --count_;
}

void AnswerQueue::drain(std::string& out) {
  while (count_ > 0 && slot(first_).is_ready) {
    out += slot(first_).line;
    pop();
  }
}

void AnswerQueue::answer(std::uint64_t number, const Answered& answered, bool is_durable, std::string& out) {
  Slot& found = slot(number);
  if (number != first_) {
    append_answer(found.line, found.shape, answered, is_durable);
    found.is_ready = true;
    return;
  }
  append_answer(out, found.shape, answered, is_durable);
  pop();
  drain(out);
}

void AnswerQueue::answer(std::uint64_t number, std::string line, std::string& out) {
  Slot& found = slot(number);
  found.line = std::move(line);
  found.is_ready = true;
  drain(out);
}

}  // namespace lic::product
