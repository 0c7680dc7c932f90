#include "daemon/app/doctor_parts.hpp"

#include <boost/asio/post.hpp>

#include <utility>
#include <variant>

#include "agent/licensing_mode.hpp"
#include "agent/status.hpp"
#include "daemon/config/effective_settings.hpp"
#include "daemon/trust/anchor_folders.hpp"

namespace lic {
namespace {

// People wait for it; with what the command line takes beside it, 5 seconds.
constexpr TransportTrial::Limits kTrialLimits{.step = 4 * kSecond, .total = 4500 * Millis{1}};

struct IdentityOf {
  std::optional<Identity> operator()(const Unregistered& /*standing*/) const { return std::nullopt; }
  std::optional<Identity> operator()(const Registered& standing) const { return standing.identity; }
  std::optional<Identity> operator()(const RegistrationExpired& standing) const { return standing.identity; }
  std::optional<Identity> operator()(const Reserved&) const { return std::nullopt; }
};

// R-SLR-6, R-LIFE-1: who has a reservation is not to be told that SSM cannot be reached.
std::string why_no_exchange(const AgentState& state) {
  if (licensing_mode(state) == LicensingMode::classic)
    return "the licensing mode is classic, so nothing is exchanged with SSM";
  return state.sections.reservation.enabled ? "license reservation is enabled, so nothing is exchanged with SSM" : "";
}

std::vector<doctor::SyslogServerFacts> syslog_servers(const AlarmOutlets& alarms) {
  std::vector<doctor::SyslogServerFacts> facts;
  for (RemoteSyslog::ServerView& view : alarms.servers())
    facts.push_back({std::move(view.server), std::move(view.away_because), view.waiting});
  return facts;
}

}  // namespace

DoctorParts::DoctorParts(boost::asio::io_context& io, const ChannelParts& channel, const Places& places, KeyStore& keys,
                         const AlarmOutlets& alarms)
    : config_(channel.config),
      places_(places),
      alarms_(alarms),
      surroundings_(channel_surroundings(channel)),
      trust_(trust_sources(channel)),
      trial_(io, trust_, surroundings_, places.lab),
      lookup_(io),
      port_80_(io, lookup_),
      doctor_(parts(io, keys)) {}

doctor::Doctor::Parts DoctorParts::parts(boost::asio::io_context& io, KeyStore& keys) {
  return {
      .try_transport =
          [this](const TransportSettings& settings, std::function<void(Diagnosis)> done) {
            trial_.run(settings, kTrialLimits, std::move(done));
          },
      .try_port_80 = [this](const TransportSettings& settings,
                            std::function<void(DiagnosisStep)> done) { port_80_.try_it(settings, std::move(done)); },
      .check_locally = [&keys](const doctor::LocalQuestion& asked) { return doctor::check_locally(asked, keys); },
      .post = [&io](std::function<void()> task) { boost::asio::post(io, std::move(task)); }};
}

doctor::Question DoctorParts::question(const Reading& reading) const {
  const Sections& sections = reading.state.sections;
  return {.transport = effective_transport(sections.settings, config_),
          .local = {.places = places_,
                    .socket = config_.api.socket,
                    .folders = anchor_folders({.tls_ca_dir = config_.trust.tls_ca_dir,
                                               .ssm_root_dir = config_.trust.ssm_root_dir,
                                               .state_dir = places_.state_dir}),
                    .identity = std::visit(IdentityOf{}, sections.registration.standing),
                    .bundle = sections.trust.bundle,
                    .wall = reading.now.wall,
                    .trusted = trusted_now(sections.clock, reading.now),
                    .syslog_servers = syslog_servers(alarms_)},
          .no_exchange = why_no_exchange(reading.state)};
}

}  // namespace lic
