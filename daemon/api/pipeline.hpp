#pragma once
// What one connection has in flight: requests that were handed to their handlers and wait for their answer. Answers go
// out in the order of the requests (RFC 9112 section 9.3.2), whenever they come.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "daemon/api/http_message.hpp"
#include "daemon/api/router.hpp"

namespace lic::api {

inline constexpr std::size_t kInFlightMax = 64;                // of one connection
inline constexpr std::size_t kInFlightBytesMax = 1024 * 1024;  // bodies of one connection; one alone may be so large
// Of all connections together, half of the loop's inbox: beyond it each has one at a time.
inline constexpr std::size_t kInFlightOfAllMax = 2048;
// Answers that wait to be written. Some are made at once, and one read holds hundreds of requests for them.
inline constexpr std::size_t kUnsentBytesMax = 64 * 1024;

// Whether a request of this route may be handed over while others like it wait for their answer. Only what the product
// changes on its hot path: seats and ports. Each such request is one event in the loop's queue, so that they take
// effect in order, all in one commit, as if each had waited for the one before. Everything else - reads, which see the
// state after their whole batch, and what operators do - waits until all before are answered, and what follows waits
// for it.
[[nodiscard]] bool may_overlap(const ApiRoute& route);

class Pipeline {
public:
  struct Load {
    std::size_t body_bytes = 0;    // of the request
    std::size_t of_all = 0;        // requests in flight on all connections
    std::size_t unsent_bytes = 0;  // answers of this connection that are to be written
  };
  // Whether there is room for a request.
  [[nodiscard]] bool has_room(const ApiRoute& route, const Load& load) const;
  // The number under which it is answered; numbers rise by one. Without `keeps_alive` it is the last.
  [[nodiscard]] std::uint64_t begin(bool overlaps, bool keeps_alive, std::size_t body_bytes);
  // Appends to `out` the answers that are now in turn. False = no such request waits. With `is_closing` the last one
  // that waits ends the connection.
  bool answer(std::uint64_t number, ApiResponse response, bool is_closing, std::string& out);
  // An answer that ends the connection is in `out`.
  [[nodiscard]] bool has_ended() const { return has_ended_; }

  [[nodiscard]] bool empty() const { return slots_.empty(); }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }

private:
  struct Slot {
    bool overlaps = false;
    bool keeps_alive = true;
    std::size_t body_bytes = 0;
    std::unique_ptr<ApiResponse> early;  // an answer that came before its turn
  };
  void put(const ApiResponse& response, bool is_closing, std::string& out);

  std::deque<Slot> slots_;
  std::uint64_t first_ = 1;
  std::size_t body_bytes_ = 0;
  bool has_ended_ = false;
};

}  // namespace lic::api
