#include "tests/lab/reply.hpp"

#include "tests/lab/random_names.hpp"
#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

struct Draft {
  OrderedJson header;
  OrderedJson data;  // null: response_data is the empty string
  const MessageSigner* signer = nullptr;
  bool is_signature_broken = false;
};

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
  draft.header = header_of(peer, request, outcome);
  draft.signer = &peer.pki->signer();
  if (outcome.data) {
    draft.data = *outcome.data;
    draft.data["nonce"] = request.nonce;
    draft.data["sequence"] = or_null(request.sequence);
    draft.data["renew_window"] = renew_window(peer);
  }
  return draft;
}

void set_if_present(OrderedJson& data, const char* name, OrderedJson value) {
  if (data.is_object() && data.contains(name)) data[name] = std::move(value);
}

void falsify_entitlements(OrderedJson& data, const Fault& fault) {
  if (!data.is_object() || !data.contains("entitlements")) return;
  for (OrderedJson& entitlement : data["entitlements"]) {
    if (!fault.tag || entitlement["tag"] == *fault.tag) entitlement["status"] = fault.text;
  }
}

void falsify(Peer& peer, Draft& draft, const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::wrong_signature: draft.is_signature_broken = true; return;
    case FaultKind::stale_nonce: {
      const std::string other = random_nonce();
      draft.header["nonce"] = other;
      set_if_present(draft.data, "nonce", other);
      return;
    }
    case FaultKind::wrong_id: {
      const std::string other = random_uuid();
      draft.header["product_instance_identifier"] = other;
      set_if_present(draft.data, "product_instance_identifier", other);
      return;
    }
    case FaultKind::wrong_type: draft.header["request_type"] = "LICENSE_USAGE"; return;
    case FaultKind::other_signer: draft.signer = &peer.pki->unknown_signer(); return;
    case FaultKind::expired_signer: draft.signer = &peer.pki->expired_signer(); return;
    case FaultKind::lower_version:
      if (draft.data.is_object() && draft.data.contains("version")) {
        draft.data["version"] = draft.data["version"].get<std::int64_t>() - 1;
      }
      return;
    case FaultKind::entitlement_status: falsify_entitlements(draft.data, fault); return;
    case FaultKind::delay:
    case FaultKind::close:
    case FaultKind::truncate:
    case FaultKind::http_status:
    case FaultKind::failed:
    case FaultKind::ok_try_again:
    case FaultKind::version_too_high:
    case FaultKind::ok_poll:
    case FaultKind::garbage:
    case FaultKind::empty: return;
  }
}

}  // namespace

std::string certificate_text(const Settings& settings, X509& certificate) {
  return settings.certificate_form == "der" ? to_base64(to_der(certificate)) : to_pem(certificate);
}

Reply write_reply(Peer& peer, const Request& request, const Outcome& outcome, const std::optional<Fault>& fault) {
  Draft draft = draft_reply(peer, request, outcome);
  if (fault) falsify(peer, draft, *fault);
  Reply reply;
  if (draft.data.is_object()) reply.response_data = to_text(draft.data);
  const std::string response =
      to_text(OrderedJson{{"header", std::move(draft.header)},
                          {"status_code", wire_name(outcome.status)},
                          {"status_message", outcome.message},
                          {"retry_time_seconds", outcome.retry_seconds},
                          {"response_data", reply.response_data},
                          {"signing_cert", certificate_text(peer.settings, *draft.signer->certificate)},
                          {"sub_ca_cert", certificate_text(peer.settings, *draft.signer->sub_ca)}});
  std::string signature = sign(*draft.signer->key, response);
  if (draft.is_signature_broken) signature.back() = static_cast<char>(signature.back() ^ 1);
  // The two profiles spell the digest differently, see the samples of wire.md.
  const char* type = peer.settings.reply_version == "1.1" ? "SHA-256" : "SHA256";
  reply.body = to_text(OrderedJson{{"signature", {{"type", type}, {"value", to_base64(signature)}}},
                                   {"response", response},
                                   {"sch_response", nullptr}});
  return reply;
}

}  // namespace ssm_lab
