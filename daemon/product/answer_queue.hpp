#pragma once
// Requests that wait for their answer, in order: an answer that comes early waits for those before it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/product/answer_text.hpp"

namespace lic::product {

class AnswerQueue {
public:
  // Numbers rise by one. `cost` is a measure of the memory that the request holds until it is answered.
  [[nodiscard]] std::uint64_t expect(AnswerShape shape, std::size_t cost);
  [[nodiscard]] std::uint64_t next_number() const { return first_ + count_; }
  [[nodiscard]] const AnswerShape& shape_of(std::uint64_t number) const { return slot(number).shape; }

  // Once for each number. Appends to `out` what is now in turn.
  void answer(std::uint64_t number, const Answered& answered, bool is_durable, std::string& out);
  // The same with a line that is written already.
  void answer(std::uint64_t number, std::string line, std::string& out);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::size_t cost() const { return cost_; }

private:
  struct Slot {
    AnswerShape shape;
    std::size_t cost = 0;
    bool is_ready = false;
    std::string line;  // of an answer that is not in turn
  };
  [[nodiscard]] Slot& slot(std::uint64_t number) { return ring_[number & (ring_.size() - 1)]; }
  [[nodiscard]] const Slot& slot(std::uint64_t number) const { return ring_[number & (ring_.size() - 1)]; }
  void grow();
  void pop();
  void drain(std::string& out);

  std::vector<Slot> ring_ = std::vector<Slot>(8);  // a power of two
  std::uint64_t first_ = 0;
  std::size_t count_ = 0;
  std::size_t cost_ = 0;
};

}  // namespace lic::product
