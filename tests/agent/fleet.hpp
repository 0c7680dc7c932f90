#pragma once
// Many agents and one SSM in virtual time: who contacts SSM when, as SSM sees it (R-TIME-6).

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "agent/step.hpp"

namespace lic::test {

// When SSM is away and how it shows; the answer of one that is there is always good.
struct Outage {
  enum class Shows { silence, refused_connection, unavailable, unavailable_until_its_end };
  WallTime from;
  WallTime until;
  Shows shows = Shows::silence;
};

// One request that reached SSM while it was there.
struct Contact {
  std::size_t agent = 0;
  WallTime at;
};

class Fleet {
public:
  // All are registered within `rollout` from `start`, at moments drawn evenly.
  Fleet(std::size_t size, Policy policy, WallTime start, Millis rollout);

  void live_until(WallTime end, const std::vector<Outage>& outages);
  [[nodiscard]] const std::vector<Contact>& contacts() const { return contacts_; }
  // Of each agent that failed in the outage, its first contact after it.
  [[nodiscard]] std::vector<WallTime> first_contacts_after(const Outage& outage) const;

private:
  struct Agent {
    AgentState state;
    bool failed = false;  // since its last contact
    std::vector<WallTime> back_at;
  };
  struct Waking {
    WallTime at;
    std::size_t agent = 0;
    std::uint64_t turn = 0;  // of the agent; an older one is void
    friend bool operator<(const Waking& left, const Waking& right) { return left.at > right.at; }
  };
  void feed(std::size_t agent, Event event);
  void answer(std::size_t agent, const SsmRequest& request);
  void arm(std::size_t agent);
  [[nodiscard]] Now now() const { return {now_, BootTime{now_.time_since_epoch()}}; }

  Policy policy_;
  std::vector<Agent> agents_;
  std::vector<std::uint64_t> turns_;
  std::priority_queue<Waking> wakings_;
  struct Late {
    WallTime at;
    std::size_t agent = 0;
    SsmReply reply;
    friend bool operator<(const Late& left, const Late& right) { return left.at > right.at; }
  };
  std::priority_queue<Late> late_;  // time-outs to come
  std::vector<Outage> outages_;
  std::vector<Contact> contacts_;
  WallTime now_;
  std::uint64_t dice_ = 0;
};

// The most of `moments` in any stretch of `length`.
[[nodiscard]] std::size_t most_within(std::vector<WallTime> moments, Millis length);

}  // namespace lic::test
