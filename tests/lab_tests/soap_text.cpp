#include "tests/lab_tests/soap_text.hpp"

namespace ssm_lab_tests {

std::string soap_around(const std::string& data) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<soap-env:Envelope xmlns:soap-env="http://www.w3.org/2003/05/soap-envelope">
<soap-env:Header>
<aml-session:Session xmlns:aml-session="http://www.cisco.com/2004/01/aml-session" soap-env:mustUnderstand="true"
 soap-env:role="http://www.w3.org/2003/05/soap-envelope/role/next">
<aml-session:To>http://tools.cisco.com/neddce/services/DDCEService</aml-session:To>
<aml-session:Path><aml-session:Via>http://www.cisco.com/appliance/uri</aml-session:Via></aml-session:Path>
<aml-session:From>http://www.cisco.com/appliance/uri</aml-session:From>
<aml-session:MessageId>M8:9S1NMSF22DW:51AEAC68</aml-session:MessageId>
</aml-session:Session>
</soap-env:Header>
<soap-env:Body>
<aml-block:Block xmlns:aml-block="http://www.cisco.com/2004/01/aml-block">
<aml-block:Header>
<aml-block:Type>http://www.cisco.com/2005/05/callhome/smart_licensing</aml-block:Type>
<aml-block:CreationDate>2013-06-05 03:11:36 GMT+00:00</aml-block:CreationDate>
<aml-block:Builder><aml-block:Name>UCCX</aml-block:Name><aml-block:Version>2.0</aml-block:Version></aml-block:Builder>
<aml-block:BlockGroup>
<aml-block:GroupId>G9:9S1NMSF22DW:51AEAC68</aml-block:GroupId>
<aml-block:Number>0</aml-block:Number>
<aml-block:IsLast>true</aml-block:IsLast>
<aml-block:IsPrimary>true</aml-block:IsPrimary>
<aml-block:WaitForPrimary>false</aml-block:WaitForPrimary>
</aml-block:BlockGroup>
<aml-block:Severity>2</aml-block:Severity>
</aml-block:Header>
<aml-block:Content>
<ch:CallHome xmlns:ch="http://www.cisco.com/2005/05/callhome" version="1.0">
<ch:EventTime>2013-06-05 03:11:36 GMT+00:00</ch:EventTime>
<ch:Event><ch:Type>smart_licensing</ch:Type><ch:SubType></ch:SubType><ch:Brand>Cisco Systems</ch:Brand></ch:Event>
<ch:Device><rme:Chassis xmlns:rme="http://www.cisco.com/rme/4.0"><rme:Model>UCCX</rme:Model></rme:Chassis></ch:Device>
</ch:CallHome>
</aml-block:Content>
<aml-block:Attachments>
<aml-block:Attachment type="inline">
<aml-block:Name>show logging</aml-block:Name>
<aml-block:Data encoding="plain"><![CDATA[another attachment]]></aml-block:Data>
</aml-block:Attachment>
<aml-block:Attachment type="inline">
<aml-block:Name>smart_licensing_data</aml-block:Name>
<aml-block:Data encoding="plain">)" +
         data + R"(</aml-block:Data>
</aml-block:Attachment>
</aml-block:Attachments>
</aml-block:Block>
</soap-env:Body>
</soap-env:Envelope>
)";
}

std::string soap_request(const std::string& message) { return soap_around("<![CDATA[" + message + "]]>"); }

std::string message_in(const std::string& soap_answer) {
  const std::string begin = "<![CDATA[";
  std::string message;
  for (auto at = soap_answer.find(begin); at != std::string::npos; at = soap_answer.find(begin, at)) {
    at += begin.size();
    const auto end = soap_answer.find("]]>", at);
    message += soap_answer.substr(at, end - at);
    at = end;
  }
  return message;
}

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace ssm_lab_tests
