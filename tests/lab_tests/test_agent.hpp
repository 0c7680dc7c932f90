// A tiny agent that writes requests by wire.md and believes no reply that its chain does not cover.
#pragma once

#include "tests/lab/openssl_handles.hpp"
#include "tests/lab_tests/test_lab.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ssm_lab_tests {

using Counts = std::map<std::string, std::int64_t>;

struct TestReply {
  unsigned http_status = 0;
  bool is_signed = false;   // signature, chain to a trusted root
  bool is_trusted = false;  // and the nonce is its own
  std::string text;         // the decoded `response` as it came
  std::string status;
  std::string message;
  std::int64_t retry_seconds = 0;
  Json header;
  Json data;  // null if response_data was empty
};

// Changes to an otherwise good request, for the tests that need a bad one.
struct Tampering {
  std::function<void(Json& header)> header = {};
  std::function<void(Json& request)> request = {};
  std::function<void(Json& data)> data = {};
  std::function<void(Json& envelope)> envelope = {};
};

// Keys are shared by number, since making one takes a tenth of a second.
[[nodiscard]] EVP_PKEY& test_key(std::size_t number);
// All certificates of a PEM text.
[[nodiscard]] std::vector<ssm_lab::CertificateHandle> certificates_in(const std::string& pem);
// PKCS#10, base64 DER.
[[nodiscard]] std::string make_csr(EVP_PKEY& key);

class TestAgent {
public:
  TestAgent(TestLab& lab, std::string serial, std::size_t key_number);

  TestReply register_with(const std::string& token, bool is_forced = false);
  TestReply authorize(const Counts& counts, const Json& reports = Json::array());
  TestReply renew(std::size_t key_number);
  TestReply deregister();
  TestReply poll(const std::string& poll_id);

  // Any request with the common head filled in; signed with the agent's key.
  TestReply send(const std::string& type, Json data, const Tampering& tampering = {});
  [[nodiscard]] std::string write(const std::string& type, Json data, const Tampering& tampering = {});
  TestReply post(const std::string& body);
  // An answer to the last request, however it came.
  TestReply read(unsigned http_status, const std::string& message);
  [[nodiscard]] Json authorization_data(const Counts& counts, const Json& reports = Json::array()) const;
  [[nodiscard]] Json registration_data(const std::string& token, bool is_forced = false) const;

  // Takes over what REGISTRATION or RENEW brought.
  void adopt(const TestReply& reply, std::size_t key_number);

  // Open, so that tests can play a lost answer, a clone or a restored copy.
  std::string serial_number;
  std::size_t key_number;
  Json instance = nullptr;
  Json certificate_serial = nullptr;
  std::int64_t sequence = 0;
  std::int64_t version = 0;
  std::string exchange_id;
  bool is_repeating = false;  // the next request carries the last sequence and exchange_id
  std::int64_t clock_offset_ms = 0;
  std::string last_nonce;
  std::string root_pem;  // what it trusts; empty: the directory's ssm-root.pem, whatever it is now

private:
  TestLab& lab_;
};

}  // namespace ssm_lab_tests
