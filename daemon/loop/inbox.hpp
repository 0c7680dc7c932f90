#pragma once
// What has come and waits for the loop's next turn: events with who asked, and readers. First in, first out. An arrival
// stays where it is from its batch's beginning to its end: nothing of it is moved or copied.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "agent/effect.hpp"
#include "agent/event.hpp"

namespace lic {

struct Reading;

using Answerer = std::function<void(const Answered&)>;
using Reader = std::function<void(const Reading&)>;
struct Nobody {};  // an event from inside, or an answer that was given
using Asker = std::variant<Nobody, Answerer, Reader>;

// Gives the answer to who asked, once: `asker` is Nobody afterwards.
void tell(Asker& asker, const Answered& answered);

struct Arrival {
  Arrival(std::optional<RequestId> request, Event&& event, Asker&& who)
      : envelope{{}, 0, request, std::move(event)}, asker(std::move(who)) {}

  Envelope envelope;  // time and dice are set when it is stepped
  Asker asker;

  [[nodiscard]] bool is_read() const { return std::holds_alternative<Reader>(asker); }
};

class Inbox {
public:
  // Takes over both, also from a caller's hand: each further move of an event would be felt.
  void push(Event&& event, Asker&& asker);
  [[nodiscard]] std::size_t size() const { return current_.size() - next_ + coming_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }

  // The next batch, at most `most`; good until the next call. What is pushed meanwhile belongs to later ones.
  [[nodiscard]] std::span<Arrival> take(std::size_t most);
  // The arrival of the batch taken last that has this number; null if it is in another one.
  [[nodiscard]] Arrival* find(RequestId request);

private:
  std::vector<Arrival> current_;  // batches are taken from here, from `next_` on
  std::vector<Arrival> coming_;
  std::size_t next_ = 0;
  std::span<Arrival> batch_;
  std::uint64_t first_of_batch_ = 0;  // its number
  std::uint64_t first_of_current_ = 1;
  std::uint64_t last_ = 0;  // arrivals are numbered from 1 on, whatever they are
};

}  // namespace lic
