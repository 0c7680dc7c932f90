// The Call Home binding: what goes out, what is found in answers of any shape, and what is refused (wire P9).
#include <gtest/gtest.h>

#include <array>

#include "tests/transport/golden_facts.hpp"
#include "transport/codec/bounded_xml.hpp"
#include "transport/codec/call_home.hpp"

namespace lic {
namespace {

constexpr std::string_view kJson = R"({"response":"{}","signature":null})";

CallHomeFacts facts() { return {golden::instance_facts(), golden::kNow, 12}; }

std::string wrapped(const std::string& inside) {
  return R"(<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>)" + inside +
         "</e:Body></e:Envelope>";
}
std::string attachment(const std::string& data) {
  return "<b:Attachment type=\"inline\"><b:Name>smart_licensing_data</b:Name><b:Data encoding=\"plain\">" + data +
         "</b:Data></b:Attachment>";
}
std::string cdata(std::string_view text) { return "<![CDATA[" + std::string{text} + "]]>"; }

// The failure's text; empty if there is none.
std::string failure_text(const std::string& body) {
  const Result<std::string> read = from_call_home(body);
  if (read.has_value()) return {};
  EXPECT_EQ(read.error().failure, FailureCode::protocol_soap);
  EXPECT_FALSE(read.error().remedy.empty());
  return read.error().what;
}

TEST(CallHome, WritesTheGoldenMessage) {
  EXPECT_EQ(to_call_home(golden::file("request_authorization.json"), facts()), golden::file("request_call_home.xml"));
}

TEST(CallHome, WhatItWritesItReads) {
  for (const std::string_view text : {R"({"a":"x]]>y","response":"]]]]>>"})", R"({"response":"<b/>&amp;"})"})
    EXPECT_EQ(*from_call_home(to_call_home(text, facts())), text);
}

TEST(CallHome, NamesAreEscapedAndNeverTakenForPlaceholders) {
  CallHomeFacts odd = facts();
  odd.instance.host_identifier = "<{data}>&\xff\n";
  const std::string message = to_call_home("{}", odd);
  EXPECT_NE(message.find("<ch:Name>&lt;{data}&gt;&amp;?\?</ch:Name>"), std::string::npos);
  EXPECT_TRUE(parse_bounded_xml(message).has_value());
}

TEST(CallHome, UnderPrivacyTheSerialStandsForTheHostName) {  // R-LIFE-7
  CallHomeFacts hidden = facts();
  hidden.instance.host_identifier.clear();
  hidden.instance.instance_name = "059d8a992467";
  const std::string message = to_call_home("{}", hidden);
  EXPECT_EQ(message.find("uccx-a"), std::string::npos);
  EXPECT_NE(message.find("<ch:Name>059d8a992467</ch:Name>"), std::string::npos);
}

TEST(CallHome, FindsTheAttachmentWhateverThePrefix) {
  EXPECT_EQ(*from_call_home(wrapped(attachment(cdata(kJson)))), kJson);
  EXPECT_EQ(*from_call_home("<Envelope><Body><Attachment><Name> smart_licensing_data\n</Name><Data>" + cdata(kJson) +
                            "</Data></Attachment></Body></Envelope>"),
            kJson);
}

TEST(CallHome, PassesOverOtherAttachments) {
  const std::string other = "<Attachment><Name>show logging</Name><Data>" + cdata("no") + "</Data></Attachment>";
  EXPECT_EQ(*from_call_home(wrapped(other + attachment(cdata(kJson)))), kJson);
}

TEST(CallHome, ReadsTextThatCameInPieces) {
  const std::string pieces = cdata("{\"response\":\"a]]") + "<!-- between -->" + cdata("> b\"") + " \n" + cdata("}");
  EXPECT_EQ(*from_call_home(wrapped(attachment(pieces))), "{\"response\":\"a]]> b\" \n}");
  EXPECT_EQ(*from_call_home(wrapped(attachment("{&quot;response&quot;:&#x22;&lt;&#34;}"))), R"({"response":"<"})");
}

TEST(CallHome, FallsBackToTheFirstTextThatIsAnAnswer) {
  const std::string texts = "<a>{broken</a><b>{\"request\":1}</b><c><d>" + cdata(kJson) + "</d></c><e>" +
                            cdata(R"({"response":"later"})") + "</e>";
  EXPECT_EQ(*from_call_home(wrapped(texts)), kJson);
}

TEST(CallHome, TellsTheTextOfAFaultWithoutSecrets) {
  const std::string soap12 = wrapped(
      "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>no\x01 token SECRET-1 "
      "here</e:Text></e:Reason></e:Fault>");
  const std::array<Secret, 1> secrets{Secret{"SECRET-1"}};
  const Result<std::string> read = from_call_home(soap12, secrets);
  EXPECT_EQ(read.error().what, "the Call Home answer is unusable: it is a SOAP fault: \"no token [token] here\"");
  EXPECT_NE(failure_text(wrapped("<Fault><faultcode>x</faultcode><faultstring>old style</faultstring></Fault>"))
                .find("\"old style\""),
            std::string::npos);
  EXPECT_NE(failure_text(wrapped("<Fault/>")).find("without a reason"), std::string::npos);
}

TEST(CallHome, AFaultBesideAnAttachmentIsAFault) {
  EXPECT_NE(failure_text(wrapped("<Fault><faultstring>no</faultstring></Fault>" + attachment(cdata(kJson)))), "");
}

TEST(CallHome, RefusesDocumentTypesAndEntities) {  // CVE-2026-20029
  const std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE e [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>" +
                           wrapped(attachment("&b;")).substr(21);
  EXPECT_NE(failure_text(bomb).find("document type"), std::string::npos);
  EXPECT_NE(failure_text("<!DOCTYPE Envelope SYSTEM \"file:///etc/passwd\"><Envelope/>").find("document type"),
            std::string::npos);
  EXPECT_NE(failure_text("<Envelope><!ENTITY x \"y\"></Envelope>").find("document type"), std::string::npos);
  // The words alone, where they are only text, are none.
  const std::string quoted = R"({"response":"<!DOCTYPE html>"})";
  EXPECT_EQ(*from_call_home(wrapped("<!-- <!DOCTYPE x> -->" + attachment(cdata(quoted)))), quoted);
}

TEST(CallHome, LimitsHold) {
  const auto tower = [](std::size_t levels) {
    std::string text;
    for (std::size_t level = 0; level < levels; ++level) text += "<a>";
    for (std::size_t level = 0; level < levels; ++level) text += "</a>";
    return text;
  };
  EXPECT_TRUE(parse_bounded_xml(tower(kXmlDepthMax)).has_value());
  EXPECT_EQ(parse_bounded_xml(tower(kXmlDepthMax + 1)).error().code, ErrorCode::resource_exhausted);
  std::string wide = "<a>";
  for (std::size_t count = 0; count < kXmlElementsMax; ++count) wide += "<b/>";
  EXPECT_EQ(parse_bounded_xml(wide + "</a>").error().code, ErrorCode::resource_exhausted);
  EXPECT_EQ(parse_bounded_xml(std::string(kXmlBytesMax + 1, ' ')).error().code, ErrorCode::resource_exhausted);
  EXPECT_NE(failure_text(std::string(100'000, '<')), "");
}

TEST(CallHome, TruncatedAtAnyByteIsAFailure) {
  const std::string whole = wrapped(attachment(cdata(kJson)));
  for (std::size_t length = 1; length < whole.size(); ++length)
    ASSERT_NE(failure_text(whole.substr(0, length)), "") << length;
}

TEST(CallHome, WhatIsNoCallHomeAnswerIsTold) {
  EXPECT_EQ(from_call_home("\r\n", {}).error().failure, FailureCode::protocol_empty);
  EXPECT_NE(failure_text("{\"response\":\"{}\"}"), "");
  EXPECT_NE(failure_text("<html><body>Sign in</body></html>").find("no SOAP envelope"), std::string::npos);
  EXPECT_NE(failure_text(wrapped("<a/>")).find("smart_licensing_data"), std::string::npos);
  EXPECT_NE(failure_text(wrapped(attachment(" "))).find("empty"), std::string::npos);
  EXPECT_NE(failure_text(wrapped("<Attachment><Name>smart_licensing_data</Name><Data encoding='base64'>e30=</Data>"
                                 "</Attachment>"))
                .find("'base64'"),
            std::string::npos);
  EXPECT_NE(failure_text("<Envelope>\xff</Envelope>").find("UTF-8"), std::string::npos);
  EXPECT_NE(failure_text(std::string{"<Envelope>\0</Envelope>", 22}).find("zero byte"), std::string::npos);
  EXPECT_NE(failure_text("<a></b>"), "");
}

}  // namespace
}  // namespace lic
