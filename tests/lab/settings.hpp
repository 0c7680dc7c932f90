// What an administrator may change about the lab peer while it runs; kept in the database.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/result.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

// Where the software manager stands. `off`: in the vendor's cloud. A disconnected one learns of purchases by
// synchronisation only.
enum class OnPrem { off, connected, disconnected };

// Offsets from the time of an answer (wire.md P13, renew_window).
struct RenewWindow {
  std::int64_t start_seconds = 0;
  std::int64_t end_seconds = 0;
};

struct Settings {
  // Added to the lab's clock wherever the software manager looks at it.
  std::int64_t clock_offset_seconds = 0;
  // Whether RENEW may be signed with an expired certificate (wire.md: "SSM may refuse").
  bool accept_expired_proof = true;
  // How replies are written: profile "1.3" (the recalled sample) or "1.1" (as the agent's requests), wire.md P0.
  std::string reply_version = "1.3";
  // How certificates are written: "pem" or "der" (base64).
  std::string certificate_form = "pem";
  // In every response_data; nothing: null there.
  std::optional<RenewWindow> renew_window;
  // In the answers to REGISTRATION and RENEW; nothing: the 180 days of wire.md P5.1.
  std::optional<std::int64_t> renew_interval_seconds;
  OnPrem on_prem = OnPrem::off;
};

[[nodiscard]] Settings load_settings(Database& database);
void save_settings(Database& database, const Settings& settings);
[[nodiscard]] OrderedJson to_json(const Settings& settings);
// The settings with the members of `change` taken over; fails with a sentence, naming an unknown member too.
[[nodiscard]] Result<Settings> with_changes(const Settings& settings, const Json& change);

}  // namespace ssm_lab
