// What a line of the product socket costs besides the loop: read to an event, and answered.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "daemon/product/answer_queue.hpp"
#include "daemon/product/request_reader.hpp"

namespace {

using lic::product::AnswerQueue;
using lic::product::RequestReader;

const std::string kLine =
    R"({"i":123456,"op":"sign_in","id":"agent10000012345","capabilities":["inbound_voice","chat"]})";

void read_sign_in(benchmark::State& state) {
  RequestReader reader;
  for (auto _ : state) {
    auto request = reader.read(kLine);
    if (!std::holds_alternative<lic::SignIn>(request.asked)) std::abort();
    benchmark::DoNotOptimize(request);
  }
}
BENCHMARK(read_sign_in);

void answer_sign_in(benchmark::State& state) {
  AnswerQueue waiting;
  std::string out;
  const lic::Answered done = lic::SeatDone{lic::SeatClass::premium, true};
  for (auto _ : state) {
    const auto number = waiting.expect({.echo = "123456"}, kLine.size());
    waiting.answer(number, done, true, out);
    if (out.size() > 64 * 1024) out.clear();
  }
}
BENCHMARK(answer_sign_in);

}  // namespace
