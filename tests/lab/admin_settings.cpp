// Admin routes about settings, the trust rotation and the synchronisation of an on-prem software manager.
#include "tests/lab/admin_api.hpp"

#include "tests/lab/trust.hpp"

#include <charconv>
#include <utility>

namespace ssm_lab {
namespace {

// Name in the database of the time of the last synchronisation.
constexpr const char* kSynchronizedKey = "synchronized_ms";

OrderedJson last_synchronisation(Peer& peer) {
  const auto stored = peer.database->value_of(kSynchronizedKey);
  if (!stored || peer.settings.on_prem == OnPrem::off) return nullptr;
  std::int64_t at_ms = 0;
  std::from_chars(stored->data(), stored->data() + stored->size(), at_ms);
  return format_rfc3339(at_ms);
}

AdminAnswer settings_answer(Peer& peer) {
  OrderedJson body = to_json(peer.settings);
  body["synchronized_at"] = last_synchronisation(peer);
  body["trust"] = describe_trust(peer);
  return {200, std::move(body)};
}

// A step to take, not a setting to keep: taken out of the changes.
Result<std::optional<TrustStep>> take_out_trust_step(Json& changes) {
  const auto order = changes.find("rotate_trust_root");
  if (order == changes.end()) return std::optional<TrustStep>();
  const auto step = find_trust_step(*order);
  if (!step) return failure("rotate_trust_root must be \"announce\", \"switch\" or true");
  changes.erase(order);
  return step;
}

void synchronize(Peer& peer) {
  peer.database->set_value(kSynchronizedKey, std::to_string(peer.now_ms()));
  if (peer.settings.on_prem == OnPrem::disconnected) {
    peer.accounts.hold_pools(peer.now_ms());
  } else {
    peer.accounts.release_pools(peer.now_ms());
  }
}

}  // namespace

AdminAnswer get_settings(Peer& peer, const AdminRequest&) { return settings_answer(peer); }

AdminAnswer put_settings(Peer& peer, const AdminRequest& request) {
  Json changes = request.body;
  const auto step = take_out_trust_step(changes);
  if (!step) return admin_error(400, step.error().text);
  auto settings = with_changes(peer.settings, changes);
  if (!settings) return admin_error(400, settings.error().text);
  if (*step) {
    const auto taken = take_trust_step(peer, **step);
    if (!taken) return admin_error(409, taken.error().text);
  }
  const bool is_moved = settings->on_prem != peer.settings.on_prem;
  peer.settings = std::move(*settings);
  // Until now everything counted, or from now on everything does: either way this is a synchronisation.
  if (is_moved) synchronize(peer);
  save_settings(*peer.database, peer.settings);
  return settings_answer(peer);
}

AdminAnswer post_synchronize(Peer& peer, const AdminRequest&) {
  if (peer.settings.on_prem == OnPrem::off) {
    return admin_error(409, "only an on-prem SSM synchronizes; set on_prem to connected or disconnected first");
  }
  synchronize(peer);
  return settings_answer(peer);
}

}  // namespace ssm_lab
