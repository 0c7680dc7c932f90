#pragma once
// What can be wrong on this machine. Each check looks at disk or kernel, leaves nothing behind, and may block: on a
// worker thread only.

#include <optional>
#include <string>
#include <vector>

#include "agent/key_store.hpp"
#include "agent/ssm_sections.hpp"
#include "daemon/config/config.hpp"
#include "daemon/trust/anchor_folders.hpp"
#include "transport/diagnosis.hpp"

namespace lic::doctor {

// A syslog server elsewhere, as alarms fare with it.
struct SyslogServerFacts {
  std::string server;                       // as configured: "tls://logs.example.com:6514"
  std::optional<std::string> away_because;  // it was tried and failed, and not got through to since
  std::size_t waiting = 0;                  // messages that it has not surely got
};

// What is looked at, as it was when the question came.
struct LocalQuestion {
  Places places;
  std::string socket;
  std::vector<AnchorFolder> folders;
  std::optional<Identity> identity;  // none while unregistered
  std::optional<TrustBundle> bundle;
  WallTime wall;
  TrustedTime trusted;
  std::vector<SyslogServerFacts> syslog_servers;
};

// Warned of below this; an agent needs a few MiB.
inline constexpr std::uint64_t kFreeBytesWarning = 100ULL * 1024 * 1024;
inline constexpr Millis kSocketLimit = 2 * kSecond;
inline constexpr Millis kAnchorWarning = 60 * kDay;
inline constexpr Millis kTrustedTimeWarning = 5 * kMinute;

[[nodiscard]] DiagnosisStep check_configuration_files(const Places& places);  // "configuration_files"
[[nodiscard]] DiagnosisStep check_disk(const std::string& state_dir);         // "disk": written, synced, removed
[[nodiscard]] DiagnosisStep check_permissions(const std::string& state_dir);  // "permissions"
[[nodiscard]] DiagnosisStep check_socket(const std::string& path);            // "socket": asked for /healthz
// "trust_anchors"; the bundle counts like a file.
[[nodiscard]] DiagnosisStep check_anchors(const LocalQuestion& question);
// "registration_key": there, readable, and the certificate's.
[[nodiscard]] DiagnosisStep check_registration_key(KeyStore& keys, const std::optional<Identity>& identity);

struct TimeFacts {
  WallTime wall;
  TrustedTime trusted;
  bool is_lab = false;
  std::optional<bool> is_synchronized;  // none: the kernel does not say
};
// "system_time". Pure.
[[nodiscard]] DiagnosisStep judge_time(const TimeFacts& facts);
[[nodiscard]] std::optional<bool> kernel_clock_is_synchronized();

// "syslog_servers": a warning only, as alarms go to this machine's log, too. Pure.
[[nodiscard]] DiagnosisStep judge_syslog_servers(const std::vector<SyslogServerFacts>& servers);

// All of them, in the order above, each with its time.
[[nodiscard]] std::vector<DiagnosisStep> check_locally(const LocalQuestion& question, KeyStore& keys);

}  // namespace lic::doctor
