#include "tests/product/session_bench.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lic::test {

SessionBench::SessionBench(const api::Roles& roles, bool has_holder) : session(office, roles, *this) {
  bench.start();
  if (has_holder) session.set_holder(0);
}

void SessionBench::send(std::string_view bytes) {
  while (!bytes.empty() && session.wants_input()) {
    const auto space = session.space();
    const std::size_t count = std::min(space.size(), bytes.size());
    std::memcpy(space.data(), bytes.data(), count);
    session.received(count);
    bytes.remove_prefix(count);
  }
}

void SessionBench::run() {
  int heard = -1;
  while (std::exchange(heard, answers_heard) != answers_heard) {
    bench.run();
    session.proceed();
  }
}

std::vector<std::string> SessionBench::lines() {
  const std::string text = std::exchange(session.output(), {});
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    found.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

std::vector<std::string> SessionBench::ask(std::string_view bytes) {
  send(bytes);
  run();
  return lines();
}

std::string sign_in_line(int number) {
  const std::string text = std::to_string(number);
  return R"({"i":)" + text + R"(,"op":"sign_in","id":"agent)" + text + R"(","capabilities":["inbound_voice"]})" + "\n";
}

}  // namespace lic::test
