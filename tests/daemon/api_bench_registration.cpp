// A registration from the first request to SSM's consent, as a client sees it.
#include <gtest/gtest.h>

#include "tests/daemon/api_bench.hpp"

namespace lic::test {

void ApiBench::register_instance() {
  ApiClient client(socket_path_);
  client.send(http_request("POST", "/v1/registration?wait=1", R"({"token":" abc \n"})"));
  on_loop([] {});
  while (tokens_kept() == 0) on_loop([] {});
  on_loop([] {});
  key_is_ready();
  on_loop([] {});
  IdentityGranted granted;
  granted.instance = {"8e6d0f1a-0000-4000-8000-000000000001"};
  granted.instance_name = "host";
  granted.smart_account = "SA";
  granted.virtual_account = "VA";
  granted.certificate = {
      .pem = "pem", .serial = "1", .not_before = WallTime{}, .not_after = WallTime(Millis{1'803'983'400'000})};
  ssm_replies(granted);
  const HttpAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find(R"("state":"registered")"), std::string::npos) << answer.body;
}

}  // namespace lic::test
