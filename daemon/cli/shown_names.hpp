#pragma once
// How the names of the JSON are shown to people, as the vendor's CLI writes them.

#include <string>
#include <string_view>

#include "daemon/cli/json_reading.hpp"

namespace lic::cli {

// "registered" -> "REGISTERED", "evaluation" -> "EVAL MODE"; names we do not know in capitals. Empty: "None".
[[nodiscard]] std::string shown_state(std::string_view name);
// The authorization of a status; classic mode has none, whatever is in use.
[[nodiscard]] std::string shown_authorization(const Json& status);
// The text of R-STAT for the status of an element of `entitlements`.
[[nodiscard]] std::string shown_entitlement_status(const Json& entitlement);
// "agent_add" -> "agent add"
[[nodiscard]] std::string spoken(std::string_view name);
// "not_allowed" -> "Not Allowed"
[[nodiscard]] std::string in_title_case(std::string_view name);
// A list of names, spoken, with commas; "None" if empty.
[[nodiscard]] std::string spoken_list(const Json& names);

// {"standard":30} -> "30 standard"; entries of 0 left out; empty if nothing is short.
[[nodiscard]] std::string shortfall_text(const Json& shortfall);

// "UDI: PID:UCCX,SN:059d8a992467,UUID:..." without absent parts.
[[nodiscard]] std::string udi_text(const Json& status);
// "tls (tls_unknown_issuer)": `cause` and `code` of an attempt or a step; "None" without a cause.
[[nodiscard]] std::string cause_text(const Json& failed);
[[nodiscard]] std::string date_at(const Json& object, std::string_view path);

}  // namespace lic::cli
