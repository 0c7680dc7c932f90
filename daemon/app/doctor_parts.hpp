#pragma once
// Doctor, wired: the way as the channel goes it, the disk, port 80.

#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "agent/key_store.hpp"
#include "daemon/app/alarm_outlets.hpp"
#include "daemon/app/channel_parts.hpp"
#include "daemon/config/config.hpp"
#include "daemon/doctor/doctor.hpp"
#include "daemon/doctor/port_80.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "transport/diagnosis.hpp"
#include "transport/name_lookup.hpp"

namespace lic {

class DoctorParts {
public:
  // All that is referred to outlives it; `keys` is used on a worker thread, too.
  DoctorParts(boost::asio::io_context& io, const ChannelParts& channel, const Places& places, KeyStore& keys,
              const AlarmOutlets& alarms);
  DoctorParts(const DoctorParts&) = delete;
  DoctorParts& operator=(const DoctorParts&) = delete;
  ~DoctorParts() = default;

  [[nodiscard]] doctor::Doctor& doctor() { return doctor_; }
  // Who vouches for SSM from now on.
  void set_trust(TrustSources trust) { trust_ = std::move(trust); }
  // What there is to look at, as the reading has it.
  [[nodiscard]] doctor::Question question(const Reading& reading) const;

private:
  [[nodiscard]] doctor::Doctor::Parts parts(boost::asio::io_context& io, KeyStore& keys);

  const Config& config_;
  const Places& places_;
  const AlarmOutlets& alarms_;
  ChannelSurroundings surroundings_;
  TrustSources trust_;
  TransportTrial trial_;
  SystemNameLookup lookup_;
  doctor::Port80 port_80_;
  doctor::Doctor doctor_;
};

}  // namespace lic
