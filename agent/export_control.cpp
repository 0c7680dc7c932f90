#include "agent/export_control.hpp"

namespace lic {

// A registration that has expired stands no more (R-REG-7), and a reservation's code says nothing about it.
ExportControl export_control(const AgentState& state, const Policy& policy) {
  if (!policy.export_control_applies) return ExportControl::not_applicable;
  const auto* registered = std::get_if<Registered>(&state.sections.registration.standing);
  const bool allowed = registered != nullptr && registered->identity.export_controlled_allowed.value_or(false);
  return allowed ? ExportControl::allowed : ExportControl::not_allowed;
}

void tell_export_control(Turn& turn, ExportControl before) {
  const ExportControl now = export_control(turn.state, turn.policy);
  if (now == before) return;
  turn.record("EXPORT_CONTROL_CHANGED",
              now == ExportControl::allowed ? "Export-controlled functionality is allowed: SSM says so."
                                            : "Export-controlled functionality is not allowed any more.",
              5);
}

}  // namespace lic
