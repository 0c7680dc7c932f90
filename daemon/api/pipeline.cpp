#include "daemon/api/pipeline.hpp"

#include <utility>

#include "daemon/api/response_text.hpp"

namespace lic::api {

bool may_overlap(const ApiRoute& route) {
  return route.permission == Permission::use && route.patience == Patience::none;
}

bool Pipeline::has_room(const ApiRoute& route, const Load& load) const {
  if (load.unsent_bytes >= kUnsentBytesMax) return false;
  if (slots_.empty()) return true;
  return may_overlap(route) && slots_.back().overlaps && slots_.size() < kInFlightMax &&
         load.of_all < kInFlightOfAllMax && body_bytes_ + load.body_bytes <= kInFlightBytesMax;
}

std::uint64_t Pipeline::begin(bool overlaps, bool keeps_alive, std::size_t body_bytes) {
  slots_.push_back({.overlaps = overlaps, .keeps_alive = keeps_alive, .body_bytes = body_bytes, .early = {}});
  body_bytes_ += body_bytes;
  return first_ + slots_.size() - 1;
}

bool Pipeline::answer(std::uint64_t number, ApiResponse response, bool is_closing, std::string& out) {
  if (number < first_ || number - first_ >= slots_.size()) return false;
  Slot& slot = slots_[number - first_];
  if (slot.early) return false;
  if (number != first_) {
    slot.early = std::make_unique<ApiResponse>(std::move(response));
    return true;
  }
  put(response, is_closing, out);
  while (!slots_.empty() && slots_.front().early) {
    const auto early = std::move(slots_.front().early);
    put(*early, is_closing, out);
  }
  return true;
}

void Pipeline::put(const ApiResponse& response, bool is_closing, std::string& out) {
  const Slot& slot = slots_.front();
  const bool is_last = is_closing && slots_.size() == 1;
  const bool keeps_alive = slot.keeps_alive && !is_last && !response.more;
  append_response(out, response, keeps_alive);
  if (!keeps_alive) has_ended_ = true;
  body_bytes_ -= slot.body_bytes;
  slots_.pop_front();
  ++first_;
}

}  // namespace lic::api
