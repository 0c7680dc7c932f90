#include <array>
#include <charconv>
#include <cstring>

#include "tests/bench/load_session.hpp"

namespace lic::load {
namespace {

std::string_view number_text(std::uint64_t number, std::array<char, 20>& room) {
  const auto done = std::to_chars(room.data(), room.data() + room.size(), number);
  return {room.data(), static_cast<std::size_t>(done.ptr - room.data())};
}

class ProductSession final : public Session {
public:
  void put(const Item& item, Instant asked, std::string& out) override {
    std::array<char, 20> room;
    out += R"({"i":)";
    out += number_text(++last_asked_, room);
    out += R"(,"op":"sign_in","id":")";
    out += item.id;
    out += R"(","capabilities":)";
    out += kCapabilityLists[item.list];
    out += "}\n";
    in_flight_.push(asked);
  }

  std::size_t take(std::string_view in, Answers& answers) override {
    std::size_t used = 0;
    while (used < in.size() && !answers.is_broken) {
      const auto* end = static_cast<const char*>(std::memchr(in.data() + used, '\n', in.size() - used));
      if (end == nullptr) break;
      const auto length = static_cast<std::size_t>(end - (in.data() + used));
      judge(in.substr(used, length), answers);
      used += length + 1;
    }
    return used;
  }

private:
  void judge(std::string_view line, Answers& answers) {
    if (in_flight_.empty()) return answers.give_up("an answer without a request: " + std::string(line));
    const Instant asked = in_flight_.pop();
    if (is_done(line, ++last_answered_)) return answers.good(asked);
    answers.refuse(asked, line);
  }

  // {"i":N,"ok":true,...}; `"durable":false` is the daemon's word for an answer that is not on disk.
  [[nodiscard]] static bool is_done(std::string_view line, std::uint64_t number) {
    constexpr std::string_view kHead = R"({"i":)";
    constexpr std::string_view kOk = R"(,"ok":true)";
    std::array<char, 20> room;
    const std::string_view digits = number_text(number, room);
    return line.starts_with(kHead) && line.substr(kHead.size()).starts_with(digits) &&
           line.substr(kHead.size() + digits.size()).starts_with(kOk) && line.ends_with('}') &&
           line.find(R"("durable":false)") == std::string_view::npos;
  }

  InFlight in_flight_;
  std::uint64_t last_asked_ = 0;
  std::uint64_t last_answered_ = 0;
};

}  // namespace

std::unique_ptr<Session> product_session() { return std::make_unique<ProductSession>(); }

}  // namespace lic::load
