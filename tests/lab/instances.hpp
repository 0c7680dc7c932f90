// Product instances and the certificates by which they are known.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

// `deregistered` said goodbye itself, `removed` and `revoked` were taken out by an administrator, `replaced` gave way
// to a forced registration of the same device. Only `active` ones consume licenses and are served.
inline constexpr const char* kActive = "active";
inline constexpr const char* kDeregistered = "deregistered";
inline constexpr const char* kRemoved = "removed";
inline constexpr const char* kRevoked = "revoked";
inline constexpr const char* kReplaced = "replaced";

struct Instance {
  std::string id;
  std::int64_t account = 0;
  std::string software_tag;
  std::string udi;   // the device: product id, serial number and UUID as one text
  std::string sudi;  // the JSON object of wire.md P4
  std::string name;
  std::optional<std::string> hostname;
  std::string state;
  std::int64_t registered_ms = 0;
  bool is_export_controlled = false;  // the flag of its token; its account may have lost the permission since
  // The last exchange that took effect (wire.md P13).
  std::int64_t sequence = 0;
  std::optional<std::string> exchange_id;
  std::optional<std::string> exchange_type;
  std::optional<std::string> answer;
  std::int64_t authorization_version = 0;
};

// `pending` was issued and not used yet; the first good exchange signed with it makes it `active` and those before it
// `superseded` (two-phase renewal, wire.md P5.3). `revoked` belongs to an instance that is gone.
inline constexpr const char* kCertActive = "active";
inline constexpr const char* kCertPending = "pending";
inline constexpr const char* kCertSuperseded = "superseded";
inline constexpr const char* kCertRevoked = "revoked";

struct Certificate {
  std::int64_t serial = 0;
  std::string instance;
  std::string key_hash;
  std::string pem;
  std::string origin;  // request type that brought it: "REGISTRATION" or "RENEW"
  std::int64_t not_before_ms = 0;
  std::int64_t not_after_ms = 0;
  std::string state;
};

struct FinishedExchange {
  std::string instance;
  std::int64_t sequence = 0;
  std::string exchange_id;
  std::string type;
  std::string answer;
};

// The refusal of an instance that is not served (rules.md R-AUTH-7): `state` is nothing for one that is not known.
[[nodiscard]] std::string not_served(const std::string& id, const std::optional<std::string>& state);

struct StateChange {
  std::string instance;
  std::string state;
};

// All of these run inside a transaction of the caller.
class Instances {
public:
  explicit Instances(Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Instance> find(const std::string& id);
  // The active instance of that software on that device.
  [[nodiscard]] std::optional<Instance> find_active(const Instance& like);
  void add(const Instance& instance);
  // Leaves `active`: its counts are released and its certificates revoked, except on its own goodbye, whose repeat must
  // still be verifiable.
  void retire(const StateChange& change);
  void remember_exchange(const FinishedExchange& exchange);
  void note_contact(const std::string& id, std::int64_t now_ms);
  void set_authorization_version(const std::string& id, std::int64_t version);
  [[nodiscard]] OrderedJson list();

  [[nodiscard]] std::int64_t take_serial();
  void add_certificate(const Certificate& certificate);
  [[nodiscard]] std::optional<Certificate> find_certificate(std::int64_t serial);
  // The certificate for that key that is active or pending, newest first, of whatever instance.
  [[nodiscard]] std::optional<Certificate> find_certificate_by_key(const std::string& key_hash);
  void supersede_pending(const std::string& instance);
  void promote(const Certificate& certificate);

private:
  [[nodiscard]] OrderedJson certificates_of(const std::string& instance);
  Database& database_;
};

}  // namespace ssm_lab
