// The admin REST API (interfaces.md section 8): who may use it, and which route answers.
#pragma once

#include "tests/lab/http_types.hpp"
#include "tests/lab/json_text.hpp"
#include "tests/lab/peer.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

// Name in the database of the position of a manual clock.
inline constexpr const char* kClockKey = "clock_ms";

// 403 for a Host or Origin that a browser page elsewhere would send, 401 without the bearer token.
[[nodiscard]] std::optional<HttpAnswer> refuse_stranger(const HttpRequest& request, const std::string& admin_token);

// One admin request in one transaction. Errors are {"error": sentence}.
[[nodiscard]] HttpAnswer answer_admin_request(Peer& peer, const HttpRequest& request);

// What a route gets and gives.
struct AdminRequest {
  std::vector<std::string> parameters;  // the parts of the path that the route leaves open, decoded
  std::map<std::string, std::string> query;
  Json body;
};
struct AdminAnswer {
  unsigned status = 200;
  OrderedJson body;  // null: none
};
[[nodiscard]] AdminAnswer admin_error(unsigned status, const std::string& sentence);

// admin_lab.cpp
[[nodiscard]] AdminAnswer get_clock(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_clock(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer get_faults(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_faults(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer delete_faults(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer get_exchanges(Peer& peer, const AdminRequest& request);

// admin_settings.cpp
[[nodiscard]] AdminAnswer get_settings(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer put_settings(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_synchronize(Peer& peer, const AdminRequest& request);

// admin_accounts.cpp
[[nodiscard]] AdminAnswer get_accounts(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_accounts(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer put_account(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer get_pools(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer put_pools(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_transfer(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer get_notifications(Peer& peer, const AdminRequest& request);

// admin_instances.cpp
[[nodiscard]] AdminAnswer get_tokens(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_tokens(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer delete_token(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer get_instances(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer delete_instance(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer revoke_instance(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer get_usage(Peer& peer, const AdminRequest& request);

// admin_reservations.cpp
[[nodiscard]] AdminAnswer get_reservations(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_reservations(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer put_reservation(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer delete_reservation(Peer& peer, const AdminRequest& request);

// admin_answer_codes.cpp
[[nodiscard]] AdminAnswer post_confirmation(Peer& peer, const AdminRequest& request);
[[nodiscard]] AdminAnswer post_return(Peer& peer, const AdminRequest& request);

// admin_forge.cpp
[[nodiscard]] AdminAnswer post_forgery(Peer& peer, const AdminRequest& request);

}  // namespace ssm_lab
