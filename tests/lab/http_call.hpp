// One plain HTTP request to a loopback server, for `ssm-lab demo-token`.
#pragma once

#include "tests/lab/http_types.hpp"
#include "tests/lab/result.hpp"

#include <string>

namespace ssm_lab {

struct HttpCall {
  std::string authority;
  HttpRequest request;
};
[[nodiscard]] Result<HttpAnswer> call_plain(const HttpCall& call);

}  // namespace ssm_lab
