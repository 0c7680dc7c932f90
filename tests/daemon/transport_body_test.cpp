// The body of PUT /v1/transport: what is taken, and what is said of the rest.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "daemon/api/transport_body.hpp"

namespace lic::test {
namespace {

using api::transport_body;

class SecretFolder {
public:
  SecretFolder() {
    std::string pattern = "/tmp/lic-body-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
    std::ofstream(path_ + "/password") << "geheim\n";
    std::ofstream(path_ + "/open") << "geheim\n";
    std::filesystem::permissions(path_ + "/password", std::filesystem::perms::owner_read);
    std::filesystem::permissions(path_ + "/open", std::filesystem::perms(0644));
  }
  ~SecretFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  SecretFolder(const SecretFolder&) = delete;
  SecretFolder& operator=(const SecretFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
};

std::string proxy_with(const std::string& password_file) {
  return R"({"route":"proxy","proxy":{"host":"p","user":"agent","password_file":")" + password_file + R"("}})";
}

TEST(TransportBody, EveryKeyReachesItsField) {
  const auto read = transport_body(
      R"({"mode":"call-home","route":"proxy","url":"https://ssm/x","connect_timeout_seconds":0.5,)"
      R"("total_timeout_seconds":20,"ip_version":"4","no_proxy":["a.example","192.0.2.0/24"],)"
      R"("proxy":{"host":"p","port":8080,"scheme":"https","user":null,"password_file":null,"ca_file":null}})",
      {});
  ASSERT_TRUE(read.has_value()) << read.error().what;
  TransportSettings wanted;
  wanted.mode = TransportMode::call_home;
  wanted.route = TransportRoute::proxy;
  wanted.url = "https://ssm/x";
  wanted.connect_timeout = Millis{500};
  wanted.total_timeout = 20 * kSecond;
  wanted.ip_version = IpVersion::v4;
  wanted.no_proxy = {"a.example", "192.0.2.0/24"};
  wanted.proxy.emplace();
  wanted.proxy->host = "p";
  wanted.proxy->port = 8080;
  wanted.proxy->scheme = ProxyScheme::https;
  EXPECT_EQ(*read, wanted);
}

TEST(TransportBody, WhatIsNotNamedHasItsDefault) {
  const auto read = transport_body("{}", {});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, TransportSettings{});
}

TEST(TransportBody, PasswordComesFromAFileOrFromSystemd) {
  const SecretFolder folder;
  const auto by_path = transport_body(proxy_with(folder.path() + "/password"), {});
  ASSERT_TRUE(by_path.has_value()) << by_path.error().what;
  const auto by_name = transport_body(proxy_with("credential:password"), folder.path());
  ASSERT_TRUE(by_name.has_value()) << by_name.error().what;
  EXPECT_EQ(by_name->proxy->password_file, folder.path() + "/password");
  EXPECT_NE(transport_body(proxy_with("credential:password"), {}).error().remedy.find("LoadCredential"),
            std::string::npos);
  EXPECT_NE(transport_body(proxy_with(folder.path() + "/open"), {}).error().what.find("every user"), std::string::npos);
  EXPECT_NE(transport_body(proxy_with("relative"), {}).error().what.find("absolute"), std::string::npos);
}

struct BadBody {
  const char* text;
  const char* named;  // stands in what is said
};
class TransportBodies : public testing::TestWithParam<BadBody> {};

TEST_P(TransportBodies, AreRefusedByName) {
  const auto read = transport_body(GetParam().text, {});
  ASSERT_TRUE(read.has_error()) << GetParam().text;
  EXPECT_EQ(read.error().code, ErrorCode::invalid_argument);
  EXPECT_NE(read.error().what.find(GetParam().named), std::string::npos) << read.error().what;
  EXPECT_FALSE(read.error().remedy.empty());
  EXPECT_EQ((read.error().what + read.error().remedy).find("geheim"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Table, TransportBodies,
    testing::Values(BadBody{"[]", "JSON object"}, BadBody{R"({"rute":"direct"})", "rute"},
                    BadBody{R"({"mode":"cslu"})", "\"smart\", \"call-home\""}, BadBody{R"({"route":1})", "route"},
                    BadBody{R"({"route":"gateway"})", "needs url"},
                    BadBody{R"({"route":"gateway","url":"http://ssm/"})", "https://"},
                    BadBody{R"({"route":"gateway","url":"https://me:geheim@ssm/"})", "user or a password"},
                    BadBody{R"({"url":"https://ssm/"})", "url is only used"},
                    BadBody{R"({"route":"proxy"})", "needs [transport.proxy]"},
                    BadBody{R"({"route":"proxy","proxy":"p"})", "proxy"},
                    BadBody{R"({"proxy":{"host":"p","password":"geheim"}})", "password"},
                    BadBody{R"({"proxy":{"host":"p","port":0}})", "port"},
                    BadBody{R"({"proxy":{"host":"p","user":"a"}})", "user needs password_file"},
                    BadBody{R"({"proxy":{"port":1}})", "lacks host"},
                    BadBody{R"({"connect_timeout_seconds":61})", "connect_timeout_seconds"},
                    BadBody{R"({"total_timeout_seconds":601})", "from 0.05 to 600"},
                    BadBody{R"({"total_timeout_seconds":"60"})", "total_timeout_seconds"},
                    BadBody{R"({"no_proxy":"a"})", "no_proxy"}, BadBody{R"({"no_proxy":[1]})", "no_proxy"},
                    BadBody{R"({"no_proxy":["a b"]})", "no_proxy"}, BadBody{R"({"ip_version":4})", "ip_version"},
                    BadBody{"{\"url\":\"https://a\\u0001\"}", "url"}));

}  // namespace
}  // namespace lic::test
