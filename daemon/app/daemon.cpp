#include "daemon/app/daemon.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "daemon/app/daemon_parts.hpp"
#include "daemon/app/event_log.hpp"
#include "daemon/app/failed_start.hpp"
#include "daemon/app/host_name.hpp"
#include "daemon/app/machine_udi.hpp"
#include "daemon/app/read_config.hpp"
#include "daemon/app/recovery_note.hpp"
#include "daemon/app/status_line.hpp"
#include "daemon/lab/http_ssm_clock.hpp"
#include "transport/crypto/keys.hpp"
#include "transport/reservation/authorization_code.hpp"

namespace lic {
namespace {

namespace asio = boost::asio;

// A client sends its request right after it has connected; on a busy machine it may take a while to get its turn.
constexpr std::chrono::milliseconds kFarewellPause{10};
constexpr int kFarewellLooks = 25;
constexpr suseconds_t kPatienceMicroseconds = 500'000;

Result<std::unique_ptr<LabClock>> lab_clock(const LoadedState& loaded, const std::optional<WallTime>& asked) {
  if (loaded.lab) return std::make_unique<LabClock>(*loaded.lab);
  if (asked) return std::make_unique<LabClock>(LabClock::first_position(*asked));
  return Error(ErrorCode::invalid_argument, "an empty lab directory does not say where its time stands",
               "start with --lab-clock manual:RFC3339");
}

// Everything is on disk and told. A thread that is in the middle of a key or of looking at the disk is waited for only
// so long (the stop takes a second at most); what it makes is used by nobody any more.
void leave_workers() {
  std::signal(
      SIGALRM, +[](int) { ::_exit(EXIT_SUCCESS); });
  const itimerval patience{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_usec = kPatienceMicroseconds}};
  ::setitimer(ITIMER_REAL, &patience, nullptr);
}

}  // namespace

Daemon::Parts::Parts(const Options& chosen, ConfigOutcome read, Log& lines, Foundation disk)
    : options(chosen),
      config(std::move(read.config)),
      log(lines),
      foundation(std::move(disk)),
      udi(udi_of(config)),
      node(host_name()),
      reload({.running = config,
              .log = log,
              .service = service,
              .read = [this] { return read_config(options); },
              .take = [this](const Config& next) { return take_config(next); },
              .since_boot = monotonic_time},
             std::move(read.written)) {}

Result<void> Daemon::Parts::make_clock() {
  if (!options.places.lab) {
    clock = std::make_unique<SystemClock>();
    dice = std::make_unique<RandomDice>();
    return {};
  }
  auto made = lab_clock(foundation.loaded, options.lab_clock);
  if (made.has_error()) return made.error();
  lab_clock_seen = made->get();
  clock = std::move(*made);
  dice = std::make_unique<LabDice>(options.lab_seed);
  return {};
}

Result<void> Daemon::Parts::make_channel() {
  // The channel is made before the loop and asks it at each exchange, when there is one.
  channel_parts.emplace(
      ChannelParts{.config = config,
                   .udi = udi,
                   .node_id = node,
                   .state_dir = options.places.state_dir,
                   .lab = options.places.lab,
                   .clock = *clock,
                   .sections = [this]() -> const Sections& { return loop->reading().state.sections; }});
  auto made = lic::make_channel(io, *channel_parts, *foundation.keys);
  if (made.has_error()) return made.error();
  channel = std::move(*made);
  return {};
}

void Daemon::Parts::make_crash() {
  if (!options.lab_crash) return;
  auto made = std::make_unique<CrashingStore>(
      std::move(foundation.store), *options.lab_crash, [this](std::int64_t number, const std::string& what) {
        log.info(LogComponent::daemon, "lab_commit", {{"number", std::to_string(number)}, {"what", what}});
      });
  crash = made.get();
  foundation.store = std::move(made);
}

void Daemon::Parts::make_loop() {
  wake = std::make_unique<AsioWake>(io, options.places.lab ? Timers::lab : Timers::real);
  alarms = std::make_unique<AlarmOutlets>(io, *channel_parts, log);
  alarms->configure(config.syslog);
  key_worker = std::make_unique<KeyWorker>(
      *foundation.keys,
      [pid = config.policy.product_id] { return make_key_and_csr({.common_name = pid, .organization = {}}); },
      [this](std::function<void()> task) { asio::post(io, std::move(task)); });
  loop = std::make_unique<AgentLoop>(
      AgentLoop::Parts{
          .policy = config.policy,
          .clock = *clock,
          .lab = lab_clock_seen,
          .dice = *dice,
          .store = *foundation.store,
          .outside = {.channel = *channel, .keys = *foundation.keys, .key_maker = *key_worker, .alarms = *alarms},
          .wake = *wake},
      std::move(foundation.loaded));
}

void Daemon::Parts::make_transport_change() {
  surroundings = channel_surroundings(*channel_parts);
  trust.emplace(trust_sources(*channel_parts));
  trial = std::make_unique<TransportTrial>(io, *trust, surroundings, options.places.lab);
  transport_change = std::make_unique<api::TransportChange>(
      *loop, config, [this](const TransportSettings& settings, std::function<void(const Diagnosis&)> done) {
        trial->run(settings, {.step = api::kTrialStepMax, .total = api::kTrialMax}, std::move(done));
      });
}

Result<void> Daemon::Parts::make_lab() {
  if (lab_clock_seen == nullptr) return {};
  if (!config.lab.ssm_admin.empty()) {
    auto made = HttpSsmClock::make(io, config.lab.ssm_admin, config.lab.admin_token_file);
    if (made.has_error()) return made.error();
    ssm_clock = std::move(*made);
  }
  lab = std::make_unique<LabDriver>(*loop, *lab_clock_seen, ssm_clock.get(), udi);
  return {};
}

Result<void> Daemon::Parts::open_api() {
  anchors.emplace(anchor_folders_of_run());
  context = std::make_unique<api::ApiContext>(api::ApiContext{.loop = *loop,
                                                              .store = *foundation.store,
                                                              .keys = *foundation.keys,
                                                              .config = config,
                                                              .lab = lab.get(),
                                                              .node_id = node});
  context->transport_change = transport_change.get();
  context->anchors = &*anchors;
  context->system_store_file = system_store_file(*channel_parts);
  context->credentials_dir = options.places.credentials_dir;
  context->instance_facts = [this](bool is_private) { return instance_facts(*channel_parts, is_private); };
  context->tell_log = [this](std::string_view event, const std::string& text) {
    log.info(LogComponent::lib_license, event, {{"text", text}});
  };
  doctor = std::make_unique<DoctorParts>(io, *channel_parts, options.places, *foundation.keys, *alarms);
  context->read_sign_in = [this](std::string_view body) { return sign_in_reader.read_sign_in(body); };
  context->read_authorization_code = [this](std::string_view pasted) {
    const Reading reading = loop->reading();
    return lic::read_authorization_code(
        pasted, trust->reservation_signers(trusted_now(reading.state.sections.clock, reading.now)));
  };
  context->doctor = &doctor->doctor();
  backups = make_backups({.io = io, .loop = *loop, .log = log, .places = options.places});
  context->backups = backups.get();
  context->doctor_question = [this](const Reading& reading) { return doctor->question(reading); };
  const api::ResolvedAccess access = api::resolve_access(config.api);
  remark(access);
  server = std::make_unique<api::ApiServer>(io, *context, access.rules);
  product_server = std::make_unique<product::ProductServer>(io, *loop, access.rules);
  return open_sockets();
}

// Those that systemd holds for us (smart-agentd.socket), or our own.
Result<void> Daemon::Parts::open_sockets() {
  const auto control = given.claim(config.api.socket);
  const auto product = given.claim(config.api.product_socket);
  auto opened = control ? server->adopt(*control) : server->listen(config.api.socket);
  if (opened.has_error()) return opened;
  opened = product ? product_server->adopt(*product) : product_server->listen(config.api.product_socket);
  for (const std::string& place : given.unclaimed()) {
    log.warning(
        LogComponent::daemon, "socket_unused",
        {{"socket", place}, {"text", "systemd listens there and the configuration names another place; correct one"}});
  }
  return opened;
}

void Daemon::Parts::observe() {
  status_teller = std::make_unique<StatusTeller>(io, *loop, service);
  loop->observe([this](const Reading&, const std::vector<DomainEvent>& events) {
    status_teller->after_batch();
    log_events(log, events);
    if (!events.empty() && server) server->wake_streams();
    if (product_server) product_server->after_batch(events);
    if (lab) lab->on_turn();
    if (crash != nullptr) crash->after_effects();
  });
}

void Daemon::Parts::await_signals() {
  signals.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    if (signal != SIGHUP) return begin_stop();
    reload.run();
    await_signals();
  });
}

// Nobody new: who comes now waits in systemd's socket for the next run. Who was accepted just before is welcomed first.
void Daemon::Parts::begin_stop() {
  service.stopping();
  server->stop_listening();
  product_server->stop_listening();
  asio::post(io, [this] { see_newcomers_off(kFarewellLooks); });
}

// Who connected a moment ago has the first request on its way: it is still answered.
void Daemon::Parts::see_newcomers_off(int looks) {
  if (looks == 0 || !(server->has_newcomers() || product_server->has_newcomers())) return stop();
  farewell.expires_after(kFarewellPause);
  farewell.async_wait([this, looks](const boost::system::error_code& error) {
    if (!error) see_newcomers_off(looks - 1);
  });
}

void Daemon::Parts::stop() {
  server->stop_accepting();
  product_server->stop_reading();
  loop->stop();
  product_server->finish();
  io.stop();
}

Daemon::Daemon(const Options& options, ConfigOutcome read, Log& log, Foundation foundation)
    : parts_(std::make_unique<Parts>(options, std::move(read), log, std::move(foundation))) {}

Daemon::~Daemon() = default;

Result<void> Daemon::start() {
  Parts& parts = *parts_;
  if (auto made = parts.make_clock(); made.has_error()) return made;
  if (auto made = parts.make_channel(); made.has_error()) return made;
  parts.make_crash();
  parts.make_loop();
  parts.make_transport_change();
  if (auto made = parts.make_lab(); made.has_error()) return made;
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) parts.signals.add(signal);
  parts.observe();
  const AlarmLedger told_before = parts.loop->reading().state.sections.alarms;
  const std::string recovered = watch_recovery(*parts.loop, parts.options.places.state_dir);
  if (auto started = parts.loop->start(parts.udi, parts.node, recovered); started.has_error()) return started;
  if (auto opened = parts.open_api(); opened.has_error()) return opened;
  if (!parts.options.places.lab) parts.wake->watch_calendar([&parts] { parts.loop->wake_up(); });
  parts.await_signals();
  const Reading reading = parts.loop->reading();
  const StatusView begun = status(reading.state, reading.now, reading.policy);
  parts.alarms->remind_servers(begun.alarms, told_before);
  tell_good_start(parts.options.places, parts.alarms->servers_alone(), *parts.alarms);
  parts.service.ready(status_line(begun));
  if (const auto period = wanted_watchdog()) parts.watchdog.start(*period);
  parts.log.info(LogComponent::daemon, "started", {{"version", LIC_VERSION}, {"socket", parts.config.api.socket}});
  return {};
}

void Daemon::run() {
  Parts& parts = *parts_;
  parts.io.run();
  // What was answered at the stop is written as far as the clients take it at once.
  parts.io.restart();
  parts.io.poll();
  parts.log.info(LogComponent::daemon, "stopped");
  leave_workers();
}

}  // namespace lic
