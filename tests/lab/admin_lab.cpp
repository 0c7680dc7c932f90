// Admin routes about the lab itself: clock, faults, log of exchanges.
#include "tests/lab/admin_api.hpp"

#include "tests/lab/exchange_log.hpp"

#include <charconv>
#include <utility>

namespace ssm_lab {
namespace {

AdminAnswer clock_answer(const Peer& peer) {
  return {200,
          {{"now", format_rfc3339(peer.clock.now_ms())},
           {"mode", peer.clock.is_manual() ? "manual" : "real"},
           {"offset_seconds", peer.settings.clock_offset_seconds}}};
}

}  // namespace

AdminAnswer get_clock(Peer& peer, const AdminRequest&) { return clock_answer(peer); }

AdminAnswer post_clock(Peer& peer, const AdminRequest& request) {
  const auto to = read_string(request.body, "to");
  const auto position = parse_rfc3339(to ? *to : read_string(request.body, "now").value_or(""));
  if (!position) return admin_error(400, "to must be an RFC 3339 date and time");
  if (!peer.clock.is_manual()) return admin_error(409, "this lab runs by the real clock");
  peer.clock.move_to(*position);
  peer.database->set_value(kClockKey, std::to_string(*position));
  return clock_answer(peer);
}

AdminAnswer get_faults(Peer& peer, const AdminRequest&) {
  return {200, {{"faults", peer.faults.list()}, {"known", fault_names()}}};
}

AdminAnswer post_faults(Peer& peer, const AdminRequest& request) {
  auto fault = parse_fault(request.body);
  if (!fault) return admin_error(400, fault.error().text);
  peer.faults.add(std::move(*fault));
  return {201, {{"faults", peer.faults.list()}}};
}

AdminAnswer delete_faults(Peer& peer, const AdminRequest&) {
  peer.faults.clear();
  return {204, nullptr};
}

AdminAnswer get_exchanges(Peer& peer, const AdminRequest& request) {
  std::int64_t limit = kExchangesKept;
  if (const auto wanted = request.query.find("limit"); wanted != request.query.end()) {
    const std::string& text = wanted->second;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc() || at != text.data() + text.size() || limit < 0) {
      return admin_error(400, "limit must be a number");
    }
  }
  return {200, {{"exchanges", list_exchanges(*peer.database, limit)}}};
}

}  // namespace ssm_lab
