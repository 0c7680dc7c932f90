#pragma once
// What a running daemon is made of. Private to daemon/app.

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/api/api_server.hpp"
#include "daemon/api/transport_change.hpp"
#include "daemon/app/backup_parts.hpp"
#include "daemon/app/alarm_outlets.hpp"
#include "daemon/app/channel_parts.hpp"
#include "daemon/app/daemon.hpp"
#include "daemon/app/doctor_parts.hpp"
#include "daemon/app/status_teller.hpp"
#include "daemon/clock.hpp"
#include "daemon/lab/crash_point.hpp"
#include "daemon/lab/lab_driver.hpp"
#include "daemon/lab/ssm_clock.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "daemon/loop/asio_wake.hpp"
#include "daemon/loop/key_worker.hpp"
#include "daemon/product/product_server.hpp"
#include "daemon/product/request_reader.hpp"
#include "daemon/service/given_sockets.hpp"
#include "daemon/service/reload.hpp"
#include "daemon/service/service_notice.hpp"
#include "daemon/service/watchdog.hpp"
#include "daemon/trust/anchor_folders.hpp"
#include "transport/diagnosis.hpp"

namespace lic {

// In the order of making: what others use is made before them and goes after them.
struct Daemon::Parts {
  Parts(const Options& chosen, ConfigOutcome read, Log& lines, Foundation disk);

  [[nodiscard]] Result<void> make_clock();
  [[nodiscard]] Result<void> make_channel();
  void make_crash();
  void make_loop();
  void make_transport_change();
  [[nodiscard]] Result<void> make_lab();
  [[nodiscard]] Result<void> open_api();
  [[nodiscard]] Result<void> open_sockets();
  void observe();
  void await_signals();
  // daemon_reload.cpp: while it runs.
  [[nodiscard]] Result<void> take_config(const Config& next);
  void take_trust();
  void remark(const api::ResolvedAccess& access);
  [[nodiscard]] std::vector<AnchorFolder> anchor_folders_of_run() const;

  void begin_stop();
  void see_newcomers_off(int looks);
  void stop();

  const Options& options;
  Config config;  // running: a reload exchanges it, with everybody who refers to it
  Log& log;
  Foundation foundation;
  Udi udi;
  std::string node;
  GivenSockets given = GivenSockets::take();
  ServiceNotice service;
  Reload reload;
  boost::asio::io_context io{1};
  boost::asio::signal_set signals{io};
  Watchdog watchdog{io, service};
  boost::asio::steady_timer farewell{io};
  std::unique_ptr<AlarmOutlets> alarms;
  LabClock* lab_clock_seen = nullptr;  // `clock`, when it is one
  CrashingStore* crash = nullptr;      // the store, when it is one
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Dice> dice;
  std::unique_ptr<AsioWake> wake;
  std::unique_ptr<KeyWorker> key_worker;
  std::optional<ChannelParts> channel_parts;
  std::unique_ptr<HttpSsmChannel> channel;
  std::unique_ptr<AgentLoop> loop;
  std::unique_ptr<StatusTeller> status_teller;
  ChannelSurroundings surroundings;
  std::optional<TrustSources> trust;
  std::unique_ptr<TransportTrial> trial;
  std::unique_ptr<api::TransportChange> transport_change;
  std::optional<AnchorFolders> anchors;
  std::unique_ptr<DoctorParts> doctor;
  std::unique_ptr<backup::BackupMaker> backups;
  std::unique_ptr<SsmClock> ssm_clock;
  std::unique_ptr<LabDriver> lab;
  product::RequestReader sign_in_reader;
  std::unique_ptr<api::ApiContext> context;
  std::unique_ptr<api::ApiServer> server;
  std::unique_ptr<product::ProductServer> product_server;
};

}  // namespace lic
