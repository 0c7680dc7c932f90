#include "tests/matrix/verbs.hpp"

namespace lic::matrix {
namespace {

TransportSettings gateway() {
  TransportSettings settings;
  settings.route = TransportRoute::gateway;
  settings.url = "https://ssm.example.com/SmartTransport";
  return settings;
}

AuthorizationCode without_server(AuthorizationCode code) {
  code.licenses.pop_back();
  return code;
}

AuthorizationCode of_another_machine(AuthorizationCode code) {
  code.udi.serial = "serial-9";
  return code;
}

void add_registration(std::vector<NamedVerb>& list) {
  const std::string_view group = "Registration";
  list.push_back({group, "register", RegisterCommand{TokenRef{"token-9"}, "999999999999", false, true}});
  list.push_back(
      {group, "register, force, no wait", RegisterCommand{TokenRef{"token-9"}, "999999999999", true, false}});
  list.push_back({group, "deregister", DeregisterCommand{}});
  list.push_back({group, "renew authorization", RenewAuthorizationCommand{true}});
  list.push_back({group, "renew authorization, no wait", RenewAuthorizationCommand{false}});
  list.push_back({group, "renew registration", RenewRegistrationCommand{true}});
}

void add_settings(std::vector<NamedVerb>& list) {
  const SetLicenseControl one_of_each{false, {{LimitField::standard, 1}, {LimitField::premium, 1}}, false};
  const std::string_view way = "The way to SSM";
  list.push_back({way, "set transport", SetTransport{gateway(), "SSM answered."}});
  list.push_back({way, "reset transport", ResetTransport{}});
  list.push_back({way, "hide host name", SetHostnamePrivacy{true}});
  const std::string_view licenses = "License Control and license type";
  list.push_back({licenses, "set license control, one of each", one_of_each});
  list.push_back({licenses, "set license control, field of another type",
                  SetLicenseControl{false, {{LimitField::ivr, 1}}, false}});
  list.push_back({licenses, "set license type", SetLicenseType{"lab", UsageMode::non_production, true}});
  list.push_back({licenses, "set license type, the same", SetLicenseType{"flex", UsageMode::production, false}});
  list.push_back(
      {licenses, "set license type, not confirmed", SetLicenseType{"lab", UsageMode::non_production, false}});
}

void add_reservation(std::vector<NamedVerb>& list, const Machine& machine) {
  const AuthorizationCode code = reservation_code(machine, 2, 1);
  const std::string_view before = "Reservation: until a code is there";
  list.push_back({before, "reservation enable", EnableReservation{}});
  list.push_back({before, "reservation enable, SSM answers", EnableReservation{true}});
  list.push_back({before, "reservation request", RequestReservation{}});
  list.push_back({before, "reservation cancel", CancelReservation{}});
  list.push_back({before, "reservation disable", DisableReservation{}});
  const std::string_view with = "Reservation: with a code";
  list.push_back({with, "reservation install", InstallReservation{code, false}});
  list.push_back({with, "reservation install, dry run", InstallReservation{code, true}});
  list.push_back(
      {with, "reservation install, of another machine", InstallReservation{of_another_machine(code), false}});
  list.push_back({with, "reservation install, without the server", InstallReservation{without_server(code), false}});
  list.push_back({with, "reservation return", ReturnReservation{}});
  list.push_back({with, "reservation return-authorization", ReturnAuthorization{code}});
}

}  // namespace

std::vector<NamedVerb> verbs_for(const Machine& machine) {
  std::vector<NamedVerb> list;
  add_registration(list);
  add_settings(list);
  add_reservation(list, machine);
  list.push_back({"Migration and reset", "migrate", MigrateToSmart{}});
  list.push_back({"Migration and reset", "factory reset", FactoryReset{}});
  return list;
}

}  // namespace lic::matrix
