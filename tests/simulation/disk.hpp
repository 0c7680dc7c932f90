#pragma once
// The virtual disk and key store. What was not committed is lost at a crash; keys and tokens are durable when they are
// there.

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "agent/state.hpp"

namespace lic::sim {

struct VirtualDisk {
  bool fresh = true;
  Sections sections;
  SeatTable seats;
  std::map<std::int64_t, Report> outbox;

  void commit(const Sections& after, const Changes& changes);
  [[nodiscard]] AgentState load() const;  // waiters empty
};

struct KeyShelf {
  std::set<std::string> keys;
  std::set<std::string> being_made;
  std::set<std::string> tokens;
};

// The keys and tokens that a state names; everything else on the shelf is rubbish.
[[nodiscard]] std::set<std::string> named_keys(const Sections& sections);
[[nodiscard]] std::set<std::string> named_tokens(const Sections& sections);

}  // namespace lic::sim
