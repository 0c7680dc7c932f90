#include <array>
#include <charconv>
#include <optional>

#include "tests/bench/load_session.hpp"

namespace lic::load {
namespace {

constexpr std::string_view kBodyHead = R"({"id":")";
constexpr std::string_view kBodyMiddle = R"(","capabilities":)";

struct Head {
  bool is_good = false;
  std::size_t body_bytes = 0;
};

// Nothing for a head that this client cannot follow: every answer to a sign-in has a length.
std::optional<Head> head_of(std::string_view text) {
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t at = text.find(kLength);
  if (!text.starts_with(kVersion) || at == std::string_view::npos) return std::nullopt;
  const std::string_view status = text.substr(kVersion.size(), 3);
  Head head{.is_good = status == "200" || status == "201"};
  const char* digits = text.data() + at + kLength.size();
  const auto read = std::from_chars(digits, text.data() + text.size(), head.body_bytes);
  if (read.ec != std::errc()) return std::nullopt;
  return head;
}

class HttpSession final : public Session {
public:
  HttpSession() {
    for (std::size_t list = 0; list < heads_.size(); ++list) {
      const std::size_t length = kBodyHead.size() + kIdLetters + kBodyMiddle.size() + kCapabilityLists[list].size() + 1;
      heads_[list] =
          "POST /v1/seats HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
          std::to_string(length) + "\r\n\r\n";
      heads_[list] += kBodyHead;
    }
  }

  void put(const Item& item, Instant asked, std::string& out) override {
    out += heads_[item.list];
    out += item.id;
    out += kBodyMiddle;
    out += kCapabilityLists[item.list];
    out += '}';
    in_flight_.push(asked);
  }

  std::size_t take(std::string_view in, Answers& answers) override {
    std::size_t used = 0;
    while (!answers.is_broken) {
      const std::size_t length = take_one(in.substr(used), answers);
      if (length == 0) break;
      used += length;
    }
    return used;
  }

private:
  std::size_t take_one(std::string_view in, Answers& answers) {
    constexpr std::string_view kHeadEnd = "\r\n\r\n";
    const std::size_t end = in.find(kHeadEnd);
    if (end == std::string_view::npos) return 0;
    const auto head = head_of(in.substr(0, end));
    if (!head || in_flight_.empty()) {
      answers.give_up("not an answer of this protocol: " + std::string(in.substr(0, end)));
      return 0;
    }
    const std::size_t whole = end + kHeadEnd.size() + head->body_bytes;
    if (in.size() < whole) return 0;
    const std::string_view answer = in.substr(0, whole);
    const Instant asked = in_flight_.pop();
    if (head->is_good && answer.find(R"("durable":false)") == std::string_view::npos) {
      answers.good(asked);
    } else {
      answers.refuse(asked, answer);
    }
    return whole;
  }

  std::array<std::string, kCapabilityLists.size()> heads_;
  InFlight in_flight_;
};

}  // namespace

std::unique_ptr<Session> http_session() { return std::make_unique<HttpSession>(); }

}  // namespace lic::load
