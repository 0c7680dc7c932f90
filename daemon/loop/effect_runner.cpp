#include "daemon/loop/effect_runner.hpp"

#include <utility>
#include <variant>

namespace lic {

EffectRunner::EffectRunner(Outside outside, Inform inform, Respond respond)
    : outside_(outside), inform_(std::move(inform)), respond_(std::move(respond)) {}

void EffectRunner::run(const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    std::visit([this](const auto& one) { perform(one); }, effect);
  }
}

void EffectRunner::perform(const SendRequest& send) {
  // One exchange at a time (R-REG-1): a new one means that the core has given up the old one.
  if (in_flight_) outside_.channel.cancel(*in_flight_);
  in_flight_ = send.request.id;
  outside_.channel.begin(send.request, [this](SsmReply reply) {
    if (in_flight_ == reply.exchange) in_flight_.reset();
    inform_(SsmReplied{std::move(reply)});
  });
}

void EffectRunner::perform(const CancelRequest& cancel) {
  outside_.channel.cancel(cancel.exchange);
  if (in_flight_ == cancel.exchange) in_flight_.reset();
}

void EffectRunner::perform(const PrepareKey& prepare) {
  ++keys_under_way_;
  outside_.key_maker.prepare(prepare.key, [this](KeyPrepared prepared) {
    --keys_under_way_;
    inform_(std::move(prepared));
  });
}

// What cannot be destroyed now is destroyed at the next start, when no state names it any more.
void EffectRunner::perform(const DestroyKey& destroy) { static_cast<void>(outside_.keys.destroy_key(destroy.key)); }

void EffectRunner::perform(const DestroyToken& destroy) {
  static_cast<void>(outside_.keys.destroy_token(destroy.token));
}

void EffectRunner::perform(const Answer& answer) { respond_(answer.to, answer.answer); }

void EffectRunner::perform(const TellAlarm& tell) { outside_.alarms.tell(tell.notice); }

}  // namespace lic
