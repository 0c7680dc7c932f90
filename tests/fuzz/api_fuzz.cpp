// Any bytes from the product: on the product socket, cut anywhere, and as bodies of the HTTP API; through a real loop
// with a store in memory. Never a crash, each whole line answered exactly once and in order, and the state stays sound.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/step.hpp"
#include "daemon/api/json.hpp"
#include "daemon/api/seat_body.hpp"
#include "daemon/product/session.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace {

using lic::api::Json;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Quiet final : lic::product::SessionOwner {
  void on_answered() override {}
};

struct Rig {
  Rig() {
    bench.policy.max_seats = 6;
    require(bench.loop.start({.pid = "SMALL", .serial = "S1", .uuid = "U1"}).has_value());
    bench.run();
  }
  lic::MemoryStore disk;
  lic::test::LoopBench bench{disk};
};

// How the run goes, from the first bytes of the input.
struct Plan {
  explicit Plan(std::string_view bytes) : flags(at(bytes, 0)), piece(static_cast<std::size_t>(at(bytes, 1)) + 1) {}
  static std::uint8_t at(std::string_view bytes, std::size_t index) {
    return index < bytes.size() ? static_cast<std::uint8_t>(bytes[index]) : std::uint8_t{0};
  }
  static constexpr std::size_t kBytes = 2;
  [[nodiscard]] bool has(unsigned bit) const { return ((flags >> bit) & 1U) != 0; }

  std::uint8_t flags;
  std::size_t piece;  // bytes that come at once
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// One answer for each line, with its `i`, and one for half a line at the end.
void check_answers(std::string_view asked, std::string_view answered) {
  const auto requests = lines_of(asked);
  const auto answers = lines_of(answered);
  require(requests.size() == answers.size());
  require(answered.empty() || answered.back() == '\n');
  const bool has_half = !asked.empty() && asked.back() != '\n';
  lic::product::RequestReader reader;
  for (std::size_t index = 0; index < answers.size(); ++index) {
    const auto answer = lic::api::parse_json(answers[index]);
    require(answer.has_value() && answer->is_object() && answer->contains("ok"));
    const bool is_half = has_half && index + 1 == answers.size();
    const std::string echo = is_half ? std::string{} : reader.read(requests[index]).echo;
    require(answer->contains("i") != echo.empty());
    if (!echo.empty()) require(answer->at("i") == Json::parse(echo));
    const auto* reason = answer->contains("reason") ? &answer->at("reason") : nullptr;
    require(reason == nullptr || (reason->is_string() && !reason->get_ref<const std::string&>().empty()));
  }
}

void fuzz_session(std::string_view bytes, const Plan& plan) {
  Rig rig;
  Quiet quiet;
  lic::product::RequestReader reader;
  lic::product::SyncBudget budget{.gathered = plan.has(1) ? lic::product::kSyncSeatsMax - 2 : 0};
  const std::size_t budget_before = budget.gathered;
  lic::product::Office office{.loop = rig.bench.loop, .reader = reader, .sync_budget = budget};
  const lic::api::Roles roles{.admin = false, .monitor = plan.has(2), .product = !plan.has(2)};
  std::string answered;
  {
    lic::product::Session session(office, roles, quiet);
    const auto pump = [&] {
      rig.bench.run();
      session.proceed();
      answered += std::exchange(session.output(), {});
    };
    session.set_holder(0);
    rig.disk.refuse_commits(plan.has(3));
    for (std::string_view rest = bytes; !rest.empty();) {
      if (!session.wants_input()) {
        pump();
        continue;
      }
      const auto space = session.space();
      const std::size_t count = std::min({space.size(), rest.size(), plan.piece});
      std::memcpy(space.data(), rest.data(), count);
      session.received(count);
      rest.remove_prefix(count);
      if (plan.has(4)) pump();
    }
    rig.disk.refuse_commits(false);
    session.peer_ended();
    while (!session.is_over()) pump();
    pump();
  }
  require(budget.gathered == budget_before);
  check_answers(bytes, answered);
  require(lic::check_invariants(rig.bench.loop.reading().state).empty());
}

template <class Event>
void apply(Rig& rig, lic::Result<Event> event) {
  if (event.has_error()) return require(!event.error().what.empty() && !event.error().remedy.empty());
  int answers = 0;
  require(rig.bench.loop.submit(std::move(*event), [&answers](const lic::Answered&) { ++answers; }));
  rig.bench.run();
  require(answers == 1);
}

void fuzz_bodies(std::string_view bytes) {
  Rig rig;
  for (const std::string_view body : lines_of(bytes)) {
    const std::string text(body);
    apply(rig, lic::api::sign_in_body(text));
    apply(rig, lic::api::seat_update_body("a", text));
    apply(rig, lic::api::seat_sync_body(text));
    apply(rig, lic::api::seat_batch_body(text));
    apply(rig, lic::api::ports_body(text));
  }
  require(lic::check_invariants(rig.bench.loop.reading().state).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Plan plan(bytes);
  const std::string_view rest = bytes.substr(std::min(size, Plan::kBytes));
  if (plan.has(0)) {
    fuzz_bodies(rest);
  } else {
    fuzz_session(rest, plan);
  }
  return 0;
}
