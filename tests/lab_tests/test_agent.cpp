#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/lab_clock.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/random_names.hpp"
#include "tests/lab/signatures.hpp"

#include <cstdlib>
#include <utility>

namespace ssm_lab_tests {
namespace {

using StoreHandle = std::unique_ptr<X509_STORE, ssm_lab::OpenSslDeleter<X509_STORE_free>>;
using StoreContextHandle = std::unique_ptr<X509_STORE_CTX, ssm_lab::OpenSslDeleter<X509_STORE_CTX_free>>;

void free_stack(STACK_OF(X509) * stack) { sk_X509_free(stack); }
using StackHandle = std::unique_ptr<STACK_OF(X509), ssm_lab::OpenSslDeleter<free_stack>>;

ssm_lab::CertificateHandle read_certificate(const std::string& text) {
  if (text.rfind("-----BEGIN", 0) == 0) return ssm_lab::certificate_from_pem(text);
  const std::string der = ssm_lab::from_base64(text).value_or("");
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  return ssm_lab::CertificateHandle(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

bool is_chain_good(const std::string& roots_pem, X509* leaf, X509* middle) {
  const StoreHandle store(X509_STORE_new());
  for (const auto& root : certificates_in(roots_pem)) X509_STORE_add_cert(store.get(), root.get());
  const StackHandle untrusted(sk_X509_new_null());
  sk_X509_push(untrusted.get(), middle);
  const StoreContextHandle context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf, untrusted.get());
  return X509_verify_cert(context.get()) == 1;
}

bool is_signed_by_lab(const Json& envelope, const Json& response, const std::string& root_pem) {
  const auto leaf = read_certificate(ssm_lab::read_string(response, "signing_cert").value_or(""));
  const auto middle = read_certificate(ssm_lab::read_string(response, "sub_ca_cert").value_or(""));
  const Json* signature_object = ssm_lab::find_object(envelope, "signature");
  if (signature_object == nullptr || signature_object->value("type", "") == "MD5") return false;
  if (!leaf || !middle || !is_chain_good(root_pem, leaf.get(), middle.get())) return false;
  const ssm_lab::KeyHandle key(X509_get_pubkey(leaf.get()));
  const std::string value = ssm_lab::read_string(*signature_object, "value").value_or("");
  const std::string signature = ssm_lab::from_base64(value).value_or("");
  return ssm_lab::is_signed_by(*key, {envelope["response"].get_ref<const std::string&>(), signature});
}

}  // namespace

std::vector<ssm_lab::CertificateHandle> certificates_in(const std::string& pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  std::vector<ssm_lab::CertificateHandle> certificates;
  for (auto at = pem.find(kBegin); at != std::string::npos; at = pem.find(kBegin, at + 1)) {
    certificates.push_back(ssm_lab::certificate_from_pem(std::string_view(pem).substr(at)));
  }
  return certificates;
}

EVP_PKEY& test_key(std::size_t number) {
  static std::map<std::size_t, ssm_lab::KeyHandle> keys;
  ssm_lab::KeyHandle& key = keys[number];
  if (!key) key = ssm_lab::make_rsa_key();
  return *key;
}

std::string make_csr(EVP_PKEY& key) {
  const ssm_lab::CertificateRequestHandle request(X509_REQ_new());
  X509_REQ_set_pubkey(request.get(), &key);
  X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("product"), -1, -1, 0);
  X509_REQ_sign(request.get(), &key, EVP_sha256());
  const ssm_lab::BioHandle bio(BIO_new(BIO_s_mem()));
  i2d_X509_REQ_bio(bio.get(), request.get());
  char* bytes = nullptr;
  const long size = BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, &bytes);
  return ssm_lab::to_base64({bytes, static_cast<std::size_t>(size)});
}

TestAgent::TestAgent(TestLab& lab, std::string serial, std::size_t number)
    : serial_number(std::move(serial)), key_number(number), lab_(lab) {}

std::string TestAgent::write(const std::string& type, Json data, const Tampering& tampering) {
  const Json sudi = {{"suvi", nullptr},        {"uuid", "0cd57390"},   {"host_identifier", "host"},
                     {"mac_address", nullptr}, {"udi_pid", "PRODUCT"}, {"udi_serial_number", serial_number},
                     {"udi_vid", nullptr}};
  const std::string now = lab_.admin("GET", "/admin/clock").body["now"].get<std::string>();
  last_nonce = ssm_lab::random_nonce();
  data["sudi"] = sudi;
  data["timestamp"] = ssm_lab::parse_rfc3339(now).value_or(0) + clock_offset_ms;
  data["nonce"] = last_nonce;
  data["product_instance_identifier"] = instance;
  if (!instance.is_null()) {
    if (!is_repeating) {
      ++sequence;
      exchange_id = ssm_lab::random_uuid();
    }
    data["sequence"] = sequence;
    data["exchange_id"] = exchange_id;
  }
  is_repeating = false;
  Json header = {{"version", "1.1"},
                 {"locale", "en_US.UTF-8"},
                 {"sudi", sudi},
                 {"timestamp", 0},
                 {"nonce", last_nonce},
                 {"request_type", type},
                 {"agent_actions", nullptr},
                 {"connect_info", nullptr},
                 {"product_instance_identifier", instance},
                 {"id_cert_serial_number", certificate_serial},
                 {"signing_cert_serial_number", instance.is_null() ? Json() : Json("3")}};
  if (tampering.data) tampering.data(data);
  if (tampering.header) tampering.header(header);
  Json request = {{"header", header}, {"nonce", last_nonce}, {"request_data", data.dump()}};
  if (tampering.request) tampering.request(request);
  const std::string text = request.dump();
  const std::string signature = ssm_lab::to_base64(ssm_lab::sign(test_key(key_number), text));
  Json envelope = {
      {"signature", {{"type", "SHA-256"}, {"value", signature}}}, {"credential", nullptr}, {"request", text}};
  if (tampering.envelope) tampering.envelope(envelope);
  return envelope.dump();
}

TestReply TestAgent::send(const std::string& type, Json data, const Tampering& tampering) {
  return post(write(type, std::move(data), tampering));
}

TestReply TestAgent::post(const std::string& body) {
  const ssm_lab::HttpAnswer answer = lab_.lab().exchange(body);
  return read(answer.status, answer.body);
}

TestReply TestAgent::read(unsigned http_status, const std::string& message) {
  TestReply reply;
  reply.http_status = http_status;
  const Json envelope = Json::parse(message, nullptr, false);
  if (!envelope.is_object()) return reply;
  reply.text = ssm_lab::read_string(envelope, "response").value_or("");
  const Json response = Json::parse(reply.text, nullptr, false);
  if (!response.is_object()) return reply;
  reply.header = response.value("header", Json());
  reply.status = ssm_lab::read_string(response, "status_code").value_or("");
  reply.message = ssm_lab::read_string(response, "status_message").value_or("");
  reply.retry_seconds = ssm_lab::read_integer(response, "retry_time_seconds").value_or(0);
  const std::string data = ssm_lab::read_string(response, "response_data").value_or("");
  if (!data.empty()) reply.data = Json::parse(data);
  const std::string current = ssm_lab::read_file(lab_.directory() / "ssm-root.pem").value_or("");
  reply.is_signed = is_signed_by_lab(envelope, response, root_pem.empty() ? current : root_pem);
  reply.is_trusted = reply.is_signed && ssm_lab::read_string(reply.header, "nonce") == last_nonce;
  return reply;
}

Json TestAgent::registration_data(const std::string& token, bool is_forced) const {
  return {{"software_tag_identifier", "regid.2020-01.com.example.PRODUCT,1.0_lab"},
          {"id_token", token},
          {"force", is_forced},
          {"csr", make_csr(test_key(key_number))},
          {"hostname", "host"},
          {"product_instance_name", "host"}};
}

TestReply TestAgent::register_with(const std::string& token, bool is_forced) {
  TestReply reply = send("REGISTRATION", registration_data(token, is_forced));
  if (reply.status == "OK") adopt(reply, key_number);
  return reply;
}

void TestAgent::adopt(const TestReply& reply, std::size_t number) {
  const auto certificate = read_certificate(reply.data["id_cert"].get<std::string>());
  std::int64_t serial = 0;
  ASN1_INTEGER_get_int64(&serial, X509_get_serialNumber(certificate.get()));
  key_number = number;
  instance = reply.data["product_instance_identifier"];
  certificate_serial = std::to_string(serial);
}

Json TestAgent::authorization_data(const Counts& counts, const Json& reports) const {
  Json entitlements = Json::array();
  for (const auto& [tag, count] : counts) {
    entitlements.push_back({{"tag", tag}, {"count", count}, {"version", "1.0"}});
  }
  return {{"version", version}, {"entitlements", entitlements}, {"reports", reports}};
}

TestReply TestAgent::authorize(const Counts& counts, const Json& reports) {
  TestReply reply = send("AUTHORIZATION", authorization_data(counts, reports));
  if (reply.status == "OK") version = ssm_lab::read_integer(reply.data, "version").value_or(version);
  return reply;
}

TestReply TestAgent::renew(std::size_t number) { return send("RENEW", {{"csr", make_csr(test_key(number))}}); }
TestReply TestAgent::deregister() { return send("DEREGISTRATION", Json::object()); }
TestReply TestAgent::poll(const std::string& poll_id) { return send("POLL_REQ", {{"poll_id", poll_id}}); }

}  // namespace ssm_lab_tests
