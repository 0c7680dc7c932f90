#include "agent/products.hpp"

#include <algorithm>

#include "agent/leases.hpp"

namespace lic {

namespace {

constexpr const char* kUnnamed = "product";  // a process that told no name: any other without one is its restart

bool must_restart(const ProductState& products, const std::string& name) {
  return std::ranges::find(products.awaits_restart, name) != products.awaits_restart.end();
}

// A process that was not known has started: those of its name that were only kept for the comparison may go (R-LIFE-2).
void note_restart(ProductState& products, const std::string& name) {
  if (!must_restart(products, name)) return;
  std::erase(products.awaits_restart, name);
  if (products.awaits_restart.empty()) products.restart_since.reset();
  std::erase_if(products.processes,
                [&name](const auto& entry) { return entry.second.name == name && entry.second.holder == 0; });
}

bool holds_a_seat(const SeatTable& seats, std::uint32_t holder) {
  bool found = false;
  for (std::size_t chunk = 0; chunk < seats.chunk_count() && !found; ++chunk)
    seats.visit_chunk(chunk, [&](std::string_view, const Seat& seat) { found = found || seat.holder == holder; });
  return found;
}

Error too_many_processes() {
  return {ErrorCode::resource_exhausted, std::to_string(kProcessesMax) + " processes of the product are known already",
          "end those that are not needed; sessions of lost ones end with their leases"};
}

}  // namespace

void handle(Turn& turn, const ProductConnected& event) {
  ProductState& products = turn.state.sections.products;
  const std::string name = event.name.empty() ? kUnnamed : event.name;
  if (!products.processes.contains(event.process)) {
    if (products.processes.size() >= kProcessesMax) return turn.answer(too_many_processes());
    note_restart(products, name);
  }
  ProductProcess& process = products.processes[event.process];
  process.name = name;
  process.lost_at.reset();
  if (process.holder == 0) process.holder = ++products.last_holder;
  turn.answer(ProductKnown{process.holder});
}

void handle(Turn& turn, const ProductGone& event) {
  auto& processes = turn.state.sections.products.processes;
  const auto found = processes.find(event.process);
  if (found != processes.end()) {
    if (!found->second.lost_at) found->second.lost_at = lease_now(turn);
    if (!holds_a_seat(turn.state.seats, found->second.holder)) forget_process(turn, event.process);
  }
  turn.answer(Unit{});
}

void forget_process(Turn& turn, const std::string& process) {
  ProductState& products = turn.state.sections.products;
  const auto found = products.processes.find(process);
  if (must_restart(products, found->second.name))
    found->second.holder = 0;
  else
    products.processes.erase(found);
}

std::optional<std::uint16_t> version_number(Turn& turn, const std::string& version) {
  if (version.empty()) return 0;
  auto& versions = turn.state.sections.products.versions;
  auto place = std::ranges::find(versions, version);
  if (place == versions.end()) {
    turn.beyond_usage = true;
    if (versions.size() < kVersionsMax) {
      place = versions.insert(place, version);
    } else {
      place = versions.begin();
      while (place != versions.end() &&
             turn.state.seats.count_of_version(static_cast<std::uint16_t>(place - versions.begin() + 1)) > 0)
        ++place;
      if (place == versions.end()) return std::nullopt;
      *place = version;
    }
  }
  return static_cast<std::uint16_t>(place - versions.begin() + 1);
}

}  // namespace lic
