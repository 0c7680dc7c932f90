#include "tests/lab/reply.hpp"

#include "tests/lab/falsify.hpp"
#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

OrderedJson connect_info(const Settings& settings) {
  if (settings.reply_version == "1.1") return nullptr;
  return {{"name", "SSM"},
          {"version", "1.3"},
          {"production", true},
          {"additional_info", ""},
          {"capabilities", OrderedJson::array({"DLC", "AppHA", "EXPORT_2", "POLICY_USAGE", "UTILITY"})}};
}

// wire.md P4: the members in their order, unused ones as null.
OrderedJson echo_sudi(const Json& sudi) {
  OrderedJson echo = OrderedJson::object();
  for (const char* name :
       {"suvi", "uuid", "host_identifier", "mac_address", "udi_pid", "udi_serial_number", "udi_vid"}) {
    echo[name] = or_null(read_string(sudi, name));
  }
  return echo;
}

OrderedJson header_of(const Peer& peer, const Request& request, const Outcome& outcome) {
  // A refused REGISTRATION has no instance (wire.md P5.1); any other refusal echoes the one that asked.
  const auto instance = outcome.instance ? outcome.instance : request.header_instance;
  const auto serial = outcome.certificate_serial ? outcome.certificate_serial : request.certificate_serial;
  return {{"version", peer.settings.reply_version},
          {"locale", "en_US.UTF-8"},
          {"sudi", echo_sudi(request.sudi)},
          {"timestamp", peer.now_ms()},
          {"nonce", request.nonce},
          {"request_type", request.type_literal},
          {"agent_actions", nullptr},
          {"connect_info", connect_info(peer.settings)},
          {"product_instance_identifier", or_null(instance)},
          {"id_cert_serial_number", or_null(serial)},
          {"signing_cert_serial_number", peer.pki->signing_serial()}};
}

OrderedJson renew_window(const Peer& peer) {
  const auto& window = peer.settings.renew_window;
  if (!window) return nullptr;
  return {{"start_ms", peer.now_ms() + window->start_seconds * 1000},
          {"end_ms", peer.now_ms() + window->end_seconds * 1000}};
}

Draft draft_reply(const Peer& peer, const Request& request, const Outcome& outcome) {
  Draft draft;
  draft.response = {{"header", header_of(peer, request, outcome)},
                    {"status_code", wire_name(outcome.status)},
                    {"status_message", outcome.message},
                    {"retry_time_seconds", outcome.retry_seconds},
                    {"response_data", ""}};
  use_signer(draft, peer.settings, peer.pki->signer());
  if (outcome.data) {
    draft.data = *outcome.data;
    draft.data["nonce"] = request.nonce;
    draft.data["sequence"] = or_null(request.sequence);
    draft.data["renew_window"] = renew_window(peer);
  }
  return draft;
}

}  // namespace

std::string certificate_text(const Settings& settings, X509& certificate) {
  return settings.certificate_form == "der" ? to_base64(to_der(certificate)) : to_pem(certificate);
}

Reply write_reply(Peer& peer, const Request& request, const Outcome& outcome, const std::optional<Fault>& fault) {
  Draft draft = draft_reply(peer, request, outcome);
  if (fault) falsify_draft({peer, request, *fault, draft});
  Reply reply;
  if (draft.data.is_object()) {
    reply.response_data = to_text(draft.data);
    draft.response["response_data"] = reply.response_data;
  }
  std::string response = to_text(draft.response);
  if (fault) falsify_text(*fault, response);
  const std::string signature = to_base64(sign(*draft.signer->key, response));
  // The two profiles spell the digest differently, see the samples of wire.md.
  const char* type = peer.settings.reply_version == "1.1" ? "SHA-256" : "SHA256";
  OrderedJson envelope = {
      {"signature", {{"type", type}, {"value", signature}}}, {"response", response}, {"sch_response", nullptr}};
  if (fault) falsify_envelope(*fault, envelope);
  reply.body = to_text(envelope);
  if (fault) falsify_body(*fault, reply.body);
  return reply;
}

}  // namespace ssm_lab
