#pragma once
// Which processes of the product are connected, and what the core calls each of them (R-USE-9).

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/loop/agent_loop.hpp"
#include "daemon/product/peer_process.hpp"

namespace lic::product {

// Loop thread only. The loop outlives it.
class Processes {
public:
  // Gets the holder for sign-ins; 0 if the core does not take the process.
  using Known = std::function<void(std::uint32_t holder)>;

  explicit Processes(AgentLoop& loop) : loop_(loop), alive_(std::make_shared<bool>(true)) {}
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  // One more connection of it. The first one tells the core; `known` is called now or later.
  void join(const PeerProcess& process, Known known);
  // One connection less. The last one tells the core.
  void leave(const std::string& key);
  // After a batch: the loop may take what it had not.
  void proceed();

  [[nodiscard]] std::size_t size() const { return processes_.size(); }

private:
  struct Entry {
    PeerProcess process;
    int connections = 0;
    bool is_told = false;
    std::optional<std::uint32_t> holder;
    std::vector<Known> waiting;
  };
  void tell(Entry& entry);
  void on_answer(const std::string& key, const Answered& answered);

  AgentLoop& loop_;
  std::map<std::string, Entry> processes_;
  bool has_untold_ = false;
  std::shared_ptr<bool> alive_;  // shared with answers that may come after us
};

}  // namespace lic::product
