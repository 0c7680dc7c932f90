// The part of LineHandler that knows what each member may be.
#include <utility>

#include "agent/leases.hpp"
#include "agent/names.hpp"
#include "daemon/api/json.hpp"
#include "daemon/api/seat_body.hpp"
#include "daemon/product/line_handler.hpp"

namespace lic::product {
namespace {

std::string known_capabilities() {
  std::string list;
  for (std::size_t index = 0; index < kCapabilityCount; ++index) {
    if (!list.empty()) list += ", ";
    list += lic::name_of(static_cast<Capability>(index));
  }
  return list;
}

std::string whole_number(std::int64_t least, std::int64_t most) {
  return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

std::string wanted(Member member) {
  switch (member) {
    case Member::i: return "a whole number or a string of at most 64 bytes";
    case Member::op:
    case Member::id:
    case Member::product_version: return "a string";
    case Member::capabilities:
    case Member::used:
    case Member::seats:
    case Member::changes: return "a list";
    case Member::lease_seconds: return whole_number(kLeaseMin / kSecond, kLeaseMax / kSecond);
    case Member::inbound:
    case Member::outbound:
    case Member::ivr:
    case Member::outbound_seats: return whole_number(0, api::kPortsMax);
    case Member::more: return "true or false";
  }
  return {};
}

std::optional<std::size_t> port_of(Member member) {
  if (member < Member::inbound || member > Member::outbound_seats) return std::nullopt;
  return static_cast<std::size_t>(member) - static_cast<std::size_t>(Member::inbound);
}

}  // namespace

std::string LineHandler::shown(std::string_view text) {
  constexpr std::size_t kShownMax = 80;
  return "\"" + std::string(text.substr(0, kShownMax)) + "\"";
}

void LineHandler::wrong_type() {
  if (!member_) return;  // unknown, and refused for that
  refuse("\"" + std::string(name_of(*member_)) + "\" in " + place_text() + " is not " + wanted(*member_));
}

void LineHandler::take_capability(std::string_view name) {
  const auto capability = capability_named(name);
  if (!capability) return refuse("unknown capability " + shown(name) + "; known are " + known_capabilities());
  (member_ == Member::used ? row().used : row().capabilities) |= with(*capability);
}

void LineHandler::take_text(std::string_view text) {
  if (member_ == Member::i && !is_in_row_) {
    if (text.size() > kEchoBytesMax) return wrong_type();
    echo_.clear();
    api::append_json_string(echo_, text);
  } else if (member_ == Member::op) {
    const auto op = op_named(text);
    if (!op) return refuse("unknown op " + shown(text) + "; known are " + known_ops());
    row().op = *op;
  } else if (member_ == Member::id) {
    row().id.assign(text.substr(0, kLineBytesMax));
  } else if (member_ == Member::product_version) {
    if (text.size() > api::kVersionBytesMax) return refuse("\"product_version\" is longer than 64 bytes");
    row().product_version.assign(text);
  } else {
    return wrong_type();
  }
  row().present.add(*member_);
}

void LineHandler::take_integer(std::int64_t number) {
  const auto port = port_of(*member_);
  if (member_ == Member::i && !is_in_row_) {
    echo_ = std::to_string(number);
  } else if (member_ == Member::lease_seconds) {
    if (number < kLeaseMin / kSecond || number > kLeaseMax / kSecond) return wrong_type();
    row().lease_seconds = number;
  } else if (port) {
    if (number < 0 || number > api::kPortsMax) return wrong_type();
    row().ports[*port] = number;
  } else {
    return wrong_type();
  }
  row().present.add(*member_);
}

}  // namespace lic::product
