#pragma once
// A simple SSM, written from rules.md and wire.md alone: one virtual account with pools, its instances, tokens and
// polls. It keeps its own books, so that the oracle can ask what it really counted.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/ssm_message.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/journal.hpp"
#include "tests/simulation/ssm_reservation.hpp"
#include "tests/simulation/virtual_clock.hpp"

namespace lic::sim {

enum class TokenKind { valid, invalid, expired };

// What the operator of SSM, or its bad days, can change.
struct SsmSettings {
  Millis clock_offset{0};        // SSM's clock minus true time
  double poll_chance = 0;        // OK_POLL instead of an answer
  bool try_again = false;        // OK_TRY_AGAIN to everything
  bool refuses = false;          // FAILED with a text of no special meaning
  bool refuses_renewal = false;  // FAILED to RENEW only
  bool accepts_expired_proof = false;
  bool tells_expiry = false;               // auth_expiry in answers
  bool tells_interval = false;             // renew_interval_seconds in answers
  bool renews_tls_late = true;             // often within the time in which the agent warns
  bool tells_window = false;               // renew_window in answers
  std::optional<bool> allows_export = {};  // export_controlled_allowed of new registrations
};

struct SsmInstance {
  InstanceId id;
  std::string account;
  std::optional<bool> allows_export;
  KeyRef key;
  Certificate certificate;
  std::optional<KeyRef> next_key;
  std::optional<Certificate> next_certificate;
  std::map<std::string, RenewWindow> windows;  // for the renewal of each certificate, by serial
  bool removed = false;
  std::int64_t last_sequence = 0;
  ExchangeId last_exchange;
  std::optional<SsmAnswer> last_answer;
  std::int64_t version = 0;
  std::map<std::string, std::int64_t> counts;      // by tag
  std::map<std::int64_t, UsageReport> rows;        // every report row that was ever counted, by id
  std::map<std::string, IdentityGranted> granted;  // by key, so that a repeat gets the same
};

class SsmModel {
public:
  SsmModel(const LicenseType& type, Dice dice, Journal& journal)
      : type_(type), dice_(dice), journal_(journal), desk_(type, dice_.fork(11), journal) {}

  // Answers one request as it arrives; `duplicate` marks a copy that the network made of a request that arrived before.
  [[nodiscard]] SsmReply receive(const SsmRequest& request, MasterTime now, bool duplicate);

  void add_token(const TokenRef& token, TokenKind kind, const std::string& account) {
    tokens_[token.value] = {kind, account};
  }
  // In every virtual account.
  void buy(const std::string& meter_name, std::int64_t quantity) {
    pools_[meter_name] = quantity;
    desk_.buy(meter_name, quantity);
  }
  void remove_instances();
  void restore_older_version();  // SSM itself was restored: its response versions are lower than told before
  void expect_clone() { clone_expected_ = true; }
  [[nodiscard]] bool clone_expected() const { return clone_expected_; }
  [[nodiscard]] ReservationDesk& desk() { return desk_; }
  [[nodiscard]] const ReservationDesk& desk() const { return desk_; }

  [[nodiscard]] SsmSettings& settings() { return settings_; }
  [[nodiscard]] const SsmSettings& settings_now() const { return settings_; }
  [[nodiscard]] WallTime server_time(MasterTime now) const {
    return WallTime{now.time_since_epoch() + settings_.clock_offset};
  }
  [[nodiscard]] const SsmInstance* find(const InstanceId& id) const;
  [[nodiscard]] std::int64_t pool(const std::string& name) const;
  [[nodiscard]] int renewals_granted() const { return renewals_granted_; }

private:
  [[nodiscard]] SsmAnswer answer(const SsmRequest& request, MasterTime now, bool duplicate);
  [[nodiscard]] SsmAnswer register_instance(const SsmRequest& request, const RegistrationRequest& body, MasterTime now);
  [[nodiscard]] SsmAnswer serve(SsmInstance& instance, const SsmRequest& request, MasterTime now);
  [[nodiscard]] SsmAnswer authorize(SsmInstance& instance, const AuthorizationRequest& body, MasterTime now);
  [[nodiscard]] SsmAnswer renew(SsmInstance& instance, const RenewalRequest& body, MasterTime now);
  [[nodiscard]] SsmAnswer poll(const PollRequest& body);
  [[nodiscard]] SsmAnswer maybe_later(SsmAnswer answer);
  [[nodiscard]] std::optional<Refused> check_signer(SsmInstance& instance, const SsmRequest& request, MasterTime now);
  [[nodiscard]] Certificate certify(MasterTime now);
  [[nodiscard]] RenewWindow draw_window(const Certificate& certificate);
  [[nodiscard]] std::optional<RenewWindow> window_for(const SsmRequest& request, const SsmAnswer& answer);
  [[nodiscard]] IdentityGranted grant(const SsmInstance& instance, const Certificate& certificate) const;
  void tell_trust(SsmReply& reply, MasterTime now);
  void count_rows(SsmInstance& instance, const std::vector<UsageReport>& rows);
  [[nodiscard]] std::map<std::string, bool> shortage(const SsmInstance& instance) const;  // by tag

  const LicenseType& type_;
  Dice dice_;
  Journal& journal_;
  SsmSettings settings_;
  std::map<std::string, std::int64_t> pools_;  // by entitlement name
  struct Token {
    TokenKind kind = TokenKind::invalid;
    std::string account;
  };
  std::map<std::string, Token> tokens_;
  ReservationDesk desk_;
  std::map<std::string, SsmInstance> instances_;  // by id
  struct Delayed {
    SsmAnswer answer;
    int polls_left;
  };
  std::map<std::string, Delayed> delayed_;  // by poll id
  std::int64_t next_serial_ = 100;
  int next_instance_ = 1;
  int next_poll_ = 1;
  int renewals_granted_ = 0;
  bool clone_expected_ = false;
  std::int64_t trust_version_ = 0;
  WallTime tls_until_{};
};

}  // namespace lic::sim
