#pragma once
// A daemon in lab mode as a replay sees it: lab time, seats, ports. It can go away in the middle of any call, before or
// after it was carried out, and comes back with what it had committed.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/time_text.hpp"
#include "daemon/cli/http_client.hpp"
#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/patience.hpp"

namespace lic::cli {

class FakeLab final : public HttpClient {
public:
  WallTime now = *from_rfc3339("2026-03-02T06:00:00Z");
  std::map<std::string, std::string> seats;  // capabilities and use, as JSON
  std::string ports;
  std::vector<std::string> moments;  // every time that lab time was moved to
  int calls = 0;
  std::optional<int> dies_at;  // the number of the call, from 0
  bool dies_after_applying = false;
  bool is_alive = true;
  Json status = Json::object();

  // Nothing = the daemon died and the connection was cut.
  std::optional<HttpAnswer> handle(const std::string& method, const std::string& target, const std::string& body) {
    const bool dies = dies_at == calls;
    ++calls;
    if (dies) is_alive = false;
    if (dies && !dies_after_applying) return std::nullopt;
    HttpAnswer answer = apply(method, target, body);
    if (dies) return std::nullopt;
    return answer;
  }

  HttpOutcome exchange(const HttpRequest& request) override {
    if (!is_alive) return HttpFailed{HttpFailure::nobody_listens, ""};
    auto answer = handle(request.method, request.target, request.body);
    if (!answer) return HttpFailed{HttpFailure::cut_off, ""};
    return *answer;
  }

private:
  static HttpAnswer json(int http_status, const Json& body) { return {http_status, "application/json", body.dump()}; }
  static HttpAnswer not_found() { return json(404, *parse_json(R"({"code":"not_found","detail":"unknown seat"})")); }

  HttpAnswer clock() const {
    Json body;
    body["now"] = to_rfc3339(now);
    body["next_due"] = nullptr;
    body["settled"] = true;
    return json(200, body);
  }

  HttpAnswer apply(const std::string& method, const std::string& target, const std::string& text) {
    const Json body = parse_json(text).value_or(Json{});
    if (target == "/v1/lab/clock") {
      if (method == "POST") {
        now = *from_rfc3339(text_at(body, "to").value_or(""));
        moments.push_back(to_rfc3339(now));
      }
      return clock();
    }
    if (target == "/v1/status") return json(200, status);
    if (target == "/v1/ports") {
      ports = text;
      return json(200, Json::object());
    }
    if (target == "/v1/seats") {
      const bool is_new = seats.insert_or_assign(text_at(body, "id").value_or(""), text).second;
      return json(is_new ? 201 : 200, Json{{"class", "standard"}});
    }
    const std::string seat = target.substr(std::string{"/v1/seats/"}.size());
    if (!seats.contains(seat)) return not_found();
    if (method == "PATCH") {
      seats[seat] = text;
      return json(200, Json::object());
    }
    seats.erase(seat);
    return {204, "", ""};
  }
};

// Lets the daemon return after a few attempts; no real time passes.
class FakePatience final : public Patience {
public:
  FakePatience(FakeLab& lab, int attempts_until_return) : lab_(lab), attempts_until_return_(attempts_until_return) {}
  void restart() override { attempts_ = 0; }
  bool wait() override {
    if (++attempts_ > kAttemptsMax) return false;
    if (attempts_ >= attempts_until_return_) lab_.is_alive = true;
    return true;
  }

private:
  static constexpr int kAttemptsMax = 10;
  FakeLab& lab_;
  int attempts_until_return_;
  int attempts_ = 0;
};

}  // namespace lic::cli
