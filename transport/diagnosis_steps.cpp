#include "transport/diagnosis_steps.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "agent/names.hpp"
#include "agent/time_text.hpp"

namespace lic {
namespace {

constexpr Millis kClockWarning = 5 * kMinute;  // R-TIME-5

enum class Stage { configuration, dns, tcp, proxy, tls, host_name, http, identity, signature, clock };
constexpr std::array<std::string_view, 10> kNames{"configuration", "dns",  "tcp",      "proxy",     "tls",
                                                  "host_name",     "http", "identity", "signature", "clock"};

// Codes whose stage is not their cause's.
struct StageOfCode {
  FailureCode code;
  Stage stage;
};
constexpr std::array kExceptions{
    StageOfCode{FailureCode::http_url, Stage::configuration},
    StageOfCode{FailureCode::proxy_credentials, Stage::configuration},
    StageOfCode{FailureCode::tls_no_anchor, Stage::configuration},
    StageOfCode{FailureCode::proxy_name, Stage::dns},
    StageOfCode{FailureCode::proxy_unreachable, Stage::tcp},
    StageOfCode{FailureCode::tls_host_name, Stage::host_name},
    StageOfCode{FailureCode::clock_tls, Stage::tls},
};

Stage stage_of(FailureCode code) {
  const auto* const row =
      std::find_if(kExceptions.begin(), kExceptions.end(), [code](const auto& each) { return each.code == code; });
  if (row != kExceptions.end()) return row->stage;
  switch (cause_of(code)) {
    case FailureCause::dns: return Stage::dns;
    case FailureCause::tcp: return Stage::tcp;
    case FailureCause::proxy: return Stage::proxy;
    case FailureCause::tls: return Stage::tls;
    case FailureCause::http:
    case FailureCause::no_answer: return Stage::http;
    case FailureCause::signature: return Stage::signature;
    case FailureCause::protocol:
    case FailureCause::account:
    case FailureCause::token: return Stage::identity;
    case FailureCause::clock: return Stage::clock;
  }
  return Stage::identity;
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string duration_text(Millis time) {
  const std::int64_t seconds = time / kSecond;
  if (seconds < 120) return std::to_string(seconds) + " s";
  return std::to_string(time / kMinute) + " minutes";
}

const SeenCertificate* certificate_of(const TrialFacts& facts, CertificateRole role) {
  if (!facts.verdict) return nullptr;
  const auto& seen = facts.verdict->certificates;
  const auto place = std::find_if(seen.begin(), seen.end(), [role](const auto& each) { return each.role == role; });
  return place == seen.end() ? nullptr : &*place;
}

const std::string& first_hop(const TrialFacts& facts) { return facts.proxy.empty() ? facts.peer : facts.proxy; }

struct StepWriter {
  const TrialFacts& facts;
  DiagnosisStep& step;

  void write(Stage stage) const {
    switch (stage) {
      case Stage::configuration: step.text = facts.way; break;
      case Stage::dns: dns(); break;
      case Stage::tcp: tcp(); break;
      case Stage::proxy: proxy(); break;
      case Stage::tls: tls(); break;
      case Stage::host_name: host_name(); break;
      case Stage::http: http(); break;
      case Stage::identity: identity(); break;
      case Stage::signature: signature(); break;
      case Stage::clock: clock(); break;
    }
  }

private:
  void take(const std::optional<Millis>& time) const { step.took = time.value_or(Millis{0}); }

  void dns() const {
    take(facts.report.resolved);
    step.text = first_hop(facts) + " is " +
                (facts.report.addresses.empty() ? facts.report.address : listed(facts.report.addresses));
  }
  void tcp() const {
    take(facts.report.connected);
    step.text = facts.report.address + " answered";
    const auto& tried = facts.report.addresses;
    const auto used = std::find(tried.begin(), tried.end(), facts.report.address);
    if (used != tried.end() && used != tried.begin())
      step.text += "; tried before without success: " + listed({tried.begin(), used});
  }
  void proxy() const {
    if (facts.proxy.empty()) {
      step.ok = false;
      step.skipped = true;
      step.text = "no proxy on this way";
      return;
    }
    take(facts.report.proxied);
    step.text = facts.proxy + " opened the way to " + facts.peer;
  }
  void tls() const {
    take(facts.report.secured);
    const std::string& protocol = facts.report.tls.protocol;
    step.text = (protocol.empty() ? "" : protocol + "; ") + "the certificate of " + facts.peer + " is trusted";
    const auto& chain = facts.report.tls.chain;
    if (chain.empty()) return;
    step.text += "; issued by " + chain.front().issuer;
    if (chain.front().not_after) step.text += ", it ends on " + to_rfc3339(*chain.front().not_after);
  }
  void host_name() const {
    step.text = facts.report.tls.names.empty() ? "the certificate is for " + facts.peer
                                               : "the certificate is for " + listed(facts.report.tls.names);
  }
  void http() const {
    take(facts.report.answered);
    step.text = facts.peer + " answered";
  }
  void identity() const {
    step.text = "the answer is an SSM's by its form";
    if (facts.verdict && !facts.verdict->signer.empty()) step.text += "; its signer is " + facts.verdict->signer;
  }
  void signature() const {
    const SeenCertificate* const root = certificate_of(facts, CertificateRole::message_root);
    step.text = "the signature is good";
    if (root != nullptr) step.text += "; " + root->subject + " vouches for it until " + to_rfc3339(root->not_after);
  }
  void clock() const {
    const WallTime theirs = facts.verdict ? facts.verdict->server_time.value_or(facts.now) : facts.now;
    const Millis apart = theirs > facts.now ? theirs - facts.now : facts.now - theirs;
    if (apart < kSecond)
      step.text = "SSM's clock and this machine's agree";
    else
      step.text =
          "SSM's clock is " + duration_text(apart) + (theirs > facts.now ? " ahead of" : " behind") + " this machine's";
    step.warning = apart > kClockWarning;
    if (step.warning) step.remedy = remedy_of(FailureCode::clock_differs);
  }
};

}  // namespace

std::vector<DiagnosisStep> steps_of(const TrialFacts& facts) {
  const std::size_t failed_at = facts.failure ? static_cast<std::size_t>(stage_of(facts.failure->code)) : kNames.size();
  std::vector<DiagnosisStep> steps(kNames.size());
  for (std::size_t index = 0; index < steps.size(); ++index) {
    DiagnosisStep& step = steps[index];
    step.name = kNames[index];
    if (index < failed_at) {
      step.ok = true;
      StepWriter{facts, step}.write(static_cast<Stage>(index));
    } else if (index == failed_at) {
      step.cause = name_of(facts.failure->cause());
      step.code = facts.failure->code;
      step.text = facts.failure->text;
      step.remedy = facts.failure->remedy;
    } else {
      step.skipped = true;
      step.text = "not reached";
    }
  }
  return steps;
}

}  // namespace lic
