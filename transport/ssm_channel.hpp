#pragma once
// Seam: one request to SSM and its one answer, whatever the route. Used from the loop's thread only.

#include <functional>

#include "agent/ssm_message.hpp"

namespace lic {

class SsmChannel {
public:
  virtual ~SsmChannel() = default;

  using Done = std::function<void(SsmReply)>;

  // Calls `done` exactly once, never from inside begin(): with SSM's verified answer, or with ExchangeFailed and its
  // cause. After cancel() or destruction `done` is not called any more. At most one exchange is under way at a time.
  virtual void begin(const SsmRequest& request, Done done) = 0;
  virtual void cancel(const ExchangeId& exchange) = 0;
};

}  // namespace lic
