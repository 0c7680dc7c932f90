#pragma once
// As much of HTTP/1.1 as the lab SSM's admin answers need: status, length, whether the connection goes on.

#include <string_view>

namespace lic {

struct AdminReply {
  enum class Progress { incomplete, broken, complete };
  Progress progress = Progress::incomplete;
  int status = 0;
  bool closes = false;
};
[[nodiscard]] AdminReply parse_admin_reply(std::string_view bytes);

}  // namespace lic
