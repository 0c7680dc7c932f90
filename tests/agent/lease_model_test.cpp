// R-USE-9 against an independent model: random sign-ins, connections, late timers, sleeps and restarts.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "tests/agent/admission_bench.hpp"

namespace lic::test {
namespace {

constexpr Millis kProductLease = 10 * kMinute;
constexpr Millis kJump = 10 * kSecond;

// Keeps its own clock of watched time; sessions and processes by name.
class LeaseModel {
public:
  std::map<std::string, std::optional<Millis>> lost;  // process -> when it was lost; none = connected

  void sign_in(const std::string& id, std::optional<Millis> lease, const std::string& process) {
    sessions_[id] = {lease ? std::optional(now_ + *lease) : std::nullopt, process};
  }
  void sign_out(const std::string& id) { sessions_.erase(id); }
  void lose(const std::string& process) {
    auto& at = lost[process];
    if (!at) at = now_;
  }
  void lose_all() {
    for (auto& [process, at] : lost)
      if (!at) at = now_;
  }
  // `watched` = somebody would have seen a lease end within this time.
  void pass(Millis time, bool watched) {
    const auto next = next_end();
    const bool slept_over_an_end = next && now_ + time - *next > kJump;
    if (watched || !slept_over_an_end) now_ += time;
    std::erase_if(sessions_, [this](const auto& entry) {
      const auto end = end_of(entry.second);
      return end && *end <= now_;
    });
  }
  [[nodiscard]] std::set<std::string> who() const {
    std::set<std::string> ids;
    for (const auto& [id, session] : sessions_) ids.insert(id);
    return ids;
  }

private:
  struct Session {
    std::optional<Millis> end;
    std::string process;
  };
  [[nodiscard]] std::optional<Millis> end_of(const Session& session) const {
    auto end = session.end;
    const auto process = lost.find(session.process);
    if (process == lost.end() || !process->second) return end;
    const Millis with_process = *process->second + kProductLease;
    return end ? std::min(*end, with_process) : with_process;
  }
  [[nodiscard]] std::optional<Millis> next_end() const {
    std::optional<Millis> next;
    for (const auto& [id, session] : sessions_)
      if (const auto end = end_of(session); end && (!next || *end < *next)) next = end;
    return next;
  }
  Millis now_{0};
  std::map<std::string, Session> sessions_;
};

std::set<std::string> who(const Rig& rig) {
  std::set<std::string> ids;
  rig.state.seats.visit([&ids](std::string_view id, const Seat&) { ids.emplace(id); });
  return ids;
}

class LeaseGame {
public:
  explicit LeaseGame(std::uint32_t seed) : dice_(seed) {}

  void turn() {
    const int what = up_to(99);
    if (what < 40) return sign_in();
    if (what < 50) return sign_out();
    if (what < 60) return connect();
    if (what < 68) return disconnect();
    if (what < 88) return live(Millis{up_to(240'000)});
    if (what < 92) return wake_after(Millis{up_to(9'000)});
    if (what < 96) return wake_after(kHour + Millis{up_to(7'200'000)});
    restart();
  }
  void compare() const { ASSERT_EQ(who(rig_), model_.who()); }

private:
  int up_to(int most) { return static_cast<int>(dice_() % static_cast<unsigned>(most + 1)); }
  std::string somebody() { return "user" + std::to_string(up_to(30)); }

  void sign_in() {
    const std::string id = somebody();
    const auto lease = up_to(1) == 0 ? std::optional(10 * kSecond + Millis{up_to(600'000)}) : std::nullopt;
    const bool over_socket = up_to(1) == 0 && !holders_.empty();
    const std::string process = over_socket ? std::next(holders_.begin(), up_to(size() - 1))->first : "";
    rig_.feed(SignIn{SeatId{id}, {}, {}, lease, over_socket ? holders_.at(process) : 0});
    model_.sign_in(id, lease, process);
  }
  void sign_out() {
    const std::string id = somebody();
    rig_.feed(SignOut{SeatId{id}});
    model_.sign_out(id);
  }
  void connect() {
    const std::string process = "process" + std::to_string(up_to(4));
    const RequestId caller = rig_.ask(ProductConnected{process, "engine"});
    holders_[process] = std::get<ProductKnown>(*rig_.answer_to(caller)).holder;
    model_.lost[process] = std::nullopt;
  }
  void disconnect() {
    const std::string process = "process" + std::to_string(up_to(4));
    if (holders_.erase(process) == 0) return;
    rig_.feed(ProductGone{process});
    model_.lose(process);
  }
  void live(Millis time) {
    rig_.advance(time);
    rig_.feed(TimerFired{});
    model_.pass(time, true);
  }
  void wake_after(Millis time) {
    rig_.sleep(time);
    rig_.feed(TimerFired{});
    model_.pass(time, false);
  }
  void restart() {
    rig_.restart(up_to(1) == 0, Millis{up_to(7'200'000)});
    model_.lose_all();
    holders_.clear();
  }
  [[nodiscard]] int size() const { return static_cast<int>(holders_.size()); }

  std::mt19937 dice_;
  Rig rig_;
  LeaseModel model_;
  std::map<std::string, std::uint32_t> holders_;  // of connected processes
};

TEST(Leases, EndWhenTheModelSaysWhateverHappens) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    LeaseGame game(seed);
    for (int turn = 0; turn < 500; ++turn) {
      game.turn();
      game.compare();
      if (testing::Test::HasFatalFailure()) FAIL() << "seed " << seed << ", turn " << turn;
    }
  }
}

}  // namespace
}  // namespace lic::test
