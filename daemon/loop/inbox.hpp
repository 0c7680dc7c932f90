#pragma once
// What has come and waits for the loop's next turn: events with who asked, and readers. First in, first out. An arrival
// stays where it is from its batch's beginning to its end: nothing of it is moved or copied.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "agent/effect.hpp"
#include "agent/event.hpp"

namespace lic {

struct Reading;

// Who asks much: one object that hears what came of all its requests, instead of a function for each.
class Caller {
public:
  virtual ~Caller() = default;
  // Once for each request that the loop took, with the ticket it was submitted with. Answers come in the order of the
  // requests, except of those that wait for SSM. On the loop's thread, never from inside submit().
  virtual void on_answer(std::uint64_t ticket, const Answered& answered) = 0;
};
struct Ticket {
  std::weak_ptr<Caller> caller;  // who has gone meanwhile is not told
  std::uint64_t number = 0;
};
using Answerer = std::function<void(const Answered&)>;
using Reader = std::function<void(const Reading&)>;
struct Nobody {};  // an event from inside, or an answer that was given
using Asker = std::variant<Nobody, Answerer, Ticket, Reader>;

// Gives the answer to who asked, once: `asker` is Nobody afterwards.
void tell(Asker& asker, const Answered& answered);

struct Arrival {
  Envelope envelope;  // time and dice are set when it is stepped
  Asker asker;

  [[nodiscard]] bool is_read() const { return std::holds_alternative<Reader>(asker); }
};

class Inbox {
public:
  void push(Event event, Asker asker);
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
