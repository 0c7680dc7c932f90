// Admin routes about accounts: names, pools, transfers, mails.
#include "tests/lab/admin_api.hpp"

#include "tests/lab/wire_names.hpp"

#include <utility>

namespace ssm_lab {
namespace {

constexpr std::int64_t kPoolMax = 1'000'000'000;
constexpr const char* kExportMember = "export_control_allowed";

AdminAnswer export_error() { return admin_error(400, std::string(kExportMember) + " must be true or false"); }

bool is_pool_size(const Json& value) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kPoolMax);
}

bool is_name(const std::optional<std::string>& name) { return name && !name->empty() && name->size() <= kNameBytesMax; }

Result<std::map<std::string, std::int64_t>> read_pools(const Json& object) {
  std::map<std::string, std::int64_t> pools;
  for (const auto& [tag, size] : object.items()) {
    if (!is_name(tag) || !is_pool_size(size)) return failure("pools: each tag needs a number from 0 to 1000000000");
    pools[tag] = size.get<std::int64_t>();
  }
  return pools;
}

Result<std::map<std::string, std::vector<std::string>>> read_covers(const Json& object) {
  std::map<std::string, std::vector<std::string>> covers;
  for (const auto& [premium, standards] : object.items()) {
    if (!standards.is_array()) return failure("covers: each premium tag needs a list of tags");
    for (const Json& standard : standards) {
      if (!standard.is_string() || standard == premium) return failure("covers: a premium tag covers other tags");
      covers[premium].push_back(standard.get_ref<const std::string&>());
    }
  }
  return covers;
}

// A member that is absent leaves what there is; one that is present replaces it.
Result<Pools> with_changes(Pools pools, const Json& body) {
  if (const Json* object = find_object(body, "pools")) {
    auto purchased = read_pools(*object);
    if (!purchased) return purchased.error();
    pools.purchased = std::move(*purchased);
  }
  if (const Json* object = find_object(body, "covers")) {
    auto covers = read_covers(*object);
    if (!covers) return covers.error();
    pools.covers = std::move(*covers);
  }
  if (const auto any = body.find("default_pool"); any != body.end()) {
    if (!any->is_null() && !is_pool_size(*any)) return failure("default_pool must be null or a number from 0");
    pools.default_pool = any->is_null() ? std::nullopt : std::optional(any->get<std::int64_t>());
  }
  return pools;
}

OrderedJson describe_pools(Peer& peer, const Account& account) {
  const Pools pools = peer.accounts.pools_of(account.id);
  const Counts in_use = peer.accounts.counts_in_use(account.id);
  const auto judgement = peer.accounts.judge_account(account.id);
  const bool are_held = peer.accounts.are_pools_held();
  const Pools in_force = peer.accounts.pools_in_force(account.id);
  const Counts reserved = peer.accounts.counts_reserved(account.id);
  Counts tags = pools.purchased;
  tags.insert(in_use.begin(), in_use.end());
  tags.insert(reserved.begin(), reserved.end());
  OrderedJson described = OrderedJson::object();
  for (const auto& [tag, unused] : tags) {
    const std::int64_t purchased = purchased_of(pools, tag).value_or(0);
    const std::int64_t used = count_of(in_use, tag);
    const std::int64_t held = count_of(reserved, tag);
    const Compliance status = judgement.contains(tag) ? judgement.at(tag) : Compliance::in_compliance;
    described[tag] = {{"purchased", purchased},
                      {"in_use", used},
                      {"reserved", held},
                      {"balance", purchased - used - held},
                      {"status", wire_name(status)}};
    if (are_held) described[tag]["synchronized"] = or_null(purchased_of(in_force, tag));
  }
  return {{"smart_account", account.smart_account},
          {"virtual_account", account.virtual_account},
          {"pools", std::move(described)},
          {"export_control_allowed", peer.accounts.is_export_allowed(account.id)},
          {"covers", pools.covers},
          {"default_pool", or_null(pools.default_pool)}};
}

// Takes the moved quantities out of `from`, or says what is missing. What is reserved stays.
struct Removal {
  Counts moved;
  Counts reserved;
};
Result<Pools> without(Pools from, const Removal& removal) {
  for (const auto& [tag, size] : removal.moved) {
    const auto found = from.purchased.find(tag);
    if (found == from.purchased.end() || found->second - count_of(removal.reserved, tag) < size) {
      return failure("not that many licenses of " + tag);
    }
    found->second -= size;
  }
  return from;
}

Result<std::map<std::string, std::int64_t>> read_transfer(const Json& body) {
  if (const Json* pools = find_object(body, "pools")) return read_pools(*pools);
  const auto tag = read_string(body, "tag");
  const auto count = body.find("count");
  if (!is_name(tag) || count == body.end()) return failure("tag and count, or pools, are needed");
  return read_pools(Json{{*tag, *count}});
}

}  // namespace

AdminAnswer get_accounts(Peer& peer, const AdminRequest&) {
  OrderedJson list = OrderedJson::array();
  for (const Account& account : peer.accounts.list()) list.push_back(describe_pools(peer, account));
  return {200, {{"accounts", std::move(list)}}};
}

AdminAnswer post_accounts(Peer& peer, const AdminRequest& request) {
  const auto virtual_account = read_string(request.body, "virtual_account");
  const std::string smart_account = read_string(request.body, "smart_account").value_or(kDefaultSmartAccount);
  if (!is_name(virtual_account) || !is_name(smart_account)) return admin_error(400, "virtual_account is needed");
  if (has_value(request.body, kExportMember) && !read_bool(request.body, kExportMember)) return export_error();
  const bool is_known = peer.accounts.find(*virtual_account).has_value();
  const auto account = peer.accounts.find_or_create({smart_account, *virtual_account});
  if (!account) return admin_error(409, "that virtual account belongs to another smart account");
  if (const auto is_allowed = read_bool(request.body, kExportMember)) {
    peer.accounts.allow_export(account->id, *is_allowed);
  }
  return {is_known ? 200U : 201U, describe_pools(peer, *account)};
}

AdminAnswer put_account(Peer& peer, const AdminRequest& request) {
  const auto account = peer.accounts.find(request.parameters.at(0));
  if (!account) return admin_error(404, "no such virtual account");
  const auto is_allowed = read_bool(request.body, kExportMember);
  if (!is_allowed) return export_error();
  peer.accounts.allow_export(account->id, *is_allowed);
  return {200, describe_pools(peer, *account)};
}

AdminAnswer get_pools(Peer& peer, const AdminRequest& request) {
  const auto account = peer.accounts.find(request.parameters.at(0));
  if (!account) return admin_error(404, "no such virtual account");
  return {200, describe_pools(peer, *account)};
}

AdminAnswer put_pools(Peer& peer, const AdminRequest& request) {
  const auto account = peer.accounts.find(request.parameters.at(0));
  if (!account) return admin_error(404, "no such virtual account");
  const auto pools = with_changes(peer.accounts.pools_of(account->id), request.body);
  if (!pools) return admin_error(400, pools.error().text);
  peer.accounts.replace_pools(account->id, *pools);
  peer.accounts.note_compliance(account->id, peer.now_ms());
  return {200, describe_pools(peer, *account)};
}

AdminAnswer post_transfer(Peer& peer, const AdminRequest& request) {
  const auto from = peer.accounts.find(read_string(request.body, "from").value_or(""));
  const auto to = peer.accounts.find(read_string(request.body, "to").value_or(""));
  if (!from || !to || from->id == to->id) return admin_error(404, "from and to must be two virtual accounts");
  const auto moved = read_transfer(request.body);
  if (!moved) return admin_error(400, moved.error().text);
  const auto rest = without(peer.accounts.pools_of(from->id), {*moved, peer.accounts.counts_reserved(from->id)});
  if (!rest) return admin_error(409, rest.error().text);
  Pools target = peer.accounts.pools_of(to->id);
  for (const auto& [tag, size] : *moved) target.purchased[tag] = purchased_of(target, tag).value_or(0) + size;
  peer.accounts.replace_pools(from->id, *rest);
  peer.accounts.replace_pools(to->id, target);
  peer.accounts.note_compliance(from->id, peer.now_ms());
  peer.accounts.note_compliance(to->id, peer.now_ms());
  return {200, {{"from", describe_pools(peer, *from)}, {"to", describe_pools(peer, *to)}}};
}

AdminAnswer get_notifications(Peer& peer, const AdminRequest&) {
  return {200, {{"notifications", peer.accounts.notifications()}}};
}

}  // namespace ssm_lab
