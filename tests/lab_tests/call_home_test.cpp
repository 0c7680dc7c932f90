// The Smart Call Home binding, wire.md P9.
#include "tests/lab_tests/soap_text.hpp"
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/call_home.hpp"

namespace ssm_lab_tests {
namespace {

constexpr const char* kDirectPath = "/its/service/oddce/services/DDCEService";
constexpr const char* kOnPremPath = "/Transportgateway/services/DeviceRequestHandler";

class CallHome : public testing::Test {
protected:
  ssm_lab::HttpAnswer post(const std::string& soap, const std::string& path = kDirectPath) {
    ssm_lab::HttpRequest request;
    request.method = "POST";
    request.target = path;
    request.content_type = content_type;
    request.body = soap;
    return lab.lab().answer_agent(request);
  }

  TestReply authorize(const std::string& path) {
    const std::string message = agent.write("AUTHORIZATION", agent.authorization_data({{"tag", 1}}));
    const ssm_lab::HttpAnswer answer = post(soap_request(message), path);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
    return agent.read(answer.status, message_in(answer.body));
  }

  void expect_fault(const std::string& soap, const std::string& reason) {
    const ssm_lab::HttpAnswer answer = post(soap);
    EXPECT_EQ(answer.status, 400U) << soap;
    EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
    EXPECT_NE(answer.body.find("<soap-env:Value>soap-env:Sender</soap-env:Value>"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find(reason), std::string::npos) << answer.body;
  }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
  std::string content_type = "text/xml; charset=utf-8";
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

TEST_F(CallHome, BothPathsServeBothContentTypes) {
  lab.set_pools({{"tag", 1}});
  ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  for (const char* path : {kDirectPath, kOnPremPath}) {
    for (const char* type : {"text/xml", "application/soap+xml; charset=utf-8", "Text/XML;charset=utf-8"}) {
      content_type = type;
      const TestReply reply = authorize(path);
      EXPECT_EQ(reply.status, "OK") << reply.message;
      EXPECT_TRUE(reply.is_trusted);
      EXPECT_EQ(reply.data["entitlements"][0]["status"], "InCompliance");
    }
  }
}

TEST_F(CallHome, AnAnswerHasTheLayoutOfTheSample) {
  const ssm_lab::HttpAnswer answer = post(soap_request("{}"));
  for (const char* part :
       {"<soap-env:Envelope xmlns:soap-env=\"http://www.w3.org/2003/05/soap-envelope\">",
        "<aml-block:Block xmlns:aml-block=\"http://www.cisco.com/2004/01/aml-block\">",
        "<aml-block:CreationDate>2025-01-01 00:00:00 GMT+00:00</aml-block:CreationDate>",
        "<aml-block:Attachment type=\"inline\"><aml-block:Name>smart_licensing_data</aml-block:Name>",
        "<aml-block:Data encoding=\"plain\"><![CDATA[{\"signature\":"}) {
    EXPECT_EQ(count_of(answer.body, part), 1) << part << "\n" << answer.body;
  }
}

TEST_F(CallHome, AnyPrefixIsRead) {
  std::string soap = replaced(soap_request("{}"), "soap-env:", "s:");
  soap = replaced(replaced(soap, "xmlns:soap-env", "xmlns:s"), "aml-block:", "x.y:");
  EXPECT_EQ(post(replaced(soap, "xmlns:aml-block", "xmlns:x.y")).status, 200U);
  const std::string plain = replaced(replaced(soap_request("{}"), "soap-env:", ""), "xmlns:soap-env", "xmlns");
  EXPECT_EQ(post(plain).status, 200U);
}

TEST_F(CallHome, ASplitTextIsPutTogether) {
  ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  const std::string message = agent.write("AUTHORIZATION", agent.authorization_data({{"a]]>b", 1}}));
  ASSERT_EQ(count_of(message, "]]>"), 1);
  const ssm_lab::HttpAnswer answer = post(soap_request(replaced(message, "]]>", "]]]]><![CDATA[>")));
  // The answer names the tag, and more than once.
  EXPECT_GE(count_of(answer.body, "]]]]><![CDATA[>"), 1) << answer.body;
  const TestReply reply = agent.read(answer.status, message_in(answer.body));
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.data["entitlements"][0]["tag"], "a]]>b");
}

TEST_F(CallHome, EscapedTextIsRead) {
  EXPECT_EQ(*ssm_lab::read_attachment(soap_around("{&quot;a&quot;: &#x22;&lt;")), "{\"a\": \"<");
  EXPECT_EQ(*ssm_lab::read_attachment(soap_around("<![CDATA[a]]> <!-- no --> <![CDATA[b]]>")), "a  b");
}

TEST_F(CallHome, WhatIsNoSoapGetsAFault) {
  expect_fault("", "not XML");
  expect_fault("{}", "not XML");
  expect_fault("<a>", "not XML");
  expect_fault(std::string("<a>\0</a>", 8), "a zero byte");
  expect_fault("<Envelope/>", "not a SOAP 1.2 envelope");
  expect_fault(replaced(soap_request("{}"), "http://www.w3.org/2003/05/soap-envelope",
                        "http://schemas.xmlsoap.org/soap/envelope/"),
               "not a SOAP 1.2 envelope");
  expect_fault(replaced(soap_request("{}"), "smart_licensing_data", "show version"), "no attachment named");
  expect_fault(replaced(soap_request("{}"), "type=\"inline\"", "type=\"reference\""), "must be inline");
  expect_fault(replaced(soap_request("{}"), "encoding=\"plain\"", "encoding=\"base64\""), "encoding plain");
  expect_fault(soap_around("<a>{}</a>"), "must be text");
  expect_fault(soap_request("[]"), "not a JSON object");
}

TEST_F(CallHome, DocumentTypesAndDepthAreRefused) {
  const std::string soap = soap_request("{}");
  const std::string body = soap.substr(soap.find("?>") + 2);
  expect_fault("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">" + body, "document type");
  expect_fault("<!DOCTYPE a [<!ENTITY x \"y\">]>" + body, "document type");
  expect_fault(ssm_lab::write_entity_bomb("{}", kStartMs), "document type");
  std::string deep;
  for (int level = 0; level < 100'000; ++level) deep += "<a>";
  for (int level = 0; level < 100'000; ++level) deep += "</a>";
  expect_fault(deep, "deeper than 32");
  expect_fault(soap_request(std::string(1024 * 1024, ' ')), "more than 1 MiB");
}

TEST_F(CallHome, ATextLineIsTheAnswerToGet) {
  ssm_lab::HttpRequest request;
  request.method = "GET";
  for (const char* path : {kDirectPath, kOnPremPath, "/SmartTransport", "/licservice/license"}) {
    request.target = path;
    const ssm_lab::HttpAnswer answer = lab.lab().answer_agent(request);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.content_type, "text/plain; charset=utf-8");
    EXPECT_EQ(count_of(answer.body, "\n"), 1);
  }
  content_type = "application/json";
  EXPECT_EQ(post("{}").status, 415U);
}

TEST_F(CallHome, FaultsApplyHereToo) {
  ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  lab.order_fault("wrong_signature");
  EXPECT_FALSE(authorize(kDirectPath).is_trusted);
  lab.order_fault({{"kind", "failed"}, {"text", "<no> & never"}});
  EXPECT_EQ(authorize(kDirectPath).message, "<no> & never");
  lab.order_fault("truncate");
  EXPECT_EQ(post(soap_request("{}")).ending, ssm_lab::Ending::half);
  lab.order_fault("empty");
  EXPECT_TRUE(post(soap_request("{}")).body.empty());
}

}  // namespace
}  // namespace ssm_lab_tests
