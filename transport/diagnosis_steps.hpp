#pragma once
// What one trial found, as steps in words. Pure: tested without a network.

#include <optional>
#include <string>
#include <vector>

#include "agent/ssm_message.hpp"
#include "transport/codec/probe.hpp"
#include "transport/diagnosis.hpp"
#include "transport/transfer_report.hpp"

namespace lic {

struct TrialFacts {
  std::string way;                        // "mode smart, route gateway, https://ssm.example.com/SmartTransport"
  std::string peer;                       // "ssm.example.com:443"
  std::string proxy;                      // "proxy.example.com:3128"; empty: none on this way
  std::optional<ExchangeFailed> failure;  // of the settings, the transfer or the answer; none: all is well
  TransferReport report;
  std::optional<ProbeVerdict> verdict;  // none only if the way failed before an answer was there
  WallTime now;                         // message time when the answer came
};

// Every step of the way, in its order. What comes after the failed one is skipped.
[[nodiscard]] std::vector<DiagnosisStep> steps_of(const TrialFacts& facts);

}  // namespace lic
