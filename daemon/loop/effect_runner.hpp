#pragma once
// Does what the core wants done, in order, after the commit. The only place where effects meet the outside.

#include <functional>
#include <optional>
#include <vector>

#include "agent/effect.hpp"
#include "agent/event.hpp"
#include "agent/key_store.hpp"
#include "daemon/log/alarm_sink.hpp"
#include "daemon/loop/key_maker.hpp"
#include "transport/ssm_channel.hpp"

namespace lic {

// Whom effects reach. All outlive the runner.
struct Outside {
  SsmChannel& channel;
  KeyStore& keys;
  KeyMaker& key_maker;
  AlarmSink& alarms;
};

// Used from the loop's thread only.
class EffectRunner {
public:
  using Inform = std::function<void(Event)>;                        // an outcome comes back as an event
  using Respond = std::function<void(RequestId, const Answered&)>;  // a waiting caller gets its answer
  EffectRunner(Outside outside, Inform inform, Respond respond);

  void run(const std::vector<Effect>& effects);
  // An exchange or a key is under way.
  [[nodiscard]] bool is_busy() const { return in_flight_.has_value() || keys_under_way_ > 0; }

private:
  void perform(const SendRequest& send);
  void perform(const CancelRequest& cancel);
  void perform(const PrepareKey& prepare);
  void perform(const DestroyKey& destroy);
  void perform(const DestroyToken& destroy);
  void perform(const Answer& answer);
  void perform(const TellAlarm& tell);

  Outside outside_;
  Inform inform_;
  Respond respond_;
  std::optional<ExchangeId> in_flight_;
  int keys_under_way_ = 0;
};

}  // namespace lic
