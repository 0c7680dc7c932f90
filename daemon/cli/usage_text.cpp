#include <string>

#include "daemon/cli/dates.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/status_text.hpp"

namespace lic::cli {
namespace {

std::string value_at(const Json& object, std::string_view path) { return scalar_text(member_at(object, path)); }

std::string display_name(const Json& entitlement) {
  const auto name = text_at(entitlement, "display_name");
  return name && !name->empty() ? *name : value_at(entitlement, "name");
}

void add_entitlement(Page& page, const Json& entitlement) {
  page.blank();
  page.line(0, display_name(entitlement));
  page.field(2, "Name", value_at(entitlement, "name"));
  page.field(2, "Entitlement Tag", value_at(entitlement, "tag"));
  page.field(2, "Version", value_at(entitlement, "version"));
  page.field(2, "Mode", value_at(entitlement, "mode"));
  page.field(2, "Count", value_at(entitlement, "current"));
  page.field(2, "Reported", value_at(entitlement, "reported"));
  page.field(2, "Reserved", value_at(entitlement, "reserved"));
  page.field(2, "Locked", value_at(entitlement, "locked"));
  page.field(2, "Purchased", value_at(entitlement, "purchased"));
  page.field(2, "Status", shown_entitlement_status(entitlement));
}

std::string ports_text(const Json& ports) {
  std::string text;
  if (ports.is_object()) {
    for (const auto& [name, count] : ports.items()) {
      text += (text.empty() ? "" : ", ") + spoken(name) + " " + scalar_text(count);
    }
  }
  return text.empty() ? "None" : text;
}

}  // namespace

void add_usage(Page& page, const Json& status) {
  page.title("License Usage");
  page.field(0, "License Authorization Status", shown_authorization(status) + " as of " + date_at(status, "clock.now"));
  page.field(0, "Seat Users Signed In",
             "standard " + value_at(status, "seats.standard") + ", premium " + value_at(status, "seats.premium"));
  page.field(0, "Ports In Use", ports_text(member_at(status, "ports")));
  const Json& entitlements = list_at(status, "entitlements");
  if (entitlements.empty()) page.line(0, "No licenses in use");
  for (const Json& entitlement : entitlements) add_entitlement(page, entitlement);
}

void add_product(Page& page, const Json& status) {
  page.title("Product Information");
  page.field(0, "UDI", udi_text(status));
  page.field(0, "Node", value_at(status, "node_id"));
  page.field(0, "Cluster", value_at(status, "cluster_id"));
  page.field(0, "Maximum Seats", value_at(status, "product.max_seats"));
  page.field(0, "Restart Required", value_at(status, "restart_required"));
  page.field(0, "Clock", date_at(status, "clock.now"));
  page.field(0, "Clock Offset to the Software Manager (seconds)", value_at(status, "clock.offset_seconds"));
  page.blank();
  page.title("Agent Version");
  page.field(0, "Smart Agent for Licensing", value_at(status, "agent_version"));
}

void add_summary(Page& page, const Json& status) {
  page.line(0, "Registration:");
  page.field(2, "Status", shown_state(text_at(status, "registration.state").value_or("")));
  page.field(2, "Smart Account", value_at(status, "registration.smart_account"));
  page.field(2, "Virtual Account", value_at(status, "registration.virtual_account"));
  page.field(2, "Next Renewal Attempt", date_at(status, "registration.renew_at"));
  page.blank();
  page.line(0, "License Authorization:");
  page.field(2, "Status", shown_authorization(status));
  page.field(2, "Next Communication Attempt", date_at(status, "authorization.next_attempt_at"));
  page.blank();
  page.line(0, "License Usage:");
  const Json& entitlements = list_at(status, "entitlements");
  if (entitlements.empty()) {
    page.line(2, "No licenses in use");
    return;
  }
  // The tag has a line of its own: beside a name it would not fit the screen.
  Table table{{"License", "Count", "Status"}};
  for (const Json& entitlement : entitlements) {
    table.add(
        {"  " + display_name(entitlement), value_at(entitlement, "current"), shown_entitlement_status(entitlement)});
  }
  page.raw(table.text());
}

}  // namespace lic::cli
