#include "tests/persistence/filled_state.hpp"

namespace lic {
namespace {

TrustedTime trusted(std::int64_t millis) { return TrustedTime{Millis{millis}}; }
WallTime wall(std::int64_t millis) { return WallTime{Millis{millis}}; }
BootTime boot(std::int64_t millis) { return BootTime{Millis{millis}}; }

Certificate certificate() {
  return Certificate{.pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n",
                     .serial = "123456789012345678901234567890",
                     .not_before = wall(1'700'000'000'001),
                     .not_after = wall(1'731'536'000'002)};
}

Identity identity() {
  return Identity{.instance = {"c4e5a9a2-4f3e-4a57-9a2b-0d6b8a4b1f10"},
                  .instance_name = "uccx-1",
                  .smart_account = "Größe \"A\" \\ 漢字",
                  .virtual_account = std::string("nul\0inside", 10),
                  .export_controlled_allowed = false,
                  .certificate = certificate(),
                  .key = {"key-1"},
                  .license_type = "flex",
                  .registered_at = trusted(11),
                  .issued_at = trusted(12),
                  .renew_at = trusted(13),
                  .expires_at = trusted(-14)};
}

AttemptRecord attempt(AttemptRecord::Outcome outcome) {
  return AttemptRecord{
      .at = trusted(21), .outcome = outcome, .code = FailureCode::token_missing, .text = "said no", .remedy = "try"};
}

Retry retry() {
  return Retry{
      .failures = 3, .first_failed_at = trusted(31), .next_attempt_at = trusted(32), .not_before = trusted(33)};
}

IdentityGranted granted() {
  return IdentityGranted{.instance = {"c4e5a9a2"},
                         .instance_name = "uccx-1",
                         .smart_account = "smart",
                         .virtual_account = "virtual",
                         .export_controlled_allowed = true,
                         .certificate = certificate(),
                         .renew_interval = Millis{41}};
}

SsmRequest request(SsmRequestBody body) {
  return SsmRequest{.id = {"0e6a2d3c-exchange"},
                    .sequence = 51,
                    .signer = Signer{.instance = {"c4e5a9a2"}, .key = {"key-1"}, .certificate = certificate()},
                    .body = std::move(body)};
}

RegistrationState registration() {
  return RegistrationState{.standing = Registered{identity()},
                           .attempt = RegistrationAttempt{.token = {"token-1"},
                                                          .token_fingerprint = "0123456789ab",
                                                          .key = {"key-2"},
                                                          .key_ready = true,
                                                          .force = true,
                                                          .began_at = trusted(61),
                                                          .retry = retry(),
                                                          .goodbyes_tried = true},
                           .leaving = Deregistration{.final_report_done = true},
                           .last_attempt = attempt(AttemptRecord::Outcome::refused)};
}

AuthorizationState authorization() {
  AuthorizationState state{.response_version = 71,
                           .resend_with_zero = true,
                           .last_good_at = trusted(72),
                           .deadline_at = trusted(73),
                           .renew_at = trusted(74),
                           .compliance_poll_at = trusted(75),
                           .report_due_at = trusted(76),
                           .asked_for = true,
                           .answers = {},
                           .removal = Removal{.first_told_at = trusted(77), .confirmed_at = trusted(78)},
                           .clone_suspected = true,
                           .retry = retry(),
                           .last_attempt = attempt(AttemptRecord::Outcome::failed)};
  for (int number = 0; number <= static_cast<int>(EntitlementStatus::invalid); ++number)
    state.answers.push_back(EntitlementAnswer{.tag = {"regid." + std::to_string(number)},
                                              .count = 100 + number,
                                              .status = static_cast<EntitlementStatus>(number),
                                              .status_text = "Text",
                                              .display_name = "Name",
                                              .purchased = 7});
  return state;
}

UsageState usage() {
  UsageState state{.open = true,
                   .interval_start = wall(81),
                   .opened_at = wall(82),
                   .integrated_to = wall(83),
                   .meters = {},
                   .last_reported = {{{"premium"}, 84}, {{"standard"}, 85}},
                   .next_row_id = 86,
                   .last_change = 87};
  std::int64_t number = 900;
  for (MeterState& meter : state.meters)
    meter = MeterState{.current = ++number,
                       .interval_peak = ++number,
                       .window_peak = ++number,
                       .integral = 9'000'000'000'000'000'000 + ++number,
                       .interval_peak_at = trusted(++number),
                       .window_peak_at = trusted(++number),
                       .interval_peak_change = ++number,
                       .window_peak_change = ++number};
  return state;
}

PendingExchange pending() {
  return PendingExchange{.request = request(RenewalRequest{{"key-3"}}),
                         .kind = SsmRequestKind::renewal,
                         .in_flight = false,
                         .report = 91,
                         .original = AuthorizationRequest{.version = 90, .entitlements = {}, .reports = {}},
                         .poll_at = trusted(93),
                         .poll_id = "poll-1",
                         .polls = 92};
}

Goodbye goodbye() {
  return Goodbye{.request = request(DeregistrationRequest{}),
                 .udi = {.pid = "UCCX", .serial = "FCH1", .uuid = "uuid-1"},
                 .expires_at = trusted(98),
                 .retry = retry(),
                 .last_attempt = attempt(AttemptRecord::Outcome::failed)};
}

AlarmLedger every_alarm() {
  AlarmLedger ledger;
  for (std::size_t number = 0; number < kAlarmCodeCount; ++number)
    ledger.told[static_cast<AlarmCode>(number)] = ToldAlarm{.raised_at = trusted(95), .minutes = 30, .step = 2};
  return ledger;
}

TransportSettings transport_settings() {
  return TransportSettings{.mode = TransportMode::call_home,
                           .route = TransportRoute::proxy,
                           .url = "https://ssm.example.com/SmartTransport",
                           .connect_timeout = Millis{151},
                           .total_timeout = Millis{152},
                           .ip_version = IpVersion::v6,
                           .no_proxy = {"192.0.2.0/24", "example.com"},
                           .proxy = ProxySettings{.host = "proxy.example.com",
                                                  .port = 65535,
                                                  .scheme = ProxyScheme::https,
                                                  .user = "agent",
                                                  .password_file = "/etc/smart-agent/proxy-password",
                                                  .ca_file = "/etc/smart-agent/proxy-ca.pem"}};
}

TrustState trust() {
  TrustState state{.bundle = TrustBundle{.version = 153, .pem = certificate().pem}, .seen = {}};
  for (int role = 0; role <= static_cast<int>(CertificateRole::message_root); ++role)
    state.seen.push_back(SeenCertificate{
        .role = static_cast<CertificateRole>(role), .subject = "CN=ssm.example.com", .not_after = wall(154 + role)});
  return state;
}

}  // namespace

Sections filled_sections() {
  return Sections{
      .installation = {.udi = {.pid = "UCCX", .serial = "bad \xff\xc3( bytes", .uuid = "4c4c4544"},
                       .mismatch = true,
                       .seen = {"UCCX", "FCH2", "uuid-2"},
                       .host_name = "uccx-1",
                       .licensing_mode = LicensingMode::classic},
      .clock = {.boot_id = "b00t",
                .wall = wall(1),
                .boot = boot(2),
                .trusted = trusted(3),
                .floor = trusted(4),
                .floor_elapsed = Millis{5},
                .ssm_offset = Millis{-6},
                .jumps = 4'000'000'000},
      .registration = registration(),
      .reservation = filled_reservation(),
      .renewal = {.new_key = {"key-3"},
                  .key_ready = true,
                  .granted = granted(),
                  .window = RenewWindow{.start = wall(96), .end = wall(97)},
                  .asked_for = true,
                  .retry = retry(),
                  .last_attempt = attempt(AttemptRecord::Outcome::refused)},
      .authorization = authorization(),
      .evaluation = {.used = Millis{7}, .running_since = trusted(8)},
      .compliance = {.phase = Locked{.since = trusted(9), .locked = {{{"seats"}, 10}, {{"standard"}, 11}}}},
      .usage = usage(),
      .exchange = {.next_sequence = 99, .pending = pending()},
      .drawer = {.goodbyes = {goodbye()}},
      .alarms = every_alarm(),
      .settings = {.transport = transport_settings(),
                   .hostname_privacy = true,
                   .license = LicenseChoice{.type = "nps", .usage_mode = UsageMode::non_production},
                   .control = {.overage_allowed = false,
                               .limits = {{LimitField::standard, 160}, {LimitField::ivr, 161}},
                               .ha_license_purchased = true}},
      .trust = trust(),
      .products = {.processes = {{"1234.5", {.name = "engine", .holder = 162, .lost_at = trusted(163)}}},
                   .last_holder = 164,
                   .unwatched = Millis{165},
                   .versions = {"12.5(1)SU3"},
                   .awaits_restart = {"engine"},
                   .restart_since = trusted(166)},
  };
}

std::vector<Sections> sections_with_every_alternative() {
  std::vector<Sections> all;
  const auto add = [&all](auto change) {
    Sections sections = filled_sections();
    change(sections);
    all.push_back(std::move(sections));
  };
  add([](Sections& sections) { sections = Sections{}; });
  for (const Standing& standing :
       {Standing{Unregistered{}}, Standing{Registered{identity()}},
        Standing{RegistrationExpired{.identity = identity(), .since = trusted(101), .enforcement_kept = true}},
        Standing{filled_reserved()}, Standing{Reserved{}}})
    add([&standing](Sections& sections) { sections.registration.standing = standing; });
  for (const decltype(ComplianceState::phase)& phase :
       {decltype(ComplianceState::phase){InCompliance{}},
        decltype(ComplianceState::phase){Tolerated{.count = 2,
        .since = trusted(102),
        .first_report_end = trusted(103),
        .last_report_end = trusted(104),
        .highest = {{{"standard"}, 105}}}},
        decltype(ComplianceState::phase){Locked{.since = trusted(106), .locked = {{{"standard"}, 107}}}},
        decltype(ComplianceState::phase){Entered{.since = trusted(108)}}})
    add([&phase](Sections& sections) { sections.compliance.phase = phase; });
  const UsageReport report{.id = 1,
                           .tag = {"regid.STD"},
                           .interval_start = wall(109),
                           .interval_end = wall(110),
                           .peak = 111,
                           .reported = 112,
                           .locked = 113};
  for (const SsmRequestBody& body :
       {SsmRequestBody{RegistrationRequest{.token = {"token-1"}, .key = {"key-2"}, .force = true}},
        SsmRequestBody{AuthorizationRequest{.version = 114,
        .entitlements = {{.tag = {"regid.STD"}, .count = 115, .version = "1.0"}},
        .reports = {report}}},
        SsmRequestBody{RenewalRequest{{"key-3"}}}, SsmRequestBody{DeregistrationRequest{}},
        SsmRequestBody{
            PollRequest{.poll_id = "poll-2", .of = SsmRequestKind::registration, .registration_key = {"key-2"}}}})
    add([&body](Sections& sections) { sections.exchange.pending->request.body = body; });
  add([](Sections& sections) { sections.exchange.pending->original.reset(); });
  add([](Sections& sections) { sections.installation.licensing_mode = LicensingMode::smart; });
  for (const FailureRow& row : failure_catalog())
    add([code = row.code](Sections& sections) { sections.renewal.last_attempt->code = code; });
  for (int kind = 0; kind <= static_cast<int>(SsmRequestKind::deregistration); ++kind)
    add([kind](Sections& sections) { sections.exchange.pending->kind = static_cast<SsmRequestKind>(kind); });
  for (int mode = 0; mode <= static_cast<int>(TransportMode::call_home); ++mode)
    add([mode](Sections& sections) { sections.settings.transport->mode = static_cast<TransportMode>(mode); });
  for (int route = 0; route <= static_cast<int>(TransportRoute::proxy); ++route)
    add([route](Sections& sections) { sections.settings.transport->route = static_cast<TransportRoute>(route); });
  for (int version = 0; version <= static_cast<int>(IpVersion::v6); ++version)
    add([version](Sections& sections) { sections.settings.transport->ip_version = static_cast<IpVersion>(version); });
  for (const ProxyScheme scheme : {ProxyScheme::http, ProxyScheme::https})
    add([scheme](Sections& sections) { sections.settings.transport->proxy->scheme = scheme; });
  for (int outcome = 0; outcome <= static_cast<int>(AttemptRecord::Outcome::refused); ++outcome)
    add([outcome](Sections& sections) {
      sections.renewal.last_attempt->outcome = static_cast<AttemptRecord::Outcome>(outcome);
    });
  return all;
}

}  // namespace lic
