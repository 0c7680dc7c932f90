#include "daemon/product/processes.hpp"

#include <utility>

namespace lic::product {

void Processes::join(const PeerProcess& process, Known known) {
  Entry& entry = processes_[process.key];
  ++entry.connections;
  if (entry.holder) return known(*entry.holder);
  entry.waiting.push_back(std::move(known));
  if (entry.connections > 1) return;
  entry.process = process;
  tell(entry);
}

void Processes::tell(Entry& entry) {
  entry.is_told =
      loop_.submit(ProductConnected{.process = entry.process.key, .name = entry.process.name},
                   [this, alive = std::weak_ptr(alive_), key = entry.process.key](const Answered& answered) {
                     if (alive.expired()) return;
                     const auto* known = std::get_if<ProductKnown>(&answered);
                     on_known(key, known == nullptr ? 0 : known->holder);
                   });
  has_untold_ = has_untold_ || !entry.is_told;
}

void Processes::on_known(const std::string& key, std::uint32_t holder) {
  const auto found = processes_.find(key);
  if (found == processes_.end()) return;  // it has left already, and the core will hear that
  found->second.holder = holder;
  for (const Known& known : std::exchange(found->second.waiting, {})) known(holder);
}

void Processes::leave(const std::string& key) {
  const auto found = processes_.find(key);
  if (found == processes_.end() || --found->second.connections > 0) return;
  const bool is_told = found->second.is_told;
  processes_.erase(found);
  if (is_told) loop_.inform(ProductGone{.process = key});
}

void Processes::proceed() {
  if (!std::exchange(has_untold_, false)) return;
  for (auto& [key, entry] : processes_) {
    if (!entry.is_told) tell(entry);
  }
}

}  // namespace lic::product
