// The lab peer: opened on a state directory, it answers protocol messages and admin requests.
#pragma once

#include "tests/lab/bindings.hpp"
#include "tests/lab/directory_lock.hpp"
#include "tests/lab/http_types.hpp"
#include "tests/lab/peer.hpp"
#include "tests/lab/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssm_lab {

struct LabOptions {
  std::filesystem::path directory;
  // Where a manual clock stands in an empty directory; a directory that has a position keeps it.
  std::optional<std::int64_t> manual_clock_ms;
  TlsNames tls_names = {};
};

// Thread-safe: one lock around everything, which is enough for a handful of agents.
class Lab {
public:
  // Makes what is missing: directory, certificates, database, admin token, the default account. Fails with a sentence.
  [[nodiscard]] static Result<std::unique_ptr<Lab>> open(const LabOptions& options);

  // One protocol message (wire.md P1), already unwrapped, to its answer, which is wrapped as `binding` wants it.
  [[nodiscard]] HttpAnswer exchange(std::string_view message, Binding binding = Binding::smart_transport);

  // The listener for agents, both bindings (wire.md P8 and P9), and the admin listener (interfaces.md section 8).
  [[nodiscard]] HttpAnswer answer_agent(const HttpRequest& request);
  [[nodiscard]] HttpAnswer answer_admin(const HttpRequest& request);

  // Called after an admin request that changed the TLS server certificate, before it is answered. To be set before any
  // other thread uses the lab.
  void call_on_new_tls_certificate(std::function<void()> action) { on_new_tls_certificate_ = std::move(action); }

private:
  Lab(std::unique_ptr<Database> database, std::unique_ptr<Pki> pki, LabClock clock);
  std::mutex mutex_;
  Peer peer_;
  std::string admin_token_;
  DirectoryLock directory_lock_;
  std::function<void()> on_new_tls_certificate_;
};

}  // namespace ssm_lab
