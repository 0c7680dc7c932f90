#include "daemon/product/sync_parts.hpp"

#include <iterator>
#include <string>
#include <utility>

namespace lic::product {

void SyncParts::drop() {
  budget_.gathered -= seats_.size();
  seats_ = {};
}

void SyncParts::tear() {
  drop();
  is_torn_ = true;
}

Result<std::optional<SeatSync>> SyncParts::add(SyncPart part) {
  if (is_torn_) {
    is_torn_ = part.more;
    return Error(ErrorCode::failed_precondition,
                 "an earlier part of this list was refused, so nothing of it is applied",
                 "send the whole list again from its first part");
  }
  if (budget_.gathered + part.seats.size() > kSyncSeatsMax) {
    drop();
    is_torn_ = part.more;
    return Error(ErrorCode::resource_exhausted,
                 "more than " + std::to_string(kSyncSeatsMax) + " seats are in lists that are being sent",
                 "send a shorter list, and one list at a time");
  }
  budget_.gathered += part.seats.size();
  if (seats_.empty()) {
    seats_ = std::move(part.seats);
  } else {
    seats_.insert(seats_.end(), std::make_move_iterator(part.seats.begin()), std::make_move_iterator(part.seats.end()));
  }
  if (part.more) return std::optional<SeatSync>{};
  SeatSync whole{.seats = std::exchange(seats_, {})};
  budget_.gathered -= whole.seats.size();
  return std::optional<SeatSync>(std::move(whole));
}

}  // namespace lic::product
