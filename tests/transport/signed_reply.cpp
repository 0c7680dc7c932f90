#include "tests/transport/signed_reply.hpp"

#include "tests/transport/golden_facts.hpp"
#include "transport/crypto/base64.hpp"
#include "transport/crypto/keys.hpp"

namespace lic::golden {
namespace {

using nlohmann::json;

json identity(const std::string& certificate_name) {
  return json{{"product_instance_identifier", kInstance}, {"id_cert", certificate(certificate_name)},
              {"renew_interval_seconds", 15552000},       {"smart_account_name", "Example Inc."},
              {"virtual_account_name", "Contact Center"}, {"product_instance_name", "uccx-a"},
              {"export_controlled_allowed", false}};
}

}  // namespace

std::string SignedReply::body() const {
  json inner = response;
  inner["header"] = header;
  inner["response_data"] = data.is_null() ? std::string{} : data.dump();
  const std::string text = inner.dump();
  const std::string signature = to_base64(*sign_sha256(key(signing_key), text));
  return json{
      {"signature", {{"type", signature_type}, {"value", signature}}}, {"response", text}, {"sch_response", nullptr}}
      .dump();
}

SignedReply reply_with(const std::string& status, const std::string& message) {
  SignedReply reply;
  reply.header = json{{"version", "1.1"},
                      {"timestamp", kNow.time_since_epoch().count()},
                      {"nonce", kNonce},
                      {"request_type", "AUTHORIZATION"},
                      {"product_instance_identifier", kInstance}};
  reply.response = json{{"status_code", status},
                        {"status_message", message},
                        {"signing_cert", certificate("signer")},
                        {"sub_ca_cert", certificate("sub_ca")}};
  return reply;
}

SignedReply registration_granted() {
  SignedReply reply = reply_with("OK");
  reply.header["request_type"] = "REGISTRATION";
  reply.data = identity("agent_old");
  return reply;
}

SignedReply renewal_granted() {
  SignedReply reply = reply_with("OK");
  reply.header["request_type"] = "RENEW";
  reply.data = identity("agent_new");
  return reply;
}

SignedReply authorization_granted() {
  SignedReply reply = reply_with("OK");
  reply.data =
      json{{"version", 5},
           {"overall_status", "InCompliance"},
           {"entitlements", json::array({json{{"tag", kStandardTag}, {"count", 12}, {"status", "InCompliance"}}})}};
  return reply;
}

}  // namespace lic::golden
