#pragma once
// Names to addresses, without blocking the loop.

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/transport_settings.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

struct LookupQuestion {
  std::string host;  // name, or an address without brackets
  IpVersion ip_version = IpVersion::any;
};

struct LookupAnswer {
  std::vector<boost::asio::ip::address> addresses;  // in the system's order of preference; empty after an error
  int error = 0;                                    // EAI_..., 0 = none
  int os_error = 0;                                 // errno, with EAI_SYSTEM
};

// Seam: tests say what a name stands for.
class NameLookup {
public:
  virtual ~NameLookup() = default;

  using Done = std::function<void(LookupAnswer)>;
  // Calls `done` exactly once, never from inside begin(), and not after cancel() or destruction. One lookup at a time;
  // a new one replaces the one under way. Loop thread only.
  virtual void begin(const LookupQuestion& question, Done done) = 0;
  virtual void cancel() = 0;
};

// getaddrinfo() in a thread of its own for each lookup, so that neither the loop nor the end of the program waits for
// a name server that is silent. Addresses are answered without a thread.
class SystemNameLookup final : public NameLookup {
public:
  explicit SystemNameLookup(boost::asio::io_context& loop);
  ~SystemNameLookup() override;
  SystemNameLookup(const SystemNameLookup&) = delete;
  SystemNameLookup& operator=(const SystemNameLookup&) = delete;

  void begin(const LookupQuestion& question, Done done) override;
  void cancel() override;

private:
  struct Call;
  void answer_later(LookupAnswer answer);
  void wait_for(const std::shared_ptr<Call>& call);

  boost::asio::io_context& loop_;
  Done done_;
  std::shared_ptr<SystemNameLookup*> alive_;  // shared: handlers hold it weakly, to learn of a cancel
  class Signal;
  std::unique_ptr<Signal> signal_;
};

}  // namespace lic
