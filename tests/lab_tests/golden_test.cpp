// The recorded exchanges of tests/lab/golden: they must stay readable, byte for byte.
// Run with --gtest_also_run_disabled_tests --gtest_filter=Golden.DISABLED_Record to record them anew.
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/private_files.hpp"
#include "tests/lab/request.hpp"
#include "tests/lab/signatures.hpp"

#include <filesystem>

namespace ssm_lab_tests {
namespace {

namespace fs = std::filesystem;
using ssm_lab::OrderedJson;

const fs::path kDirectory = fs::path(SSM_LAB_GOLDEN_DIRECTORY);
constexpr const char* kNonce = "7648446339161391345";
constexpr const char* kTag = "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_00000000-0000-4000-8000-000000000000";

std::string read(const std::string& name) {
  std::string text = ssm_lab::read_file(kDirectory / name).value_or("");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

void write(const std::string& name, const std::string& text) {
  ASSERT_TRUE(ssm_lab::write_file(kDirectory / name, text + "\n", ssm_lab::Visibility::everybody).has_value());
}

OrderedJson golden_sudi() {
  return {{"suvi", nullptr},        {"uuid", nullptr},   {"host_identifier", "ccx1"},
          {"mac_address", nullptr}, {"udi_pid", "UCCX"}, {"udi_serial_number", "059d8a992467"},
          {"udi_vid", nullptr}};
}

struct GoldenRequest {
  std::string type;
  OrderedJson members;
  OrderedJson instance = nullptr;
  OrderedJson certificate_serial = nullptr;
};

// wire.md P1 to P5 in the order of its tables, which test_agent.cpp does not keep.
std::string write_request(const GoldenRequest& golden, EVP_PKEY& key) {
  OrderedJson data = {{"sudi", golden_sudi()}, {"timestamp", kStartMs}, {"nonce", kNonce}};
  for (const auto& [name, value] : golden.members.items()) data[name] = value;
  data["product_instance_identifier"] = golden.instance;
  if (!golden.instance.is_null()) {
    data["sequence"] = 1;
    data["exchange_id"] = "6ca07f56-145c-4ace-bdc2-40417fd49d47";
  }
  const OrderedJson header = {{"version", "1.1"},
                              {"locale", "en_US.UTF-8"},
                              {"sudi", golden_sudi()},
                              {"timestamp", 0},
                              {"nonce", kNonce},
                              {"request_type", golden.type},
                              {"agent_actions", nullptr},
                              {"connect_info", nullptr},
                              {"product_instance_identifier", golden.instance},
                              {"id_cert_serial_number", golden.certificate_serial},
                              {"signing_cert_serial_number", golden.instance.is_null() ? nullptr : OrderedJson("3")}};
  const std::string text = OrderedJson{{"header", header}, {"nonce", kNonce}, {"request_data", data.dump()}}.dump();
  const std::string signature = ssm_lab::to_base64(ssm_lab::sign(key, text));
  return OrderedJson{
      {"signature", {{"type", "SHA-256"}, {"value", signature}}}, {"credential", nullptr}, {"request", text}}
      .dump();
}

OrderedJson registration_members(const std::string& token, EVP_PKEY& key) {
  return {{"software_tag_identifier", "regid.2017-02.com.cisco.UCCX,12.0_00000000-0000-4000-8000-000000000000"},
          {"id_token", token},
          {"force", false},
          {"csr", make_csr(key)},
          {"hostname", "ccx1"},
          {"product_instance_name", "ccx1"}};
}

OrderedJson authorization_members() {
  const OrderedJson entitlement = {{"tag", kTag}, {"count", 12}, {"version", "12.5"}};
  const OrderedJson report = {{"id", 1},
                              {"tag", kTag},
                              {"interval_start_ms", kStartMs - 15 * kMinuteMs},
                              {"interval_end_ms", kStartMs},
                              {"peak", 12},
                              {"reported", 12},
                              {"locked", 0}};
  return {
      {"version", 0}, {"entitlements", OrderedJson::array({entitlement})}, {"reports", OrderedJson::array({report})}};
}

// The decoded `response` of a recorded answer, after its signature and what it says of itself were checked.
Json read_response(const std::string& name) {
  const Json envelope = Json::parse(read(name));
  const std::string text = envelope["response"].get<std::string>();
  const Json response = Json::parse(text);
  const auto signer = ssm_lab::certificate_from_pem(response["signing_cert"].get<std::string>());
  const auto sub_ca = ssm_lab::certificate_from_pem(response["sub_ca_cert"].get<std::string>());
  const auto root = ssm_lab::certificate_from_pem(read("ssm-root.pem"));
  const ssm_lab::KeyHandle signer_key(X509_get_pubkey(signer.get()));
  const ssm_lab::KeyHandle sub_ca_key(X509_get_pubkey(sub_ca.get()));
  const ssm_lab::KeyHandle root_key(X509_get_pubkey(root.get()));
  EXPECT_EQ(X509_verify(signer.get(), sub_ca_key.get()), 1);
  EXPECT_EQ(X509_verify(sub_ca.get(), root_key.get()), 1);
  const auto signature = ssm_lab::from_base64(envelope["signature"]["value"].get<std::string>());
  EXPECT_TRUE(ssm_lab::is_signed_by(*signer_key, {text, signature.value_or("")}));
  return response;
}

TEST(Golden, DISABLED_Record) {
  TestLab lab;
  lab.set_pools({{kTag, 10}});
  EVP_PKEY& key = test_key(1);
  write("agent.key", ssm_lab::to_pem(key));
  write("ssm-root.pem", ssm_lab::read_file(lab.directory() / "ssm-root.pem").value_or(""));
  const std::string registration =
      write_request({"REGISTRATION", registration_members(lab.token({{"uses", 1}}), key)}, key);
  write("registration-request.json", registration);
  write("registration-response.json", lab.lab().exchange(registration).body);
  const Json header = read_response("registration-response.json")["header"];
  const GoldenRequest authorization{"AUTHORIZATION", authorization_members(),
                                    header["product_instance_identifier"].get<std::string>(),
                                    header["id_cert_serial_number"].get<std::string>()};
  const std::string body = write_request(authorization, key);
  write("authorization-request.json", body);
  write("authorization-response.json", lab.lab().exchange(body).body);
}

TEST(Golden, RequestsAreRead) {
  const ssm_lab::KeyHandle key = ssm_lab::private_key_from_pem(read("agent.key"));
  for (const char* name : {"registration-request.json", "authorization-request.json"}) {
    const ssm_lab::Decoding decoding = ssm_lab::decode_request(read(name));
    EXPECT_FALSE(decoding.problem.has_value()) << decoding.problem.value_or("");
    EXPECT_TRUE(ssm_lab::is_signed_by(*key, {decoding.request.signed_bytes, decoding.request.signature})) << name;
  }
}

TEST(Golden, RegistrationPassesEveryCheckButTheToken) {
  TestLab lab;
  TestAgent agent(lab, "059d8a992467", 1);
  const TestReply reply = agent.post(read("registration-request.json"));
  EXPECT_NE(reply.message.find("is not valid"), std::string::npos) << reply.message;
}

TEST(Golden, RegistrationAnswer) {
  const Json response = read_response("registration-response.json");
  EXPECT_EQ(response["status_code"], "OK");
  const Json data = Json::parse(response["response_data"].get<std::string>());
  EXPECT_EQ(data["product_instance_identifier"], response["header"]["product_instance_identifier"]);
  EXPECT_EQ(data["nonce"], kNonce);
  EXPECT_EQ(data["registration_expiry"], kStartMs - 5 * kMinuteMs + 365 * kDayMs);
}

TEST(Golden, AuthorizationAnswer) {
  const Json response = read_response("authorization-response.json");
  EXPECT_EQ(response["status_code"], "OK");
  const Json data = Json::parse(response["response_data"].get<std::string>());
  EXPECT_EQ(data["overall_status"], "OutOfCompliance");
  EXPECT_EQ(data["entitlements"][0]["purchased"], 10);
  EXPECT_EQ(data["accepted_reports"], Json::array({1}));
  EXPECT_EQ(data["sequence"], 1);
}

}  // namespace
}  // namespace ssm_lab_tests
