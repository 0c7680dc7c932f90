#pragma once
// The sections of the state: one struct per topic, each small, copyable and comparable. The loop finds what changed by
// comparing sections before and after a batch, so no handler can forget to say so (docs/decisions/0003).

#include "agent/settings_sections.hpp"
#include "agent/ssm_sections.hpp"
#include "agent/usage_sections.hpp"

namespace lic {

struct Sections {
  Installation installation;
  ClockState clock;
  RegistrationState registration;
  ReservationState reservation;
  RenewalState renewal;
  AuthorizationState authorization;
  EvaluationState evaluation;
  ComplianceState compliance;
  UsageState usage;
  ExchangeState exchange;
  DrawerState drawer;
  AlarmLedger alarms;
  SettingsState settings;
  TrustState trust;
  ProductState products;
  friend bool operator==(const Sections&, const Sections&) = default;
};

}  // namespace lic
