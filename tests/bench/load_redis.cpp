#include "tests/bench/load_session.hpp"

namespace lic::load {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

class RedisSession final : public Session {
public:
  void put(const Item& item, Instant asked, std::string& out) override {
    static_assert(kIdLetters == 16 && kValueLetters == 65, "the lengths below are written out");
    out += "*3\r\n$3\r\nSET\r\n$16\r\n";
    out += item.id;
    out += "\r\n$65\r\n";
    out += item.value;
    out += kLineEnd;
    in_flight_.push(asked);
  }

  std::size_t take(std::string_view in, Answers& answers) override {
    std::size_t used = 0;
    while (!answers.is_broken) {
      const std::string_view rest = in.substr(used);
      const std::size_t end = rest.find(kLineEnd);
      if (end == std::string_view::npos) break;
      judge(rest.substr(0, end), answers);
      used += end + kLineEnd.size();
    }
    return used;
  }

private:
  void judge(std::string_view line, Answers& answers) {
    if (in_flight_.empty()) return answers.give_up("an answer without a request: " + std::string(line));
    const Instant asked = in_flight_.pop();
    if (line == "+OK") return answers.good(asked);
    answers.refuse(asked, line);
  }

  InFlight in_flight_;
};

}  // namespace

std::unique_ptr<Session> redis_session() { return std::make_unique<RedisSession>(); }

}  // namespace lic::load
