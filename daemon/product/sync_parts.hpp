#pragma once
// A full list of seats that comes in several lines (R-USE-9), gathered until its last part and applied as a whole.

#include <cstddef>
#include <optional>

#include "agent/event.hpp"
#include "agent/result.hpp"
#include "daemon/product/request.hpp"

namespace lic::product {

// Seats gathered on all connections together, at most kSyncSeatsMax: memory is bounded, whoever sends.
struct SyncBudget {
  std::size_t gathered = 0;
};

// One connection's. A list with a hole would sign out everybody in the hole: after a part that was refused, all parts
// up to the last are refused as well.
class SyncParts {
public:
  explicit SyncParts(SyncBudget& budget) : budget_(budget) {}
  SyncParts(const SyncParts&) = delete;
  SyncParts& operator=(const SyncParts&) = delete;
  ~SyncParts() { drop(); }

  // The whole list after its last part, nothing before. Error: the list is dropped.
  [[nodiscard]] Result<std::optional<SeatSync>> add(SyncPart part);
  // A part could not be read.
  void tear();
  [[nodiscard]] std::size_t gathered() const { return seats_.size(); }

private:
  void drop();

  SyncBudget& budget_;
  std::vector<SignIn> seats_;
  bool is_torn_ = false;
};

}  // namespace lic::product
