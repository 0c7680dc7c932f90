#include "daemon/log/alarm_message_id.hpp"

namespace lic {

std::string_view message_id_of(AlarmCode code) {
  switch (code) {
    case AlarmCode::system_to_enter_ooc_state: return "0773cd52ed7b436287bf36f5004acb7b";
    case AlarmCode::system_to_enter_ooc_state_shortly: return "e241445a024c4c7cae1546694ebe767d";
    case AlarmCode::system_in_ooc_state: return "6c494a66e34442ecb224d3a8717bc9a7";
    case AlarmCode::system_in_enforcement_state: return "528cee9b1d6647e18ef2602df06d7a13";
    case AlarmCode::renew_authorization_failure: return "8f3b7ec7a30342aa9aac4b016b9e309f";
    case AlarmCode::renew_registration_failure: return "ba309acd631741f5a66e58b9eb86cd84";
    case AlarmCode::entitlement_reporting_failure: return "b40548e6a8bd440eb863f5c9947ec0e7";
    case AlarmCode::smart_agent_init_failure: return "e7d1b9af04d74caa941902e6d61d6168";
    case AlarmCode::evaluation_expiring: return "84bd621e645b4083b8d8c96b43f0bf98";
    case AlarmCode::evaluation_expired: return "189474b1acc749dc8c0920dece2c8dbf";
    case AlarmCode::registration_expiring: return "3f9696906b41483cbe88f30f3286bb52";
    case AlarmCode::registration_expired: return "dd91bc32b91642ef83d015c53f10fe53";
    case AlarmCode::authorization_expiring: return "e2eaf51a5548450cbb640d961b8bd44a";
    case AlarmCode::authorization_expired: return "f199adafff584d81b22c50785694f103";
    case AlarmCode::communication_failure: return "aec9691682c64cd58cd131be3df5f4ba";
    case AlarmCode::system_clock_changed: return "08494925677a473f839b062be661544e";
    case AlarmCode::clock_skew: return "73a788ff9c9847428a58b06ef8905f37";
    case AlarmCode::clone_suspected: return "af6b8227df8743e8b0e135cd8a5e88bc";
    case AlarmCode::identity_mismatch: return "9156724afad84682bedf5b85e4794c47";
    case AlarmCode::storage_failure: return "0e8e926ba0a14f958fa7de50c2e065b2";
    case AlarmCode::serial_missing: return "52e3d7e573ed4bb8be109edd83c924cc";
    case AlarmCode::instance_removed: return "d890d5f5f8f342968df64dc45171b3a6";
    case AlarmCode::trust_anchor_expiring: return "22dc9a8aeb014e3a878bd78999066958";
    case AlarmCode::hostname_matches_udi: return "c67cb747c8ef4f8eb8a09c008e4d10ae";
    case AlarmCode::license_computation_failure: return "d703ac8029cd42b295b4a33e9f79759f";
    case AlarmCode::non_production_use: return "4819e0155b1c45e389d9d654c10af5aa";
    case AlarmCode::license_type_mismatch: return "9fc79343526a4216bb63532722cb215f";
    case AlarmCode::product_restart_required: return "89ca0cc28a09434c8401dadb0d0be2f7";
    case AlarmCode::reservation_expiring: return "a5a7a7b1c0f54c94bc9e991b69275fee";
    case AlarmCode::not_authorized_reserved: return "cf020f4481ef493b95c2564bf2fe9408";
    case AlarmCode::smart_agent_not_enabled: return "ece7e86b727143e5ac7e9b7f3a612462";
    case AlarmCode::license_state_not_initialized: return "da54cfe8ed2747579923a36ed40ef4b5";
    case AlarmCode::state_recovered: return "4ca6a9c05b0841768c6662add0949264";
  }
  return {};
}

}  // namespace lic
