// A good authorization code: what it says, its answer codes, and that its text stays what it is.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "agent/request_code.hpp"
#include "agent/time_text.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/reservation_signing.hpp"
#include "transport/reservation/authorization_code.hpp"

namespace lic::golden {
namespace {

using Json = nlohmann::json;

AuthorizationCode read_good(const std::string& text, const CodeVerifier& verifier) {
  const auto code = read_authorization_code(text, verifier);
  EXPECT_TRUE(code.has_value()) << code.error().what;
  return code.has_value() ? *code : AuthorizationCode{};
}

AuthorizationCode golden_code() {
  const ReservationSigners signers{{certificate("reservation_signer")}, "roots", kTrustedNow};
  return read_good(file("reservation_code.xml"), signers);
}

Json wanted() { return Json::parse(file("reservation_code.json")); }

std::string date_text(const std::optional<WallTime>& date) { return date ? to_rfc3339(*date) : std::string{}; }

void expect_license(const ReservedLicense& read, const Json& wanted_license) {
  const Json found = {{"tag", read.tag.value},
                      {"count", std::to_string(read.count)},
                      {"startDate", date_text(read.starts)},
                      {"endDate", date_text(read.ends)},
                      {"licenseType", read.license_type},
                      {"displayName", read.display_name},
                      {"tagDescription", read.description},
                      {"subscriptionID", read.subscription}};
  EXPECT_EQ(found, wanted_license);
}

TEST(AuthorizationCode, OfTheOpensslCommandIsRead) {
  const AuthorizationCode code = golden_code();
  EXPECT_EQ(code.text, file("reservation_code.xml"));
  EXPECT_EQ(code.instance.value, wanted()["instance"]);
  EXPECT_EQ(to_rfc3339(code.made_at), "2026-03-02T10:30:00.250Z");
  EXPECT_EQ(code.udi, (Udi{"UCCX", "059d8a992467", "e53fc968-0253-4d61-a355-ba908a6cc920"}));
  ASSERT_EQ(code.licenses.size(), 2U);
  expect_license(code.licenses[0], wanted()["licenses"][0]);
  expect_license(code.licenses[1], wanted()["licenses"][1]);
}

TEST(AuthorizationCode, IsOfTheInstanceOfItsRequest) {
  EXPECT_EQ(golden_code().instance, instance_of_request(wanted()["request_code"].get<std::string>()));
}

TEST(AuthorizationCode, HasTheAnswerCodesThatPythonComputes) {
  EXPECT_EQ(golden_code().confirmation_code, wanted()["confirmation_code"]);
  EXPECT_EQ(golden_code().return_code, wanted()["return_code"]);
}

TEST(AuthorizationCode, ReadAgainIsTheSame) {
  const AuthorizationCode once =
      read_good("  \"" + replaced(finished(good_code()), "</count>", "</count>\r\n  ") + "\" \n", test_signers());
  EXPECT_EQ(read_good(once.text, test_signers()), once);
  EXPECT_EQ(once.text.find_first_of("\r\n"), std::string::npos);
}

TEST(AuthorizationCode, MayLackTheUuidOfTheMachine) {
  const CodeText text{good_code().signed_xml, "P:UCCX,S:059d8a992467"};
  EXPECT_EQ(read_good(finished(text), test_signers()).udi, (Udi{"UCCX", "059d8a992467", ""}));
}

TEST(AuthorizationCode, HasItsUdiUnescaped) {
  const CodeText text{good_code().signed_xml, "P:R&amp;D,S:0&#x31;2"};
  EXPECT_EQ(read_good(finished(text), test_signers()).udi, (Udi{"R&D", "012", ""}));
}

TEST(AuthorizationCode, IgnoresElementsItDoesNotKnow) {
  CodeText text = good_code();
  text.signed_xml = replaced(text.signed_xml, "<count>", "<new><count>7</count></new><count>");
  text.signed_xml = replaced(text.signed_xml, "<flag>", "<newer/><flag>");
  const AuthorizationCode code = read_good(finished(text), test_signers());
  EXPECT_EQ(code.licenses.at(0).count, 10);
  EXPECT_EQ(code.licenses.at(1).count, 40);
}

TEST(AuthorizationCode, TakesTheLargestCountAndTheLongestText) {
  CodeText text = good_code();
  text.signed_xml = replaced(text.signed_xml, "<count>10<", "<count>2147483647<");
  text.signed_xml = replaced(text.signed_xml, ">Premium Seat<", ">" + std::string(1024, 'x') + "<");
  const AuthorizationCode code = read_good(finished(text), test_signers());
  EXPECT_EQ(code.licenses.at(0).count, 2147483647);
  EXPECT_EQ(code.licenses.at(1).display_name.size(), 1024U);
}

TEST(AuthorizationCode, ShowsNamesWithoutWhatTurnsTextAround) {
  CodeText text = good_code();
  text.signed_xml = replaced(text.signed_xml, ">Premium Seat<", ">Premium \u202eSeat<");
  EXPECT_EQ(read_good(finished(text), test_signers()).licenses.at(1).display_name, "Premium Seat");
}

std::string many_licenses(std::size_t number) {
  std::string licenses;
  for (std::size_t index = 1; index <= number; ++index)
    licenses += "<entitlement><tag>regid." + std::to_string(index) +
                "</tag><count>1</count><startDate></startDate><endDate></endDate><licenseType>PERPETUAL</licenseType>"
                "<displayName></displayName><tagDescription></tagDescription><subscriptionID></subscriptionID>"
                "</entitlement>";
  const std::string good = good_code().signed_xml;
  const std::size_t begin = good.find("<entitlement>");
  const std::size_t end = good.find("</entitlements>");
  return finished({good.substr(0, begin) + licenses + good.substr(end), good_code().udi});
}

TEST(AuthorizationCode, HoldsTwoHundredLicensesAndNoMore) {
  EXPECT_EQ(read_good(many_licenses(200), test_signers()).licenses.size(), 200U);
  const auto more = read_authorization_code(many_licenses(201), test_signers());
  ASSERT_TRUE(more.has_error());
  EXPECT_EQ(more.error().what,
            "the authorization code is signed well but cannot be used: it has more than 200 licenses");
}

}  // namespace
}  // namespace lic::golden
