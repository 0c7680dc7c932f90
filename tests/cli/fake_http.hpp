#pragma once
// Canned answers by "METHOD target"; keeps what was asked.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/cli/http_client.hpp"
#include "daemon/cli/run.hpp"
#include "tests/cli/fake_console.hpp"

namespace lic::cli {

struct FakeDaemon {
  std::map<std::string, HttpOutcome> answers;  // anything else: 404
  std::vector<std::string> asked;              // "METHOD target body"

  void will_answer(const std::string& request, int status, std::string body) {
    answers[request] = HttpAnswer{status, "application/json", std::move(body)};
  }
};

class FakeHttp final : public HttpClient {
public:
  explicit FakeHttp(FakeDaemon& daemon) : daemon_(daemon) {}
  HttpOutcome exchange(const HttpRequest& request) override {
    const std::string key = request.method + " " + request.target;
    daemon_.asked.push_back(request.body.empty() ? key : key + " " + request.body);
    const auto found = daemon_.answers.find(key);
    if (found != daemon_.answers.end()) return streamed(request, found->second);
    return HttpAnswer{404, "application/problem+json",
                      R"({"code":"not_found","detail":"no such route","remedy":"","next_attempt":null,"cause":null})"};
  }

private:
  // In two pieces, as a body comes that is not kept.
  static HttpOutcome streamed(const HttpRequest& request, const HttpOutcome& outcome) {
    const auto* answer = std::get_if<HttpAnswer>(&outcome);
    if (!request.take_body || answer == nullptr || answer->status != 200) return outcome;
    const std::string_view body = answer->body;
    for (const std::string_view piece : {body.substr(0, body.size() / 2), body.substr(body.size() / 2)})
      if (!request.take_body(piece)) return HttpFailed{HttpFailure::other, "given up"};
    return HttpAnswer{200, answer->content_type, ""};
  }

  FakeDaemon& daemon_;
};

// Runs a command line against `daemon`; the exit code.
inline int run_with(FakeDaemon& daemon, FakeConsole& console, std::vector<std::string> arguments) {
  const HttpFactory make_http = [&daemon](const std::string&) { return std::make_unique<FakeHttp>(daemon); };
  arguments.insert(arguments.begin(), "--socket=/nowhere");
  return run(std::move(arguments), console, make_http);
}

}  // namespace lic::cli
