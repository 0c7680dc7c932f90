#include "daemon/doctor/port_80.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>

#include "daemon/doctor/found.hpp"
#include "transport/address_race.hpp"
#include "transport/http_target.hpp"
#include "transport/https_url.hpp"
#include "transport/name_lookup.hpp"

namespace lic::doctor {
namespace {

constexpr std::string_view kName = "port_80";
constexpr std::uint16_t kPort = 80;

DiagnosisStep step_of(const std::string& host, const RaceReport& report) {
  const std::string place = host_and_port(host, kPort);
  DiagnosisStep step =
      report.end == RaceEnd::won
          ? good(kName, place + " answers")
          : warned(kName, {place + " does not answer",
                           "nothing is lost as long as port 443 works; the vendor's guides ask for both"});
  step.took = report.connected.value_or(Millis{0});
  return step;
}

}  // namespace

class Port80::Impl {
public:
  Impl(boost::asio::io_context& loop, NameLookup& lookup)
      : loop_(loop), race_(loop, lookup), alive_(std::make_shared<int>(0)) {}

  void try_it(const TransportSettings& settings, std::function<void(DiagnosisStep)> done) {
    if (settings.route != TransportRoute::direct)
      return answer_later(skipped(kName, "only on the direct route"), std::move(done));
    const Result<std::string> text = effective_url(settings);
    const Result<HttpsUrl> url = text.has_value() ? read_https_url(*text) : Result<HttpsUrl>{text.error()};
    if (url.has_error()) return answer_later(skipped(kName, "not reached"), std::move(done));
    race_.start(RaceGoal{url->host, kPort, settings.ip_version, false, kLimit},
                [host = url->host, done = std::move(done)](const RaceReport& report, const OpenSocket& /*socket*/) {
                  done(step_of(host, report));
                });
  }

private:
  void answer_later(DiagnosisStep step, std::function<void(DiagnosisStep)> done) {
    const std::weak_ptr<int> alive = alive_;
    boost::asio::post(loop_, [alive, step = std::move(step), done = std::move(done)]() mutable {
      if (!alive.expired()) done(std::move(step));
    });
  }

  boost::asio::io_context& loop_;
  AddressRace race_;
  std::shared_ptr<int> alive_;  // shared: an answer posted for later holds it weakly
};

Port80::Port80(boost::asio::io_context& loop, NameLookup& lookup) : impl_(std::make_unique<Impl>(loop, lookup)) {}
Port80::~Port80() = default;

void Port80::try_it(const TransportSettings& settings, std::function<void(DiagnosisStep)> done) {
  impl_->try_it(settings, std::move(done));
}

}  // namespace lic::doctor
