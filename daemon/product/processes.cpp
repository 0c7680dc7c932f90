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
                     on_answer(key, answered);
                   });
  has_untold_ = has_untold_ || !entry.is_told;
}

void Processes::on_answer(const std::string& key, const Answered& answered) {
  const auto found = processes_.find(key);
  if (found == processes_.end()) return;  // it has left already, and the core will hear that
  Entry& entry = found->second;
  const auto* known_as = std::get_if<ProductKnown>(&answered);
  const std::uint32_t holder = known_as == nullptr ? 0 : known_as->holder;
  entry.holder = holder;
  // Who is told may leave at once, and the entry with him.
  for (const Known& known : std::exchange(entry.waiting, {})) known(holder);
}

void Processes::leave(const std::string& key) {
  const auto found = processes_.find(key);
  if (found == processes_.end() || --found->second.connections > 0) return;
  const bool is_told = found->second.is_told;
  processes_.erase(found);
  if (is_told) loop_.inform(ProductGone{.process = key});
}

void Processes::proceed() {
  if (!has_untold_) return;
  has_untold_ = false;
  for (auto& [key, entry] : processes_) {
    if (!entry.is_told) tell(entry);
  }
}

}  // namespace lic::product
