#include "tests/alarms/alarm_causes.hpp"

#include <array>

#include "tests/agent/desk.hpp"

namespace lic::test {

Site::Site(Policy policy) : rig(std::move(policy)) {
  rig.ssm = [this](const SsmRequest& request) -> std::optional<SsmAnswer> {
    const SsmAnswer said = answer(request);
    const bool verified = !std::holds_alternative<ExchangeFailed>(said);
    const SeenCertificate shown{CertificateRole::tls_server, "CN=ssm.example.com", rig.now.wall + certificate_life};
    rig.feed(
        SsmReplied{{request.id, verified ? std::optional(rig.now.wall + skew) : std::nullopt, said, {}, {}, {shown}}});
    return std::nullopt;
  };
}

SsmAnswer Site::answer(const SsmRequest& request) const {
  const auto* body = std::get_if<AuthorizationRequest>(&request.body);
  if (failure && (body != nullptr || !fails_authorizations_only))
    return ExchangeFailed{*failure, "no way to SSM", "mend it", std::nullopt};
  if (std::holds_alternative<DeregistrationRequest>(request.body)) return Deregistered{};
  if (body == nullptr) return rig.identity_reply(request).answer;
  if (refusal) return *refusal;
  AuthorizationGranted granted = pool.judge(*body, rig.now.wall);
  for (EntitlementAnswer& one : granted.entitlements)
    if (word && one.tag.value == "tag.premium") {
      one.status = *word;
      one.status_text = "SSM's own word";
    }
  return granted;
}

void Site::renew_authorization() { rig.feed(RenewAuthorizationCommand{}); }
void Site::register_anew() { rig.feed(RegisterCommand{TokenRef{"token-2"}, "abcdef012345", true, false}); }

namespace {

void register_now(Site& site) { site.rig.register_now(); }

void use_premium(Site& site) {
  site.rig.register_now();
  sign_in(site.rig, "p", Capability::chat);
}
void use_what_nobody_bought(Site& site) {
  site.pool = {0, 0};
  use_premium(site);
}
void buy(Site& site) {
  site.pool = {60, 40};
  site.rig.advance(16 * kMinute);
}

void break_way(Site& site) {
  site.rig.register_now();
  site.failure = FailureCode::tcp_refused;
}
void mend_way(Site& site) {
  site.failure.reset();
  site.refusal.reset();
  site.renew_authorization();
}
void mend_way_and_register(Site& site) {
  site.failure.reset();
  site.refusal.reset();
  site.register_anew();
}

void refuse(Site& site, RefusalKind kind) {
  use_premium(site);
  site.refusal = Refused{kind, "SSM's own words", std::nullopt};
  site.rig.advance(3 * kHour);
}

void restart_as(Site& site, const Udi& udi) {
  site.rig.udi = udi;
  site.rig.restart(true, kDay);
}
const Udi kThisMachine{"UCCX", "059d8a992467", "0cd57390"};

void reserve_for(Site& site, Millis term) {
  requested(site.rig);
  AuthorizationCode code = code_with(site.rig, ten_and_forty());
  for (ReservedLicense& license : code.licenses) license.ends = site.rig.now.wall + term;
  done_by(site.rig, InstallReservation{code});
}
void install(Site& site, const Counts& counts) { done_by(site.rig, InstallReservation{code_with(site.rig, counts)}); }

void start_on_host(Site& site, const char* host) { site.rig.feed(Started{site.rig.boot_id, site.rig.udi, host}); }

void know_a_process(Site& site) { site.rig.feed(ProductConnected{"77:1", "engine"}); }

constexpr std::array kCauses = {
    AlarmCause{AlarmCode::system_to_enter_ooc_state,
               [](Site& site) {
                 use_what_nobody_bought(site);
                 site.rig.advance(16 * kMinute);
               },
               buy},
    AlarmCause{AlarmCode::system_to_enter_ooc_state_shortly,
               [](Site& site) {
                 use_what_nobody_bought(site);
                 site.rig.advance(46 * kMinute);
               },
               buy},
    AlarmCause{AlarmCode::system_in_ooc_state,
               [](Site& site) {
                 use_what_nobody_bought(site);
                 site.rig.advance(61 * kMinute);
               },
               buy},
    AlarmCause{AlarmCode::system_in_enforcement_state, [](Site& site) { site.rig.advance(91 * kDay); }, register_now},
    AlarmCause{AlarmCode::renew_authorization_failure,
               [](Site& site) {
                 site.rig.register_now();
                 site.failure = FailureCode::no_answer_timeout;
                 site.renew_authorization();
               },
               mend_way},
    AlarmCause{AlarmCode::renew_registration_failure,
               [](Site& site) {
                 break_way(site);
                 site.rig.feed(RenewRegistrationCommand{});
               },
               [](Site& site) {
                 site.failure.reset();
                 site.rig.feed(RenewRegistrationCommand{});
               }},
    AlarmCause{AlarmCode::entitlement_reporting_failure,
               [](Site& site) {
                 use_premium(site);
                 site.word = EntitlementStatus::invalid_tag;
                 site.renew_authorization();
               },
               [](Site& site) {
                 site.word.reset();
                 site.renew_authorization();
               }},
    AlarmCause{AlarmCode::evaluation_expiring, [](Site& site) { site.rig.advance(31 * kDay); }, register_now},
    AlarmCause{AlarmCode::evaluation_expired, [](Site& site) { site.rig.advance(91 * kDay); }, register_now},
    AlarmCause{AlarmCode::registration_expiring,
               [](Site& site) {
                 break_way(site);
                 site.rig.advance(310 * kDay);
               },
               mend_way_and_register},
    AlarmCause{AlarmCode::registration_expired,
               [](Site& site) {
                 break_way(site);
                 site.rig.advance(366 * kDay);
               },
               mend_way_and_register},
    AlarmCause{AlarmCode::authorization_expiring,
               [](Site& site) {
                 break_way(site);
                 site.rig.advance(61 * kDay);
               },
               mend_way},
    AlarmCause{AlarmCode::authorization_expired,
               [](Site& site) {
                 break_way(site);
                 site.rig.advance(91 * kDay);
               },
               mend_way},
    AlarmCause{AlarmCode::communication_failure,
               [](Site& site) {
                 break_way(site);
                 site.renew_authorization();
               },
               mend_way},
    AlarmCause{AlarmCode::system_clock_changed, [](Site& site) { site.rig.step_wall(kHour); }, nullptr},
    AlarmCause{AlarmCode::clock_skew,
               [](Site& site) {
                 site.skew = 6 * kMinute;
                 site.rig.register_now();
               },
               [](Site& site) {
                 site.skew = Millis{0};
                 site.renew_authorization();
               }},
    AlarmCause{AlarmCode::clone_suspected, [](Site& site) { refuse(site, RefusalKind::clone_suspected); },
               mend_way_and_register},
    AlarmCause{AlarmCode::identity_mismatch,
               [](Site& site) {
                 site.rig.register_now();
                 restart_as(site, {"UCCX", "other", "uuid-9"});
               },
               [](Site& site) { restart_as(site, kThisMachine); }},
    AlarmCause{AlarmCode::serial_missing,
               [](Site& site) {
                 restart_as(site, {"UCCX", "", ""});
               },
               [](Site& site) { restart_as(site, kThisMachine); }},
    AlarmCause{AlarmCode::instance_removed, [](Site& site) { refuse(site, RefusalKind::instance_unknown); },
               mend_way_and_register},
    AlarmCause{AlarmCode::trust_anchor_expiring,
               [](Site& site) {
                 site.certificate_life = 3 * kDay;
                 site.rig.register_now();
               },
               [](Site& site) {
                 site.certificate_life = 90 * kDay;
                 site.renew_authorization();
               }},
    AlarmCause{AlarmCode::hostname_matches_udi, [](Site& site) { start_on_host(site, "uccx"); },
               [](Site& site) { start_on_host(site, "host1"); }},
    AlarmCause{AlarmCode::non_production_use,
               [](Site& site) {
                 site.rig.ask(to_lab());
                 sign_in(site.rig, "p", Capability::chat);
                 site.rig.advance(16 * kMinute);
               },
               [](Site& site) {
                 site.rig.feed(SignOut{SeatId{"p"}});
                 site.rig.advance(16 * kMinute);
               }},
    AlarmCause{AlarmCode::license_type_mismatch,
               [](Site& site) {
                 site.pool = {0, 0};
                 site.rig.register_now();
               },
               [](Site& site) {
                 site.pool = {1, 0};
                 site.renew_authorization();
               }},
    AlarmCause{AlarmCode::product_restart_required,
               [](Site& site) {
                 know_a_process(site);
                 site.rig.ask(to("perpetual-premium"));
               },
               [](Site& site) {
                 site.rig.feed(ProductGone{"77:1"});
                 site.rig.feed(ProductConnected{"78:1", "engine"});
               }},
    AlarmCause{AlarmCode::reservation_expiring,
               [](Site& site) {
                 reserve_for(site, 100 * kDay);
                 site.rig.advance(41 * kDay);
               },
               [](Site& site) { install(site, ten_and_forty()); }},
    AlarmCause{AlarmCode::not_authorized_reserved,
               [](Site& site) {
                 reserve(site.rig, {{"standard", 40}, {"premium", 10}, {"server", 1}});
                 site.rig.feed(SeatSync{});
                 site.rig.policy.license_types.front().entitlements.push_back(
                     {EntitlementName{"version"}, EntitlementTag{"tag.version"}, "UCCX Version 15", "15",
                      EntitlementMode::version, std::nullopt});
                 site.rig.policy.license_type = site.rig.policy.license_types.front();
                 site.rig.restart(true, kDay);
               },
               [](Site& site) {
                 install(site, {{"standard", 40}, {"premium", 10}, {"server", 1}, {"version", 1}});
               }},
    AlarmCause{AlarmCode::smart_agent_not_enabled, [](Site&) {}, [](Site& site) { site.rig.feed(MigrateToSmart{}); },
               [](Policy& policy) { policy.first_mode = LicensingMode::classic; }},
    AlarmCause{AlarmCode::license_state_not_initialized,
               [](Site& site) {
                 site.failure = FailureCode::tcp_refused;
                 site.fails_authorizations_only = true;
                 site.rig.register_now();
               },
               mend_way},
    AlarmCause{AlarmCode::state_recovered,
               [](Site& site) {
                 site.rig.register_now();
                 site.rig.sleep(kDay);
                 site.rig.feed(Started{site.rig.boot_id, site.rig.udi, "", "restored from the backup of yesterday"});
               },
               [](Site& site) {
                 site.rig.advance(kHour);
                 site.renew_authorization();
               }},
};

constexpr std::array kShell = {AlarmCode::smart_agent_init_failure, AlarmCode::storage_failure,
                               AlarmCode::license_computation_failure};

}  // namespace

std::span<const AlarmCause> alarm_causes() { return kCauses; }
std::span<const AlarmCode> shell_alarms() { return kShell; }

}  // namespace lic::test
