#include "tests/lab/serve.hpp"

#include "tests/lab/clone_suspicions.hpp"
#include "tests/lab/fault_answers.hpp"
#include "tests/lab/handlers.hpp"
#include "tests/lab/polls.hpp"
#include "tests/lab/random_names.hpp"
#include "tests/lab/signatures.hpp"

#include <charconv>
#include <cstdlib>
#include <utility>

namespace ssm_lab {
namespace {

constexpr const char* kClone = "Clone suspected";
constexpr int kMajorKnown = 1;
constexpr int kMinorKnown = 3;

struct Version {
  int major = 0;
  int minor = 0;
};

std::optional<Version> parse_version(const std::string& text) {
  Version version;
  const char* end = text.data() + text.size();
  const auto [dot, error] = std::from_chars(text.data(), end, version.major);
  if (error != std::errc() || dot == end || *dot != '.') return std::nullopt;
  const auto [at, minor_error] = std::from_chars(dot + 1, end, version.minor);
  if (minor_error != std::errc() || at != end) return std::nullopt;
  return version;
}

std::optional<Outcome> find_version_flaw(const Request& request) {
  const auto version = parse_version(request.version);
  if (!version) return refuse("Malformed request: version");
  const bool is_known =
      version->major < kMajorKnown || (version->major == kMajorKnown && version->minor <= kMinorKnown);
  if (is_known) return std::nullopt;
  return refuse_version();
}

bool is_last_pair(const Instance& instance, const Request& request) {
  return instance.exchange_id && request.sequence == instance.sequence && request.exchange_id == instance.exchange_id;
}

Outcome suspect_clone(Peer& peer, const Request& request, const Instance& instance) {
  note_clone_sign(*peer.database,
                  {instance.id, request.type_literal, request.sequence, request.exchange_id, peer.now_ms()});
  return refuse(kClone);
}

// wire.md P13: higher = new; the last pair = the same answer again; all else is another copy of this instance.
std::optional<Outcome> check_sequence(Peer& peer, const Request& request, const Sender& sender) {
  const Instance& instance = *sender.instance;
  if (is_last_pair(instance, request)) {
    // The poll belongs to the exchange whose answer waits, so it may carry the same pair.
    if (request.type == RequestType::poll) return std::nullopt;
    if (instance.exchange_type != wire_name(*request.type)) return suspect_clone(peer, request, instance);
    if (request.type == RequestType::authorization) note_repeated_reports(peer, request, sender);
    Outcome outcome = from_stored_text(instance.answer.value_or(""));
    outcome.is_repeat = true;
    return outcome;
  }
  if (instance.state != kActive) return refuse(not_served(instance.id, instance.state));
  // wire.md P13 is an addition of ours: who never used it is served without it.
  if (!request.sequence) {
    return instance.exchange_id ? std::optional(refuse("Malformed request: sequence missing")) : std::nullopt;
  }
  const bool is_new = *request.sequence > instance.sequence || (!instance.exchange_id && *request.sequence >= 0);
  return is_new ? std::nullopt : std::optional(suspect_clone(peer, request, instance));
}

Outcome run_handler(Peer& peer, const Request& request, const Sender& sender) {
  switch (*request.type) {
    case RequestType::registration: return handle_registration(peer, request, sender);
    case RequestType::authorization: return handle_authorization(peer, request, sender);
    case RequestType::renewal: return handle_renewal(peer, request, sender);
    case RequestType::deregistration: return handle_deregistration(peer, request, sender);
    case RequestType::poll: return handle_poll(peer, request, sender);
  }
  std::abort();
}

// Keeps the answer for POLL_REQ and gives the one that says so. A poll that must wait longer keeps its poll_id.
Outcome park(Peer& peer, const Request& request, const Sender& sender, const Outcome& answer) {
  Poll poll;
  poll.poll_id = request.type == RequestType::poll ? read_string(request.data, "poll_id").value_or("") : random_uuid();
  poll.instance = answer.instance.value_or("");
  poll.public_key = to_base64(public_key_der(*sender.key));
  poll.answer = answer;
  if (request.type != RequestType::poll) add_poll(*peer.database, poll);
  Outcome outcome;
  outcome.status = StatusCode::ok_poll;
  outcome.retry_seconds = peer.retry_seconds();
  outcome.data = OrderedJson{{"poll_id", poll.poll_id}};
  // Who registers learns its identity with the answer itself, not before.
  if (sender.instance) outcome.instance = sender.instance->id;
  return outcome;
}

void remember(Peer& peer, const Request& request, const Sender& sender, const Outcome& outcome) {
  if (!sender.instance) return;
  peer.instances.note_contact(sender.instance->id, peer.now_ms());
  // The first request signed with a renewed certificate is answered: the old one is over (wire.md P5.3).
  if (sender.certificate && sender.certificate->state == kCertPending) peer.instances.promote(*sender.certificate);
  if (!request.sequence || outcome.is_repeat || is_last_pair(*sender.instance, request)) return;
  peer.instances.remember_exchange({sender.instance->id, *request.sequence, request.exchange_id.value_or(""),
                                    wire_name(*request.type), to_stored_text(outcome)});
}

}  // namespace

Outcome serve(Peer& peer, const Request& request, const std::optional<Fault>& fault) {
  if (fault) {
    if (auto outcome = refuse_by_fault(peer, *fault)) return std::move(*outcome);
  }
  if (auto outcome = find_version_flaw(request)) return std::move(*outcome);
  if (!request.type) return refuse("Unknown request_type: " + request.type_literal);
  const auto sender = verify_sender(peer, request);
  if (!sender) return refuse(sender.error().text);
  if (sender->instance) {
    if (auto outcome = check_sequence(peer, request, *sender)) {
      if (outcome->status != StatusCode::failed) remember(peer, request, *sender, *outcome);
      return std::move(*outcome);
    }
  }
  peer.database->set_savepoint();
  Outcome outcome = run_handler(peer, request, *sender);
  if (outcome.status == StatusCode::failed) {
    peer.database->undo_to_savepoint();
    return outcome;
  }
  if (fault && (fault->kind == FaultKind::ok_poll || fault->kind == FaultKind::ok_poll_forever)) {
    outcome = park(peer, request, *sender, outcome);
    outcome.retry_seconds = fault->retry_seconds.value_or(peer.retry_seconds());
  }
  remember(peer, request, *sender, outcome);
  peer.database->drop_savepoint();
  return outcome;
}

}  // namespace ssm_lab
