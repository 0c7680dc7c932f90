#include "daemon/api/deadlines.hpp"

#include <algorithm>

namespace lic::api {

Deadlines::Moment Deadlines::nearest() const { return *std::ranges::min_element(by_); }

}  // namespace lic::api
