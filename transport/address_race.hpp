#pragma once
// One TCP connection to a host with many addresses, in the manner of RFC 8305: IPv6 and IPv4 in turn, a new attempt
// every 200 ms or as soon as one fails, and the first to connect wins. A dead address costs those 200 ms, whatever its
// family; libcurl races the two families only (docs/decisions/0011).

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "transport/name_lookup.hpp"
#include "transport/race_report.hpp"
#include "transport/stopwatch.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

struct RaceGoal {
  std::string host;  // name, or an address without brackets
  std::uint16_t port = 0;
  IpVersion ip_version = IpVersion::any;
  bool loopback_only = false;  // one address of another kind, and nothing is connected to
  Millis limit{0};             // for lookup and connection together
};

// A connected, non-blocking socket that is closed if nobody takes it.
class OpenSocket {
public:
  OpenSocket() = default;
  explicit OpenSocket(int descriptor) : descriptor_(descriptor) {}
  OpenSocket(OpenSocket&& other) noexcept : descriptor_(other.take()) {}
  OpenSocket& operator=(OpenSocket&& other) noexcept;
  OpenSocket(const OpenSocket&) = delete;
  OpenSocket& operator=(const OpenSocket&) = delete;
  ~OpenSocket();
  // The caller closes it from now on; -1 if there is none.
  [[nodiscard]] int take() noexcept;

private:
  int descriptor_ = -1;
};

class AddressRace {
public:
  static constexpr Millis kAttemptDelay{200};
  static constexpr std::size_t kAddressesMax = 16;

  // Both outlive the race.
  AddressRace(boost::asio::io_context& loop, NameLookup& lookup);
  ~AddressRace();
  AddressRace(const AddressRace&) = delete;
  AddressRace& operator=(const AddressRace&) = delete;

  using Done = std::function<void(RaceReport, OpenSocket)>;
  // Calls `done` exactly once, never from inside start(), and not after cancel() or destruction. One race at a time; a
  // new one replaces the one under way. With none there is no timer, no socket and no wait.
  void start(RaceGoal goal, Done done);
  void cancel();

private:
  using Tcp = boost::asio::ip::tcp;
  struct Attempt {
    Attempt(boost::asio::io_context& loop, Tcp::endpoint where) : socket(loop), to(std::move(where)) {}
    Tcp::socket socket;
    Tcp::endpoint to;
    bool is_over = false;
  };

  void looked_up(LookupAnswer answer);
  void attempt_next();
  void attempt(Attempt& attempt);
  void attempted(Attempt& attempt, const boost::system::error_code& error);
  void wait_before_next();
  void time_is_up();
  [[nodiscard]] bool is_anything_under_way() const;
  void end(RaceEnd how, OpenSocket socket = {});

  boost::asio::io_context& loop_;
  NameLookup& lookup_;
  boost::asio::steady_timer delay_;
  boost::asio::steady_timer limit_;
  RaceGoal goal_;
  Done done_;
  Stopwatch watch_;
  RaceReport report_;
  std::vector<Tcp::endpoint> goals_;
  std::vector<std::unique_ptr<Attempt>> attempts_;
  std::shared_ptr<AddressRace*> alive_;  // shared: handlers hold it weakly, to learn of a cancel
};

}  // namespace lic
