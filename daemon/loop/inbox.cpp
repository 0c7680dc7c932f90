#include "daemon/loop/inbox.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace lic {

void tell(Asker& asker, const Answered& answered) {
  const Asker told = std::exchange(asker, Nobody{});
  // A reader hears of the state, not of an outcome.
  if (const auto* answer = std::get_if<Answerer>(&told)) (*answer)(answered);
}

void Inbox::push(Event&& event, Asker&& asker) {
  ++last_;
  const bool is_request = std::holds_alternative<Answerer>(asker);
  coming_.emplace_back(is_request ? std::optional(RequestId{last_}) : std::nullopt, std::move(event), std::move(asker));
}

std::span<Arrival> Inbox::take(std::size_t most) {
  if (next_ == current_.size()) {
    first_of_current_ += current_.size();
    current_.clear();
    current_.swap(coming_);
    next_ = 0;
  }
  const std::size_t count = std::min(most, current_.size() - next_);
  batch_ = std::span(current_).subspan(next_, count);
  first_of_batch_ = first_of_current_ + next_;
  next_ += count;
  return batch_;
}

Arrival* Inbox::find(RequestId request) {
  const std::uint64_t place = request.value - first_of_batch_;
  return request.value >= first_of_batch_ && place < batch_.size() ? &batch_[place] : nullptr;
}

}  // namespace lic
