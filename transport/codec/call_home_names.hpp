#pragma once
// Every literal of the Call Home binding in one place, so that a real capture corrects it here (wire P9, P12).

#include <string_view>

namespace lic::call_home {

// Elements, without prefixes.
inline constexpr std::string_view kEnvelope = "Envelope";
inline constexpr std::string_view kBody = "Body";
inline constexpr std::string_view kFault = "Fault";
inline constexpr std::string_view kReason = "Reason";            // SOAP 1.2
inline constexpr std::string_view kText = "Text";                // SOAP 1.2
inline constexpr std::string_view kFaultString = "faultstring";  // SOAP 1.1
inline constexpr std::string_view kAttachment = "Attachment";
inline constexpr std::string_view kName = "Name";
inline constexpr std::string_view kData = "Data";
inline constexpr const char* kEncoding = "encoding";  // attribute of Data

inline constexpr std::string_view kAttachmentName = "smart_licensing_data";
inline constexpr std::string_view kPlain = "plain";

// What a message looks like: "{name}" is filled in.
inline constexpr std::string_view kMessage =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<soap-env:Envelope xmlns:soap-env="http://www.w3.org/2003/05/soap-envelope">
<soap-env:Header>
<aml-session:Session xmlns:aml-session="http://www.cisco.com/2004/01/aml-session")"
    R"( soap-env:mustUnderstand="true" soap-env:role="http://www.w3.org/2003/05/soap-envelope/role/next">
<aml-session:To>http://tools.cisco.com/neddce/services/DDCEService</aml-session:To>
<aml-session:Path><aml-session:Via>http://www.cisco.com/appliance/uri</aml-session:Via></aml-session:Path>
<aml-session:From>http://www.cisco.com/appliance/uri</aml-session:From>
<aml-session:MessageId>M{number}:{serial}:{time}</aml-session:MessageId>
</aml-session:Session>
</soap-env:Header>
<soap-env:Body>
<aml-block:Block xmlns:aml-block="http://www.cisco.com/2004/01/aml-block">
<aml-block:Header>
<aml-block:Type>http://www.cisco.com/2005/05/callhome/smart_licensing</aml-block:Type>
<aml-block:CreationDate>{date}</aml-block:CreationDate>
<aml-block:Builder><aml-block:Name>{product}</aml-block:Name><aml-block:Version>2.0)"
    R"(</aml-block:Version></aml-block:Builder>
<aml-block:BlockGroup>
<aml-block:GroupId>G{number}:{serial}:{time}</aml-block:GroupId>
<aml-block:Number>0</aml-block:Number>
<aml-block:IsLast>true</aml-block:IsLast>
<aml-block:IsPrimary>true</aml-block:IsPrimary>
<aml-block:WaitForPrimary>false</aml-block:WaitForPrimary>
</aml-block:BlockGroup>
<aml-block:Severity>2</aml-block:Severity>
</aml-block:Header>
<aml-block:Content>
<ch:CallHome xmlns:ch="http://www.cisco.com/2005/05/callhome" version="1.0">
<ch:EventTime>{date}</ch:EventTime>
<ch:MessageDescription>Smart licensing message</ch:MessageDescription>
<ch:Event><ch:Type>smart_licensing</ch:Type><ch:SubType></ch:SubType><ch:Brand>Cisco Systems)"
    R"(</ch:Brand><ch:Series>{product}</ch:Series></ch:Event>
<ch:CustomerData>
<ch:UserData><ch:Email></ch:Email></ch:UserData>
<ch:ContractData><ch:CustomerId></ch:CustomerId><ch:SiteId></ch:SiteId><ch:ContractId>)"
    R"(</ch:ContractId><ch:DeviceId>{product}@C@{serial}</ch:DeviceId></ch:ContractData>
<ch:SystemInfo><ch:Name>{name}</ch:Name><ch:Contact></ch:Contact><ch:ContactEmail>)"
    R"(</ch:ContactEmail><ch:ContactPhoneNumber></ch:ContactPhoneNumber><ch:StreetAddress>)"
    R"(</ch:StreetAddress></ch:SystemInfo>
<ch:CCOID></ch:CCOID>
</ch:CustomerData>
<ch:Device><rme:Chassis xmlns:rme="http://www.cisco.com/rme/4.0"><rme:Model>{product}</rme:Model>)"
    R"(<rme:HardwareVersion></rme:HardwareVersion><rme:SerialNumber>{serial}</rme:SerialNumber>)"
    R"(</rme:Chassis></ch:Device>
</ch:CallHome>
</aml-block:Content>
<aml-block:Attachments>
<aml-block:Attachment type="inline">
<aml-block:Name>smart_licensing_data</aml-block:Name>
<aml-block:Data encoding="plain">{data}</aml-block:Data>
</aml-block:Attachment>
</aml-block:Attachments>
</aml-block:Block>
</soap-env:Body>
</soap-env:Envelope>
)";

}  // namespace lic::call_home
