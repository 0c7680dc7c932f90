#include "tests/daemon/api_bench.hpp"

#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>
#include <utility>

#include "daemon/api/api_server.hpp"
#include "daemon/api/transport_change.hpp"
#include "daemon/backup/backup_maker.hpp"
#include "daemon/doctor/doctor.hpp"
#include "daemon/doctor/found.hpp"
#include "daemon/loop/asio_wake.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {
namespace asio = boost::asio;

std::string fresh_directory() {
  std::string path = "/tmp/lic-api-XXXXXX";
  return ::mkdtemp(path.data()) == nullptr ? std::string{} : path;
}

class StandingLab final : public LabTime {
public:
  [[nodiscard]] LabView view() const override {
    return {.now = kFirstMoment, .next_due = std::nullopt, .settled = true};
  }
  void move(const LabMove& move, Done done) override {
    const auto* advance = std::get_if<AdvanceTo>(&move);
    if (advance != nullptr && advance->to < kFirstMoment) return done(Error(ErrorCode::failed_precondition, "passed"));
    done(LabView{.now = advance != nullptr ? advance->to : kFirstMoment, .next_due = std::nullopt, .settled = true});
  }
};

}  // namespace

struct ApiBench::Inner {
  Inner(const std::string& directory, Millis idle_max)
      : anchors(anchor_folders({.tls_ca_dir = directory + "/etc/trust.d",
                                .ssm_root_dir = directory + "/etc/ssm-roots.d",
                                .state_dir = directory + "/state"})),
        loop({.policy = config.policy,
              .clock = clock,
              .lab = nullptr,
              .dice = dice,
              .store = disk,
              .outside = {.channel = channel, .keys = keys, .key_maker = key_maker, .alarms = alarms},
              .wake = wake},
             LoadedState{}),
        change(loop, config,
               [this](const TransportSettings& settings, std::function<void(const Diagnosis&)> done) {
                 tried.push_back(settings);
                 trial_done = std::move(done);
               }),
        backups({.state_dir = directory + "/state",
                 .post = [this](std::function<void()> task) { asio::post(io, std::move(task)); },
                 .made = [this] { loop.inform(BackupMade{}); }}),
        context(make_context()),
        server(io, context, api::resolve_access(config.api).rules, idle_max) {}

  static Config make_config() {
    Config config;
    config.policy = small_policy();
    config.policy.max_seats = 3;
    config.policy.license_type.limit_fields = {LimitField::standard, LimitField::premium};
    LicenseType ports{.id = "ports", .title = "Ports", .entitlements = {Entitlement{}}};
    ports.entitlements.front().name = {"inbound"};
    ports.entitlements.front().meter = Meter::inbound;
    config.policy.license_types.front() = config.policy.license_type;
    config.policy.license_types.push_back(std::move(ports));
    config.license_type = "flex";
    config.transport.total_timeout = 500 * Millis{1};
    return config;
  }

  api::ApiContext make_context() {
    api::ApiContext made{.loop = loop, .store = disk, .keys = keys, .config = config, .lab = &lab, .node_id = "host"};
    made.transport_change = &change;
    made.anchors = &anchors;
    made.backups = &backups;
    made.doctor = &doctor;
    made.doctor_question = [this](const Reading& /*reading*/) {
      TransportSettings holds = config.transport;
      holds.url = "https://ssm.example.com/SmartTransport";
      return doctor::Question{.transport = holds, .local = {}};
    };
    made.instance_facts = [](bool is_private) {
      return InstanceFacts{.udi = {.pid = "SMALL", .serial = "S1", .uuid = "U1"},
                           .host_identifier = is_private ? "" : "host",
                           .instance_name = is_private ? "S1" : "host",
                           .software_tag = "tag"};
    };
    made.read_authorization_code = [this](std::string_view text) {
      pasted.emplace_back(text);
      return code_read;
    };
    made.tell_log = [this](std::string_view event, const std::string& text) {
      log.push_back(std::string(event) + " " + text);
    };
    return made;
  }

  // One step that names the way, at once or when it is let go.
  doctor::Doctor::Parts doctor_parts() {
    return {.try_transport =
                [this](const TransportSettings& settings, std::function<void(Diagnosis)> done) {
                  held_trial = [done = std::move(done), step = doctor::good("http", settings.url)] {
                    done(Diagnosis{{step}});
                  };
                  if (!holds_trials) asio::post(io, std::exchange(held_trial, nullptr));
                },
            .try_port_80 =
                [this](const TransportSettings& /*settings*/, std::function<void(DiagnosisStep)> done) {
                  asio::post(io, [done = std::move(done)] { done(doctor::skipped("port_80", "not here")); });
                },
            .check_locally =
                [](const doctor::LocalQuestion& /*question*/) {
                  DiagnosisStep full = doctor::failed("disk", doctor::kCauseStorage, {"it is full", "make room"});
                  return std::vector{full};
                },
            .post = [this](std::function<void()> task) { asio::post(io, std::move(task)); }};
  }

  std::function<void()> held_trial;
  std::vector<std::string> pasted;
  Result<AuthorizationCode> code_read = Error(ErrorCode::invalid_argument, "no code was expected", "expect one");
  bool holds_trials = false;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  Config config = make_config();
  MemoryStore disk;
  LabClock clock{LabClock::first_position(kFirstMoment)};
  LabDice dice{1};
  AsioWake wake{io, Timers::lab};
  FakeChannel channel;
  MemoryKeyStore keys;
  FakeKeyMaker key_maker;
  HeardAlarms alarms;
  StandingLab lab;
  std::vector<TransportSettings> tried;
  std::function<void(const Diagnosis&)> trial_done;
  std::vector<std::string> log;
  AnchorFolders anchors;
  AgentLoop loop;
  api::TransportChange change;
  backup::BackupMaker backups;
  doctor::Doctor doctor{doctor_parts()};
  api::ApiContext context;
  api::ApiServer server;
  std::thread thread;
};

ApiBench::ApiBench(Millis idle_max)
    : directory_(fresh_directory()),
      socket_path_(directory_ + "/control.sock"),
      inner_(std::make_unique<Inner>(directory_, idle_max)) {
  std::filesystem::create_directory(path("state"));
  std::filesystem::permissions(path("state"), std::filesystem::perms::owner_all);
  Inner& inner = *inner_;
  EXPECT_TRUE(inner.loop.start({.pid = "SMALL", .serial = "S1", .uuid = "U1"}).has_value());
  inner.loop.observe([&inner](const Reading&, const std::vector<DomainEvent>& events) {
    if (!events.empty()) inner.server.wake_streams();
  });
  EXPECT_TRUE(inner.server.listen(socket_path_).has_value());
  inner.thread = std::thread([&inner] { inner.io.run(); });
}

ApiBench::~ApiBench() {
  on_loop([this] {
    inner_->server.stop_accepting();
    inner_->loop.stop();
  });
  inner_->io.stop();
  inner_->thread.join();
  inner_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

HttpAnswer ApiBench::ask(const std::string& method, const std::string& target, const std::string& body) {
  ApiClient client(socket_path_);
  client.send(http_request(method, target, body));
  return client.receive();
}

void ApiBench::hold_trials() {
  on_loop([this] { inner_->holds_trials = true; });
}
void ApiBench::await_trial() {
  bool is_held = false;
  while (!is_held) on_loop([this, &is_held] { is_held = inner_->held_trial != nullptr; });
}
void ApiBench::let_trial_go() {
  on_loop([this] { std::exchange(inner_->held_trial, nullptr)(); });
}

void ApiBench::on_loop(const std::function<void()>& work) {
  // What the work posts itself runs before the second call, and is done when that has come.
  for (const std::function<void()>& one : {work, std::function<void()>([] {})}) {
    std::promise<void> done;
    asio::post(inner_->io, [&one, &done] {
      one();
      done.set_value();
    });
    done.get_future().wait();
  }
}

void ApiBench::with_disk(const std::function<void(MemoryStore&)>& work) {
  on_loop([this, &work] { work(inner_->disk); });
}

void ApiBench::keep(const Changes& changes) {
  on_loop([this, &changes] {
    const Sections sections = inner_->loop.reading().state.sections;
    EXPECT_TRUE(
        inner_->disk.commit({.before = sections, .after = sections, .changes = changes, .lab = {}}).has_value());
  });
}

void ApiBench::feed(Event event) {
  bool is_answered = false;
  on_loop([this, &event, &is_answered] {
    EXPECT_TRUE(inner_->loop.submit(std::move(event), [&is_answered](const Answered&) { is_answered = true; }));
  });
  while (!is_answered) on_loop([] {});
}

bool ApiBench::can_listen_at(const std::string& path) {
  bool is_listening = false;
  on_loop([this, &path, &is_listening] {
    api::ApiServer second(inner_->io, inner_->context, api::resolve_access(inner_->config.api).rules);
    is_listening = second.listen(path).has_value();
  });
  return is_listening;
}

void ApiBench::ssm_replies(SsmAnswer answer) {
  on_loop([this, &answer] { inner_->channel.reply(std::move(answer)); });
}
void ApiBench::key_is_ready() {
  on_loop([this] { inner_->key_maker.finish(); });
}

void ApiBench::trial_ends(const std::string& failed_step) {
  Diagnosis diagnosis;
  for (const char* name : {"dns", "tcp", "host_name"}) {
    DiagnosisStep step;
    step.name = name;
    step.ok = failed_step != name;
    step.code = step.ok ? std::nullopt : std::optional(FailureCode::tcp_refused);
    step.text = step.ok ? "" : "127.0.0.1:9 refused the connection.";
    step.remedy = step.ok ? "" : "start the software manager; the agent tries again by itself";
    diagnosis.steps.push_back(step);
    if (!step.ok) break;
  }
  // The request that began it may still be on its way.
  for (bool is_begun = false; !is_begun;) on_loop([this, &is_begun] { is_begun = inner_->trial_done != nullptr; });
  on_loop([this, &diagnosis] { std::exchange(inner_->trial_done, nullptr)(diagnosis); });
}

void ApiBench::reads_codes_as(Result<AuthorizationCode> code) {
  on_loop([this, &code] { inner_->code_read = std::move(code); });
}

std::vector<std::string> ApiBench::pasted() {
  std::vector<std::string> seen;
  on_loop([this, &seen] { seen = inner_->pasted; });
  return seen;
}

std::vector<TransportSettings> ApiBench::tried() {
  std::vector<TransportSettings> seen;
  on_loop([this, &seen] { seen = inner_->tried; });
  return seen;
}

std::vector<std::string> ApiBench::log_lines() {
  std::vector<std::string> lines;
  on_loop([this, &lines] { lines = inner_->log; });
  return lines;
}

std::size_t ApiBench::tokens_kept() {
  const auto tokens = inner_->keys.tokens();
  return tokens.has_value() ? tokens->size() : 0;
}

}  // namespace lic::test
