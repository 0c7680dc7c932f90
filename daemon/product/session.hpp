#pragma once
// One connection of the product socket without its socket: bytes in, events to the loop, lines out in the order of the
// requests.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "daemon/api/access.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "daemon/product/answer_queue.hpp"
#include "daemon/product/line_buffer.hpp"
#include "daemon/product/request.hpp"
#include "daemon/product/request_reader.hpp"
#include "daemon/product/sync_parts.hpp"

namespace lic::product {

// Of one connection; beyond them it is not read until answers have gone.
inline constexpr std::size_t kUnansweredMax = 1024;
inline constexpr std::size_t kUnansweredBytesMax = 2 * 1024 * 1024;  // what the requests hold, about
inline constexpr std::size_t kUnwrittenBytesMax = 256 * 1024;

// What sessions share; outlives them.
struct Office {
  AgentLoop& loop;
  RequestReader& reader;
  SyncBudget& sync_budget;
};

// Told when answers have come: there may be lines to write, and room for requests.
class SessionOwner {
public:
  virtual ~SessionOwner() = default;
  virtual void on_answered() = 0;
};

// Loop thread only. Lives until is_idle(): the loop answers by its address.
class Session {
public:
  Session(Office& office, const api::Roles& roles, SessionOwner& owner)
      : office_(office), owner_(owner), roles_(roles), sync_(office.sync_budget) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  // Bytes from the peer: written to space(), then told.
  [[nodiscard]] std::span<char> space() { return lines_.space(); }
  void received(std::size_t count);
  // The peer sends nothing more; what it has asked for is answered.
  void peer_ended();
  // Goes on with lines that had to wait: for room in the loop, for answers, for set_holder().
  void proceed();
  // The process that the connection belongs to (R-USE-9); no request is applied before. 0 = none is known.
  void set_holder(std::uint32_t holder);
  // A last answer, after all that are due.
  void end_with(const Error& error);
  // Takes no more requests.
  void end() { is_ending_ = true; }

  // Lines to write. The caller takes them from the front.
  [[nodiscard]] std::string& output() { return output_; }
  // A subscriber hears it; nobody else does.
  void tell(const std::string& event_lines);

  [[nodiscard]] bool is_subscribed() const { return is_subscribed_; }
  [[nodiscard]] bool wants_input() const { return !is_ending_ && !has_peer_ended_ && is_ready(); }
  [[nodiscard]] bool has_half_line() const { return lines_.has_half_line(); }
  // Nothing is in the loop.
  [[nodiscard]] bool is_idle() const { return in_loop_ == 0; }
  // Everything is answered and nothing more will be taken.
  [[nodiscard]] bool is_over() const { return is_ending_ && waiting_.empty(); }

private:
  [[nodiscard]] bool is_ready() const;
  void apply(Request request, std::size_t bytes);
  void note_sense(bool is_rubbish, const std::string& why);
  void submit(Request& request, Event event, std::size_t cost);
  void take_sync(Request& request, SyncPart part, std::size_t cost);
  void read_state(Request& request, bool subscribes);
  void answer_now(Request& request, const Error& error);
  void on_answer(std::uint64_t number, const Answered& answered);
  void on_reading(std::uint64_t number, const Reading& reading);
  [[nodiscard]] bool may_apply(const Asked& asked) const;

  Office& office_;
  SessionOwner& owner_;
  api::Roles roles_;
  LineBuffer lines_{kLineBytesMax};
  SyncParts sync_;
  AnswerQueue waiting_;
  std::string output_;
  std::optional<std::uint32_t> holder_;
  std::size_t in_loop_ = 0;
  bool sends_rubbish_ = false;  // the loop's UnreadableProduct knows of this session
  bool is_subscribed_ = false;
  bool is_ending_ = false;
  bool has_peer_ended_ = false;
};

}  // namespace lic::product
