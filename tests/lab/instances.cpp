#include "tests/lab/instances.hpp"

#include "tests/lab/clone_suspicions.hpp"
#include "tests/lab/lab_clock.hpp"

namespace ssm_lab {
namespace {

constexpr const char* kInstanceColumns =
    "SELECT id, account, software_tag, udi, sudi, name, hostname, state, registered_ms, export_allowed, sequence, "
    "exchange_id, exchange_type, answer, authorization_version FROM instances ";
constexpr const char* kCertificateColumns =
    "SELECT serial, instance, key_hash, pem, origin, not_before_ms, not_after_ms, state FROM certificates ";
constexpr std::int64_t kFirstSerial = 16'450'001;

Instance read_instance(const Statement& row) {
  Instance instance;
  instance.id = row.text(0);
  instance.account = row.integer(1);
  instance.software_tag = row.text(2);
  instance.udi = row.text(3);
  instance.sudi = row.text(4);
  instance.name = row.text(5);
  instance.hostname = row.text_or_nothing(6);
  instance.state = row.text(7);
  instance.registered_ms = row.integer(8);
  instance.is_export_controlled = row.integer(9) != 0;
  instance.sequence = row.integer(10);
  instance.exchange_id = row.text_or_nothing(11);
  instance.exchange_type = row.text_or_nothing(12);
  instance.answer = row.text_or_nothing(13);
  instance.authorization_version = row.integer(14);
  return instance;
}

Certificate read_certificate(const Statement& row) {
  return {row.integer(0), row.text(1),    row.text(2),    row.text(3),
          row.text(4),    row.integer(5), row.integer(6), row.text(7)};
}

}  // namespace

std::string not_served(const std::string& id, const std::optional<std::string>& state) {
  return "Invalid ProductInstanceIdentifier: " + id + (state == kRevoked ? ": revoked" : "");
}

std::optional<Instance> Instances::find(const std::string& id) {
  Statement query = database_.prepare(std::string(kInstanceColumns) + "WHERE id = ?");
  query.bind(id);
  if (!query.next_row()) return std::nullopt;
  return read_instance(query);
}

std::optional<Instance> Instances::find_active(const Instance& like) {
  Statement query =
      database_.prepare(std::string(kInstanceColumns) + "WHERE udi = ? AND state = 'active' AND software_tag = ?");
  query.bind(like.udi).bind(like.software_tag);
  if (!query.next_row()) return std::nullopt;
  return read_instance(query);
}

void Instances::add(const Instance& instance) {
  database_
      .prepare(
          "INSERT INTO instances(id, account, software_tag, udi, sudi, name, hostname, state, registered_ms, "
          "last_contact_ms, export_allowed) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(instance.id)
      .bind(instance.account)
      .bind(instance.software_tag)
      .bind(instance.udi)
      .bind(instance.sudi)
      .bind(instance.name)
      .bind(instance.hostname)
      .bind(kActive)
      .bind(instance.registered_ms)
      .bind(instance.registered_ms)
      .bind(instance.is_export_controlled)
      .run();
}

void Instances::retire(const StateChange& change) {
  database_.prepare("UPDATE instances SET state = ? WHERE id = ?").bind(change.state).bind(change.instance).run();
  database_.prepare("DELETE FROM counts WHERE instance = ?").bind(change.instance).run();
  if (change.state == kDeregistered) return;
  database_.prepare("UPDATE certificates SET state = 'revoked' WHERE instance = ?").bind(change.instance).run();
}

void Instances::remember_exchange(const FinishedExchange& exchange) {
  database_.prepare("UPDATE instances SET sequence = ?, exchange_id = ?, exchange_type = ?, answer = ? WHERE id = ?")
      .bind(exchange.sequence)
      .bind(exchange.exchange_id)
      .bind(exchange.type)
      .bind(exchange.answer)
      .bind(exchange.instance)
      .run();
}

void Instances::note_contact(const std::string& id, std::int64_t now_ms) {
  database_.prepare("UPDATE instances SET last_contact_ms = ? WHERE id = ?").bind(now_ms).bind(id).run();
}

void Instances::set_authorization_version(const std::string& id, std::int64_t version) {
  database_.prepare("UPDATE instances SET authorization_version = ? WHERE id = ?").bind(version).bind(id).run();
}

OrderedJson Instances::list() {
  OrderedJson list = OrderedJson::array();
  Statement query = database_.prepare(
      "SELECT instances.id, smart_account, virtual_account, state, name, hostname, software_tag, sudi, registered_ms, "
      "last_contact_ms, export_allowed AND COALESCE(is_allowed, 1), sequence, authorization_version FROM instances "
      "JOIN accounts ON accounts.id = instances.account "
      "LEFT JOIN export_permissions ON export_permissions.account = instances.account "
      "ORDER BY registered_ms, instances.id");
  while (query.next_row()) {
    const std::string id = query.text(0);
    list.push_back({{"instance", id},
                    {"smart_account", query.text(1)},
                    {"virtual_account", query.text(2)},
                    {"state", query.text(3)},
                    {"name", query.text(4)},
                    {"hostname", or_null(query.text_or_nothing(5))},
                    {"software_tag", query.text(6)},
                    {"sudi", OrderedJson::parse(query.text(7), nullptr, false)},
                    {"registered_at", format_rfc3339(query.integer(8))},
                    {"last_contact_at", format_rfc3339(query.integer(9))},
                    {"export_controlled_allowed", query.integer(10) != 0},
                    {"sequence", query.integer(11)},
                    {"authorization_version", query.integer(12)},
                    {"clone_suspected", describe_clone_suspicion(database_, id)},
                    {"certificates", certificates_of(id)}});
  }
  return list;
}

OrderedJson Instances::certificates_of(const std::string& instance) {
  OrderedJson list = OrderedJson::array();
  Statement query = database_.prepare(std::string(kCertificateColumns) + "WHERE instance = ? ORDER BY serial");
  query.bind(instance);
  while (query.next_row()) {
    const Certificate certificate = read_certificate(query);
    list.push_back({{"serial", std::to_string(certificate.serial)},
                    {"state", certificate.state},
                    {"origin", certificate.origin},
                    {"not_before", format_rfc3339(certificate.not_before_ms)},
                    {"not_after", format_rfc3339(certificate.not_after_ms)}});
  }
  return list;
}

std::int64_t Instances::take_serial() {
  Statement query = database_.prepare("SELECT MAX(serial) FROM certificates");
  return query.next_row() ? query.integer_or_nothing(0).value_or(kFirstSerial - 1) + 1 : kFirstSerial;
}

void Instances::add_certificate(const Certificate& certificate) {
  database_.prepare("INSERT INTO certificates VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(certificate.serial)
      .bind(certificate.instance)
      .bind(certificate.key_hash)
      .bind(certificate.pem)
      .bind(certificate.origin)
      .bind(certificate.not_before_ms)
      .bind(certificate.not_after_ms)
      .bind(certificate.state)
      .run();
}

std::optional<Certificate> Instances::find_certificate(std::int64_t serial) {
  Statement query = database_.prepare(std::string(kCertificateColumns) + "WHERE serial = ?");
  query.bind(serial);
  if (!query.next_row()) return std::nullopt;
  return read_certificate(query);
}

std::optional<Certificate> Instances::find_certificate_by_key(const std::string& key_hash) {
  Statement query = database_.prepare(std::string(kCertificateColumns) +
                                      "WHERE key_hash = ? AND state IN ('active', 'pending') ORDER BY serial DESC");
  query.bind(key_hash);
  if (!query.next_row()) return std::nullopt;
  return read_certificate(query);
}

void Instances::supersede_pending(const std::string& instance) {
  database_.prepare("UPDATE certificates SET state = 'superseded' WHERE instance = ? AND state = 'pending'")
      .bind(instance)
      .run();
}

void Instances::promote(const Certificate& certificate) {
  // The exchange that promotes may have been a RENEW: what it issued is newer and waits.
  database_.prepare("UPDATE certificates SET state = 'superseded' WHERE instance = ? AND serial < ?")
      .bind(certificate.instance)
      .bind(certificate.serial)
      .run();
  database_.prepare("UPDATE certificates SET state = 'active' WHERE serial = ?").bind(certificate.serial).run();
}

}  // namespace ssm_lab
