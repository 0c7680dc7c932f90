#include "tests/lab_tests/test_lab.hpp"

#include "tests/lab/lab_clock.hpp"
#include "tests/lab/pki.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/store.hpp"

#include <cstdlib>

namespace ssm_lab_tests {
namespace {

namespace fs = std::filesystem;

fs::path make_directory() {
  std::string name = (fs::temp_directory_path() / "ssm-lab-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

// Made once for all tests: ten RSA keys would otherwise be most of each test's time.
struct SharedPki {
  SharedPki() : directory(make_directory()) {
    if (!ssm_lab::Pki::open_or_create(directory)) std::abort();
  }
  ~SharedPki() { fs::remove_all(directory); }
  fs::path directory;
};

}  // namespace

TestLab::TestLab() : directory_(make_directory()) {
  static const SharedPki shared;
  fs::copy(shared.directory, directory_);
  open();
}

TestLab::~TestLab() {
  lab_.reset();
  fs::remove_all(directory_);
}

void TestLab::open() {
  auto opened = ssm_lab::Lab::open({directory_, kStartMs});
  if (!opened) std::abort();
  lab_ = std::move(*opened);
}

void TestLab::restart() {
  lab_.reset();
  open();
}

void TestLab::drop_tables(const std::vector<std::string>& tables) {
  lab_.reset();
  {
    auto database = ssm_lab::Database::open(directory_ / "lab.sqlite");
    (*database)->begin();
    for (const std::string& table : tables) (*database)->prepare("DROP TABLE " + table).run();
    EXPECT_TRUE((*database)->commit());
  }
  open();
}

ssm_lab::HttpRequest TestLab::admin_request(const std::string& method, const std::string& path) const {
  std::string token = ssm_lab::read_file(directory_ / "admin-token").value_or("\n");
  token.pop_back();
  ssm_lab::HttpRequest request;
  request.method = method;
  request.target = path;
  request.content_type = "application/json";
  request.host = "127.0.0.1:8444";
  request.authorization = "Bearer " + token;
  return request;
}

AdminReply TestLab::admin(const std::string& method, const std::string& path, const Json& body) {
  ssm_lab::HttpRequest request = admin_request(method, path);
  request.body = body.dump();
  const ssm_lab::HttpAnswer answer = lab_->answer_admin(request);
  return {answer.status, answer.body.empty() ? Json() : Json::parse(answer.body)};
}

void TestLab::move_to(std::int64_t unix_ms) {
  EXPECT_EQ(admin("POST", "/admin/clock", {{"to", ssm_lab::format_rfc3339(unix_ms)}}).status, 200U);
}

std::string TestLab::token(const Json& order) {
  return admin("POST", "/admin/tokens", order).body["token"].get<std::string>();
}

void TestLab::set_pools(const Json& pools, const Json& covers) {
  EXPECT_EQ(admin("PUT", "/admin/accounts/Default/pools", {{"pools", pools}, {"covers", covers}}).status, 200U);
}

void TestLab::order_fault(const Json& fault, const std::string& type) {
  Json match = Json::object();
  if (!type.empty()) match["type"] = type;
  EXPECT_EQ(admin("POST", "/admin/faults", {{"match", match}, {"count", 1}, {"fault", fault}}).status, 201U);
}

}  // namespace ssm_lab_tests
