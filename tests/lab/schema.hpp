// The tables of the lab's database. What is new gets a table of its own, so that an older state directory has all of
// them once it is opened.
#pragma once

namespace ssm_lab {

inline constexpr const char* kSchema = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA busy_timeout = 5000;
CREATE TABLE IF NOT EXISTS named_values(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS accounts(
  id INTEGER PRIMARY KEY, smart_account TEXT NOT NULL, virtual_account TEXT NOT NULL UNIQUE,
  default_pool INTEGER, covers TEXT NOT NULL DEFAULT '{}', is_out INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS pools(
  account INTEGER NOT NULL, tag TEXT NOT NULL, purchased INTEGER NOT NULL, PRIMARY KEY(account, tag)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS synchronized_pools(account INTEGER PRIMARY KEY, pools TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens(
  token TEXT PRIMARY KEY, account INTEGER NOT NULL, uses INTEGER, used INTEGER NOT NULL DEFAULT 0,
  expires_ms INTEGER NOT NULL, export_controlled INTEGER NOT NULL, is_revoked INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS instances(
  id TEXT PRIMARY KEY, account INTEGER NOT NULL, software_tag TEXT NOT NULL, udi TEXT NOT NULL, sudi TEXT NOT NULL,
  name TEXT NOT NULL, hostname TEXT, state TEXT NOT NULL, registered_ms INTEGER NOT NULL,
  last_contact_ms INTEGER NOT NULL,
  export_allowed INTEGER NOT NULL, sequence INTEGER NOT NULL DEFAULT 0, exchange_id TEXT, exchange_type TEXT,
  answer TEXT, authorization_version INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS instances_by_account ON instances(account, state);
CREATE INDEX IF NOT EXISTS instances_by_udi ON instances(udi, state);
CREATE TABLE IF NOT EXISTS certificates(
  serial INTEGER PRIMARY KEY, instance TEXT NOT NULL, key_hash TEXT NOT NULL, pem TEXT NOT NULL, origin TEXT NOT NULL,
  not_before_ms INTEGER NOT NULL, not_after_ms INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS certificates_by_instance ON certificates(instance, state);
CREATE INDEX IF NOT EXISTS certificates_by_key ON certificates(key_hash);
CREATE TABLE IF NOT EXISTS counts(
  instance TEXT NOT NULL, tag TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(instance, tag)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reports(
  instance TEXT NOT NULL, id INTEGER NOT NULL, tag TEXT NOT NULL, interval_start_ms INTEGER NOT NULL,
  interval_end_ms INTEGER NOT NULL, peak INTEGER NOT NULL, reported INTEGER NOT NULL, locked INTEGER NOT NULL,
  received_ms INTEGER NOT NULL, times_received INTEGER NOT NULL, conflicts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(instance, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nonces(
  sender TEXT NOT NULL, nonce TEXT NOT NULL, seen_ms INTEGER NOT NULL, PRIMARY KEY(sender, nonce)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_by_age ON nonces(seen_ms);
CREATE TABLE IF NOT EXISTS polls(
  poll_id TEXT PRIMARY KEY, instance TEXT NOT NULL, public_key TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS exchanges(
  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, type TEXT NOT NULL, instance TEXT, sequence INTEGER, exchange_id TEXT,
  status TEXT NOT NULL, message TEXT NOT NULL, is_repeat INTEGER NOT NULL, fault TEXT, request_data TEXT,
  response_data TEXT);
CREATE TABLE IF NOT EXISTS notifications(
  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, account INTEGER NOT NULL, kind TEXT NOT NULL, tags TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reservations(
  instance TEXT PRIMARY KEY, request_code TEXT NOT NULL UNIQUE, account INTEGER NOT NULL, product TEXT NOT NULL,
  serial TEXT NOT NULL, uuid TEXT, state TEXT NOT NULL, made_ms INTEGER NOT NULL, ended_ms INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reservation_codes(
  instance TEXT NOT NULL, timestamp_ms INTEGER NOT NULL, starts_ms INTEGER, ends_ms INTEGER, text TEXT NOT NULL,
  confirmation_code TEXT NOT NULL, return_code TEXT NOT NULL, state TEXT NOT NULL, made_ms INTEGER NOT NULL,
  confirmed_ms INTEGER, PRIMARY KEY(instance, timestamp_ms)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reservation_codes_by_confirmation ON reservation_codes(confirmation_code);
CREATE INDEX IF NOT EXISTS reservation_codes_by_return ON reservation_codes(return_code);
CREATE TABLE IF NOT EXISTS reserved_counts(
  instance TEXT NOT NULL, timestamp_ms INTEGER NOT NULL, tag TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(instance, timestamp_ms, tag)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS export_permissions(account INTEGER PRIMARY KEY, is_allowed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS clone_suspicions(
  instance TEXT PRIMARY KEY, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, times INTEGER NOT NULL,
  type TEXT NOT NULL, sequence INTEGER, exchange_id TEXT) WITHOUT ROWID;
)sql";

}  // namespace ssm_lab
