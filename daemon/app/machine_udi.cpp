#include "daemon/app/machine_udi.hpp"

#include "daemon/config/machine_identity.hpp"

namespace lic {

Udi udi_of(const Config& config) {
  const auto udi = read_udi({.product_id = config.policy.product_id, .serial = config.serial});
  return udi.has_value() ? *udi : Udi{.pid = config.policy.product_id, .serial = {}, .uuid = {}};
}

}  // namespace lic
