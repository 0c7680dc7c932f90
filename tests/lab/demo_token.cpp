#include "tests/lab/demo_token.hpp"

#include "tests/lab/accounts.hpp"
#include "tests/lab/exit_codes.hpp"
#include "tests/lab/http_call.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/random_names.hpp"

#include <cstdio>
#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "http://";

struct AdminDoor {
  std::string authority;
  std::string authorization;
};

struct AdminCall {
  std::string method;
  std::string path;
  OrderedJson body;
};

Result<AdminDoor> find_running_lab(const fs::path& directory) {
  const auto listen = parse_object(read_file(directory / "listen.json").value_or(""));
  auto token = read_file(directory / "admin-token");
  if (!listen || !token)
    return failure("no ssm-lab runs on " + directory.string() + "; start one with --state-dir, or name its directory");
  const std::string url = read_string(*listen, "admin").value_or("");
  if (url.rfind(kScheme, 0) != 0) return failure("damaged: " + (directory / "listen.json").string());
  while (!token->empty() && token->back() == '\n') token->pop_back();
  return AdminDoor{url.substr(kScheme.size()), "Bearer " + *token};
}

Result<Json> call(const AdminDoor& door, const AdminCall& wanted) {
  HttpRequest request;
  request.method = wanted.method;
  request.target = wanted.path;
  request.content_type = "application/json";
  request.authorization = door.authorization;
  request.body = to_text(wanted.body);
  const auto answer = call_plain({door.authority, request});
  if (!answer) return answer.error();
  auto body = parse_object(answer->body);
  if (!body) return failure("the lab's answer is " + body.error().text);
  if (answer->status >= 300) return failure(read_string(*body, "error").value_or("refused"));
  return body;
}

Result<std::string> make_token(const AdminDoor& door, const CommandLine& line) {
  const std::string account =
      line.virtual_account.empty() ? "demo-" + random_uuid().substr(0, 8) : line.virtual_account;
  const auto made =
      call(door, {"POST", "/admin/accounts", {{"smart_account", kDefaultSmartAccount}, {"virtual_account", account}}});
  if (!made) return made.error();
  // A pool for whatever tag an agent asks for: the demo works with every catalog.
  const auto filled = call(door, {"PUT", "/admin/accounts/" + account + "/pools", {{"default_pool", line.pool_size}}});
  if (!filled) return filled.error();
  const auto token = call(door, {"POST", "/admin/tokens", {{"virtual_account", account}}});
  if (!token) return token.error();
  return read_string(*token, "token").value_or("");
}

}  // namespace

int run_demo_token(const CommandLine& line) {
  const auto door = find_running_lab(line.state_directory);
  const auto token = door ? make_token(*door, line) : Result<std::string>(door.error());
  if (!token) {
    std::fprintf(stderr, "ssm-lab: %s\n", token.error().text.c_str());
    return kExitNotRunning;
  }
  std::printf("%s\n", token->c_str());
  return kExitDone;
}

}  // namespace ssm_lab
