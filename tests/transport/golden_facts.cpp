#include "tests/transport/golden_facts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

namespace lic::golden {
namespace {

Signer signer() {
  Certificate facts;
  facts.pem = certificate("agent_old");
  facts.serial = "59023864";
  return Signer{InstanceId{kInstance}, KeyRef{"agent_old"}, facts};
}

SsmRequest registered(SsmRequestBody body) {
  return SsmRequest{ExchangeId{"0b8f1c7e-3f0f-4c26-8f7f-5a7a5f5c2b10"}, 7, signer(), std::move(body)};
}

// The CSR of the key that a request wants a certificate for.
std::string awaited_csr(const SsmRequest& request) {
  if (std::holds_alternative<RegistrationRequest>(request.body)) return csr("agent_old");
  if (std::holds_alternative<RenewalRequest>(request.body)) return csr("agent_new");
  return {};
}

}  // namespace

std::string file(const std::string& name) {
  std::ifstream stream{std::string{LIC_GOLDEN_DIR} + "/" + name, std::ios::binary};
  EXPECT_TRUE(stream.good()) << name;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Secret key(const std::string& name) { return Secret{file("keys/" + name + ".key.pem")}; }
std::string certificate(const std::string& name) { return file("keys/" + name + ".pem"); }
std::string csr(const std::string& name) { return file("keys/" + name + ".csr.der"); }

InstanceFacts instance_facts() {
  return InstanceFacts{Udi{"UCCX", "059d8a992467", ""}, "uccx-a", "uccx-a", "regid.2019-06.com.cisco.UCCX,12.5_golden"};
}

SsmRequest registration() {
  return SsmRequest{ExchangeId{"0b8f1c7e-3f0f-4c26-8f7f-5a7a5f5c2b10"}, 0, std::nullopt,
                    RegistrationRequest{TokenRef{"token"}, KeyRef{"agent_old"}, false}};
}

SsmRequest authorization() {
  AuthorizationRequest body;
  body.version = 4;
  body.entitlements = {{EntitlementTag{kStandardTag}, 12, "12.5"}, {EntitlementTag{kPremiumTag}, 0, "12.5"}};
  body.reports = {{31, EntitlementTag{kStandardTag}, kNow - 30 * kMinute, kNow - 15 * kMinute, 12, 12, 0}};
  return registered(body);
}

SsmRequest renewal() { return registered(RenewalRequest{KeyRef{"agent_new"}}); }
SsmRequest deregistration() { return registered(DeregistrationRequest{}); }
SsmRequest poll(SsmRequestKind of) { return registered(PollRequest{"poll-77", of, KeyRef{}}); }

SsmReply decode_for(const SsmRequest& request, const std::string& body, WallTime now) {
  const std::vector<std::string> roots{certificate("root")};
  const std::array<Secret, 1> secrets{Secret{kToken}};
  return decode(
      body, DecodeContext{request, kNonce, awaited_csr(request), roots, "/etc/smart-agent/ssm-roots.d", now, secrets});
}

}  // namespace lic::golden
