#include "tests/lab/call_home.hpp"

#include "tests/lab/json_text.hpp"
#include "tests/lab/lab_clock.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <utility>

namespace ssm_lab {
namespace {

constexpr std::string_view kSoapNamespace = "http://www.w3.org/2003/05/soap-envelope";
constexpr std::string_view kAttachmentName = "smart_licensing_data";

// Document types are kept to be seen, and white space because it may stand between two pieces of a split text.
constexpr unsigned kParsing = pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata;

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefix_of(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

pugi::xml_node find_child(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([name](const pugi::xml_node& child) { return local_name(child) == name; });
}

// pugixml walks without recursion, so this is safe before anything is known of the depth.
class DepthWalker : public pugi::xml_tree_walker {
public:
  bool is_too_deep = false;
  bool for_each(pugi::xml_node&) override {
    is_too_deep = depth() >= kXmlDepthMax;
    return !is_too_deep;
  }
};

bool has_doctype(const pugi::xml_document& document) {
  const auto nodes = document.children();
  return std::any_of(nodes.begin(), nodes.end(),
                     [](const pugi::xml_node& node) { return node.type() == pugi::node_doctype; });
}

bool is_soap_12(const pugi::xml_node& envelope) {
  const std::string_view prefix = prefix_of(envelope);
  const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  return local_name(envelope) == "Envelope" && envelope.attribute(name.c_str()).value() == kSoapNamespace;
}

// Text and CDATA in their order: a long text, or one with "]]>" in it, comes in pieces. Nothing if an element is
// inside.
std::optional<std::string> text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& piece : element.children()) {
    if (piece.type() == pugi::node_element) return std::nullopt;
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) text += piece.value();
  }
  return text;
}

bool is_wanted_attachment(const pugi::xml_node& node) {
  return local_name(node) == "Attachment" && text_of(find_child(node, "Name")) == kAttachmentName;
}

Result<std::string> read_data(const pugi::xml_node& attachment) {
  if (std::string_view(attachment.attribute("type").value()) != "inline") {
    return failure("the attachment's type must be inline");
  }
  const pugi::xml_node data = find_child(attachment, "Data");
  if (std::string_view(data.attribute("encoding").value()) != "plain") {
    return failure("the attachment's Data must have the encoding plain");
  }
  auto text = text_of(data);
  if (!text) return failure("the attachment's Data must be text");
  return std::move(*text);
}

// "2013-06-05 03:11:36 GMT+00:00" (wire.md, samples).
std::string creation_date(std::int64_t now_ms) {
  std::string text = format_rfc3339(now_ms / 1000 * 1000);
  std::replace(text.begin(), text.end(), 'T', ' ');
  text.pop_back();
  return text + " GMT+00:00";
}

// A CDATA section cannot hold its own end, so the text is split there.
std::string as_cdata(std::string_view text) {
  constexpr std::string_view kEnd = "]]>";
  std::string cdata = "<![CDATA[";
  while (true) {
    const auto end = text.find(kEnd);
    if (end == std::string_view::npos) break;
    cdata.append(text.substr(0, end)).append("]]]]><![CDATA[>");
    text.remove_prefix(end + kEnd.size());
  }
  return cdata.append(text).append(kEnd);
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      default: result += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
    }
  }
  return result;
}

constexpr std::string_view kDeclaration = R"(<?xml version="1.0" encoding="UTF-8"?>
)";

std::string attachment_of(const std::string& data) {
  return R"(<aml-block:Attachment type="inline"><aml-block:Name>)" + std::string(kAttachmentName) +
         R"(</aml-block:Name><aml-block:Data encoding="plain">)" + data + "</aml-block:Data></aml-block:Attachment>";
}

// The frame of wire.md's sample, as far as an answer needs it.
std::string envelope_around(const std::string& attachments, std::int64_t now_ms) {
  return R"(<soap-env:Envelope xmlns:soap-env="http://www.w3.org/2003/05/soap-envelope">
<soap-env:Header>
<aml-session:Session xmlns:aml-session="http://www.cisco.com/2004/01/aml-session" soap-env:mustUnderstand="true" )"
         R"(soap-env:role="http://www.w3.org/2003/05/soap-envelope/role/next">
<aml-session:To>http://www.cisco.com/appliance/uri</aml-session:To>
<aml-session:From>http://tools.cisco.com/neddce/services/DDCEService</aml-session:From>
</aml-session:Session>
</soap-env:Header>
<soap-env:Body>
<aml-block:Block xmlns:aml-block="http://www.cisco.com/2004/01/aml-block">
<aml-block:Header>
<aml-block:Type>http://www.cisco.com/2005/05/callhome/smart_licensing</aml-block:Type>
<aml-block:CreationDate>)" +
         creation_date(now_ms) + R"(</aml-block:CreationDate>
<aml-block:Builder><aml-block:Name>SSM Lab</aml-block:Name>
<aml-block:Version>1.0</aml-block:Version></aml-block:Builder>
</aml-block:Header>
<aml-block:Attachments>)" +
         attachments + R"(</aml-block:Attachments>
</aml-block:Block>
</soap-env:Body>
</soap-env:Envelope>
)";
}

}  // namespace

Result<std::string> read_attachment(std::string_view xml) {
  if (xml.size() > kBodyBytesMax) return failure("more than 1 MiB");
  if (xml.find('\0') != std::string_view::npos) return failure("not XML: a zero byte");
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size(), kParsing, pugi::encoding_utf8);
  if (!parsed) return failure(std::string("not XML: ") + parsed.description());
  if (has_doctype(document)) return failure("a document type declaration is not allowed");
  DepthWalker walker;
  document.traverse(walker);
  if (walker.is_too_deep) return failure("deeper than " + std::to_string(kXmlDepthMax) + " elements");
  const pugi::xml_node envelope = document.document_element();
  if (!is_soap_12(envelope)) return failure("not a SOAP 1.2 envelope");
  const pugi::xml_node attachment = find_child(envelope, "Body").find_node(is_wanted_attachment);
  if (!attachment) return failure("no attachment named " + std::string(kAttachmentName));
  return read_data(attachment);
}

std::string write_envelope(std::string_view message, std::int64_t now_ms) {
  return std::string(kDeclaration) + envelope_around(attachment_of(as_cdata(message)), now_ms);
}

std::string write_envelope_without_attachment(std::int64_t now_ms) {
  return std::string(kDeclaration) + envelope_around("", now_ms);
}

std::string write_entity_bomb(std::string_view message, std::int64_t now_ms) {
  constexpr int kLevels = 9;
  std::string declarations = "<!ENTITY e0 \"lab\">\n";
  for (int level = 1; level <= kLevels; ++level) {
    declarations += "<!ENTITY e" + std::to_string(level) + " \"";
    for (int copy = 0; copy < 10; ++copy) declarations += "&e" + std::to_string(level - 1) + ";";
    declarations += "\">\n";
  }
  return std::string(kDeclaration) + "<!DOCTYPE Envelope [\n" + declarations + "]>\n" +
         envelope_around(attachment_of("&e" + std::to_string(kLevels) + ";" + as_cdata(message)), now_ms);
}

std::string write_soap_fault(FaultSide side, std::string_view reason) {
  const char* code = side == FaultSide::sender ? "Sender" : "Receiver";
  return std::string(kDeclaration) +
         R"(<soap-env:Envelope xmlns:soap-env="http://www.w3.org/2003/05/soap-envelope">
<soap-env:Body><soap-env:Fault><soap-env:Code><soap-env:Value>soap-env:)" +
         code + R"(</soap-env:Value></soap-env:Code><soap-env:Reason><soap-env:Text xml:lang="en">)" + escaped(reason) +
         R"(</soap-env:Text></soap-env:Reason></soap-env:Fault></soap-env:Body>
</soap-env:Envelope>
)";
}

}  // namespace ssm_lab
