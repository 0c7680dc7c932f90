#include "tests/bench/load_engine.hpp"

#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

namespace lic::load {
namespace {

constexpr Nanos kDrainMax = std::chrono::seconds(10);
constexpr std::size_t kBacklogMax = 200'000;
constexpr int kEventsMax = 128;

Nanos nanos(double seconds) { return Nanos(std::llround(seconds * 1e9)); }

timespec timespec_of(Nanos time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

}  // namespace

Engine::Engine(Plan plan, Workload& work, const MakeSession& make_session) : plan_(std::move(plan)), work_(work) {
  ::prctl(PR_SET_TIMERSLACK, 1UL);  // an open loop waits for moments that are microseconds apart
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  if (!connect(make_session)) fail("cannot connect to " + plan_.place + ": " + std::strerror(errno));
}

Engine::~Engine() { ::close(epoll_); }

bool Engine::connect(const MakeSession& make_session) {
  connections_.reserve(plan_.connections);
  is_watched_.resize(plan_.connections);
  for (std::size_t index = 0; index < plan_.connections; ++index) {
    const int descriptor = connect_to(plan_.place);
    if (descriptor < 0) return false;
    connections_.emplace_back(descriptor, make_session());
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) return false;
    if (!connections_.back().flush()) return false;
  }
  return true;
}

void Engine::fail(std::string text) {
  is_lost_ = true;
  ++outcome_.errors;
  if (outcome_.first_error.empty()) outcome_.first_error = std::move(text);
}

Instant Engine::due(std::uint64_t number) const { return start_ + nanos(static_cast<double>(number) / plan_.rate); }

bool Engine::may_ask() const { return plan_.count > 0 ? asked_ < plan_.count : now_ < end_; }

bool Engine::is_over() const {
  if (is_lost_) return true;
  if (may_ask()) return false;
  return answered_ == asked_ || (plan_.count == 0 && now_ > end_ + kDrainMax);
}

void Engine::ask(Connection& connection, Instant asked) {
  connection.put(work_.next(), asked);
  ++asked_;
}

void Engine::send(Connection& connection) {
  if (!connection.flush()) return fail(std::string("a connection was lost while writing: ") + std::strerror(errno));
  const auto index = static_cast<std::size_t>(&connection - connections_.data());
  if (is_watched_[index] == connection.is_stuck()) return;
  is_watched_[index] = connection.is_stuck();
  epoll_event event{};
  event.events = connection.is_stuck() ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.u64 = index;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.descriptor(), &event);
}

void Engine::ask_first() {
  for (Connection& connection : connections_) {
    for (std::size_t index = 0; index < plan_.depth && may_ask(); ++index) ask(connection, now_);
    send(connection);
  }
}

// Requests of an open loop go round the connections; each is due at its own moment.
void Engine::ask_what_is_due() {
  const std::uint64_t first = asked_;
  while (may_ask() && due(asked_) <= now_) ask(connections_[asked_ % connections_.size()], due(asked_));
  const std::uint64_t touched = std::min<std::uint64_t>(asked_ - first, connections_.size());
  for (std::uint64_t index = 0; index < touched; ++index) send(connections_[(first + index) % connections_.size()]);
  if (asked_ - answered_ > kBacklogMax) fail("the server does not keep up with this rate");
}

Nanos Engine::patience() const {
  constexpr Nanos kLook = std::chrono::milliseconds(100);
  if (plan_.count > 0) return kLook;
  if (now_ >= end_) return kLook;
  const Nanos left = end_ - now_;
  if (plan_.rate <= 0) return std::min(kLook, left);
  return std::clamp(due(asked_) - now_, Nanos(0), left);
}

void Engine::wait() {
  std::array<epoll_event, kEventsMax> events;
  const timespec limit = timespec_of(patience());
  const int count = ::epoll_pwait2(epoll_, events.data(), kEventsMax, &limit, nullptr);
  now_ = now();
  if (count < 0 && errno != EINTR) return fail(std::string("epoll failed: ") + std::strerror(errno));
  for (int index = 0; index < count && !is_lost_; ++index) {
    const epoll_event& event = events[static_cast<std::size_t>(index)];
    Connection& connection = connections_[event.data.u64];
    if ((event.events & ~std::uint32_t{EPOLLOUT}) != 0) {
      hear(connection);
    } else {
      send(connection);
    }
  }
}

void Engine::hear(Connection& connection) {
  answers_.sent.clear();
  const bool is_alive = connection.read(answers_);
  now_ = now();
  for (const Instant asked : answers_.sent) count(asked);
  if (!is_alive) return fail(answers_.is_broken ? answers_.first_bad : "the server closed a connection");
  if (plan_.rate <= 0) {
    for (std::size_t index = 0; index < answers_.sent.size() && may_ask(); ++index) ask(connection, now_);
  }
  send(connection);
}

void Engine::count(Instant asked) {
  ++answered_;
  const Instant decides = plan_.rate > 0 ? asked : now_;
  if (plan_.count == 0 && (decides < begin_ || decides >= end_)) return;
  ++outcome_.count;
  outcome_.latency.add(now_ - asked);
}

Outcome Engine::run() {
  now_ = start_ = now();
  begin_ = plan_.count > 0 ? start_ : start_ + nanos(plan_.warm_up_seconds);
  end_ = begin_ + nanos(plan_.seconds);
  if (plan_.rate <= 0 && !is_lost_) ask_first();
  while (!is_over()) {
    if (plan_.rate > 0) ask_what_is_due();
    wait();
  }
  if (!is_lost_ && answered_ < asked_) fail(std::to_string(asked_ - answered_) + " answers did not come");
  outcome_.seconds = plan_.count > 0 ? std::chrono::duration<double>(now() - start_).count() : plan_.seconds;
  outcome_.errors += answers_.bad;
  if (outcome_.first_error.empty()) outcome_.first_error = answers_.first_bad;
  return std::move(outcome_);
}

}  // namespace lic::load
