#include "transport/address_race.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lic {
namespace {

namespace asio = boost::asio;
using Addresses = std::vector<asio::ip::address>;

// IPv6 and IPv4 in turn, IPv6 first; within a family the system's order (RFC 8305 section 4).
Addresses in_turn(const Addresses& addresses, std::size_t count_max) {
  Addresses first;
  Addresses second;
  for (const asio::ip::address& address : addresses) (address.is_v6() ? first : second).push_back(address);
  Addresses mixed;
  for (std::size_t index = 0; index < std::max(first.size(), second.size()); ++index) {
    if (index < first.size()) mixed.push_back(first[index]);
    if (index < second.size()) mixed.push_back(second[index]);
  }
  mixed.resize(std::min(mixed.size(), count_max));
  return mixed;
}

}  // namespace

OpenSocket& OpenSocket::operator=(OpenSocket&& other) noexcept {
  if (this == &other) return *this;
  if (descriptor_ >= 0) (void)::close(descriptor_);
  descriptor_ = other.take();
  return *this;
}
OpenSocket::~OpenSocket() {
  if (descriptor_ >= 0) (void)::close(descriptor_);
}
int OpenSocket::take() noexcept { return std::exchange(descriptor_, -1); }

AddressRace::AddressRace(asio::io_context& loop, NameLookup& lookup)
    : loop_(loop), lookup_(lookup), delay_(loop), limit_(loop) {}
AddressRace::~AddressRace() { cancel(); }

void AddressRace::cancel() {
  if (!alive_) return;
  alive_.reset();
  lookup_.cancel();
  delay_.cancel();
  limit_.cancel();
  attempts_.clear();
  goals_.clear();
  done_ = nullptr;
}

void AddressRace::start(RaceGoal goal, Done done) {
  cancel();
  alive_ = std::make_shared<AddressRace*>(this);
  goal_ = std::move(goal);
  done_ = std::move(done);
  watch_ = Stopwatch{};
  report_ = RaceReport{};
  limit_.expires_after(goal_.limit);
  const std::weak_ptr<AddressRace*> alive = alive_;
  limit_.async_wait([alive](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (still_there && !error) (*still_there)->time_is_up();
  });
  const LookupQuestion question{goal_.host, goal_.ip_version};
  lookup_.begin(question, [this](LookupAnswer answer) { looked_up(std::move(answer)); });
}

void AddressRace::looked_up(LookupAnswer answer) {
  report_.lookup_error = answer.error;
  report_.os_error = answer.os_error;
  if (answer.addresses.empty()) return end(RaceEnd::lookup_failed);
  report_.resolved = watch_.elapsed();
  for (const asio::ip::address& address : in_turn(answer.addresses, kAddressesMax)) {
    goals_.emplace_back(address, goal_.port);
    report_.addresses.push_back(address.to_string());
    if (!goal_.loopback_only || address.is_loopback()) continue;
    report_.address = address.to_string();
    return end(RaceEnd::not_loopback);
  }
  attempt_next();
}

void AddressRace::attempt_next() {
  delay_.cancel();
  while (attempts_.size() < goals_.size()) {
    Attempt& next = *attempts_.emplace_back(std::make_unique<Attempt>(loop_, goals_[attempts_.size()]));
    const int descriptor = ::socket(next.to.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    boost::system::error_code error{errno, boost::system::system_category()};
    if (descriptor >= 0) (void)next.socket.assign(next.to.protocol(), descriptor, error);
    if (descriptor >= 0 && !error) {
      attempt(next);
      return wait_before_next();
    }
    if (descriptor >= 0) (void)::close(descriptor);
    next.is_over = true;
    report_.failed.push_back({next.to.address().to_string(), error.value()});
  }
  if (!is_anything_under_way()) end(RaceEnd::not_connected);
}

void AddressRace::attempt(Attempt& attempt) {
  const std::weak_ptr<AddressRace*> alive = alive_;
  attempt.socket.async_connect(attempt.to, [alive, &attempt](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (still_there) (*still_there)->attempted(attempt, error);
  });
}

void AddressRace::attempted(Attempt& attempt, const boost::system::error_code& error) {
  attempt.is_over = true;
  if (error) {
    report_.failed.push_back({attempt.to.address().to_string(), error.value()});
    boost::system::error_code ignored;
    (void)attempt.socket.close(ignored);
    return attempt_next();
  }
  report_.address = attempt.to.address().to_string();
  report_.connected = watch_.elapsed() - *report_.resolved;
  boost::system::error_code failure;
  OpenSocket won{attempt.socket.release(failure)};
  end(RaceEnd::won, std::move(won));
}

void AddressRace::wait_before_next() {
  if (attempts_.size() == goals_.size()) return;
  const std::weak_ptr<AddressRace*> alive = alive_;
  delay_.expires_after(kAttemptDelay);
  delay_.async_wait([alive](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (still_there && !error) (*still_there)->attempt_next();
  });
}

bool AddressRace::is_anything_under_way() const {
  return std::any_of(attempts_.begin(), attempts_.end(),
                     [](const std::unique_ptr<Attempt>& attempt) { return !attempt->is_over; });
}

void AddressRace::time_is_up() {
  if (goals_.empty()) return end(RaceEnd::lookup_timed_out);
  for (const std::unique_ptr<Attempt>& attempt : attempts_)
    if (!attempt->is_over) report_.failed.push_back({attempt->to.address().to_string(), ETIMEDOUT});
  end(RaceEnd::timed_out);
}

// `done_` may start the next race or destroy this object: nothing is touched afterwards.
void AddressRace::end(RaceEnd how, OpenSocket socket) {
  report_.end = how;
  RaceReport report = std::move(report_);
  const Done done = std::move(done_);
  cancel();
  done(std::move(report), std::move(socket));
}

}  // namespace lic
