#include "transport/codec/call_home.hpp"

#include <array>
#include <optional>
#include <utility>

#include "agent/time_text.hpp"
#include "transport/codec/bounded_json.hpp"
#include "transport/codec/bounded_xml.hpp"
#include "transport/codec/call_home_names.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/codec/wire_names.hpp"

namespace lic {
namespace {

using pugi::xml_node;
namespace names = call_home;

// Names of machines come from the operating system in any bytes; XML knows no control characters.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '&')
      result += "&amp;";
    else if (letter == '<')
      result += "&lt;";
    else if (letter == '>')
      result += "&gt;";
    else
      result += static_cast<unsigned char>(letter) < 0x20 || static_cast<unsigned char>(letter) > 0x7E ? '?' : letter;
  }
  return result;
}

// A CDATA section cannot hold its own end.
std::string cdata_of(std::string_view text) {
  constexpr std::string_view kEnd = "]]>";
  std::string result = "<![CDATA[";
  for (std::size_t place = text.find(kEnd); place != std::string_view::npos; place = text.find(kEnd)) {
    result.append(text.substr(0, place)).append("]]]]><![CDATA[>");
    text.remove_prefix(place + kEnd.size());
  }
  return result.append(text).append(kEnd);
}

// "2013-06-05 03:11:36 GMT+00:00"
std::string date_of(WallTime time) {
  std::string text = to_rfc3339(WallTime{time.time_since_epoch() / kSecond * kSecond});
  text[text.find('T')] = ' ';
  text.back() = ' ';  // was Z
  return text + "GMT+00:00";
}

// Unix seconds as 8 hex digits.
std::string hex_time(WallTime time) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto seconds = static_cast<std::uint64_t>(time.time_since_epoch() / kSecond);
  std::string text;
  for (unsigned shift = 32; shift != 0;) {
    shift -= 4;
    text += kDigits[seconds >> shift & 0xFU];
  }
  return text;
}

struct Filling {
  std::string_view name;
  std::string text;
};

// One pass: what is filled in is never looked at again.
std::string filled(std::string_view message, std::span<const Filling> fillings) {
  std::string result;
  for (std::size_t open = message.find('{'); open != std::string_view::npos; open = message.find('{')) {
    const std::size_t close = message.find('}', open);
    const std::string_view name = message.substr(open + 1, close - open - 1);
    result += message.substr(0, open);
    for (const Filling& filling : fillings)
      if (filling.name == name) result += filling.text;
    message.remove_prefix(close + 1);
  }
  return result.append(message);
}

Error unusable(const std::string& what) {
  return exchange_error(FailureCode::protocol_soap, "the Call Home answer is unusable: " + what);
}

// Depth first, in the order of the text; the depth is bounded by the parser. `wanted` answers with what it was looking
// for, or with nothing to have the search go on.
template <class Wanted>
auto search(xml_node node, const Wanted& wanted) -> decltype(wanted(node)) {
  for (const xml_node child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    if (auto found = wanted(child)) return found;
    if (auto found = search(child, wanted)) return found;
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::string fault_text(xml_node fault) {
  const xml_node reason = child_named(child_named(fault, names::kReason), names::kText);
  return std::string{trimmed(text_of(reason ? reason : child_named(fault, names::kFaultString)))};
}

struct AttachmentData {
  std::string text;
  std::string encoding;
};

std::optional<AttachmentData> data_of_attachment(xml_node node) {
  if (local_name(node) != names::kAttachment) return std::nullopt;
  if (trimmed(text_of(child_named(node, names::kName))) != names::kAttachmentName) return std::nullopt;
  const xml_node data = child_named(node, names::kData);
  return AttachmentData{text_of(data), data.attribute(names::kEncoding).value()};
}

std::optional<std::string> json_answer(xml_node node) {
  std::string text = text_of(node);
  if (trimmed(text).substr(0, 1) != "{") return std::nullopt;
  const Result<Json> value = parse_bounded(text);
  if (value.has_error() || !value->is_object() || !value->contains(wire::kResponse)) return std::nullopt;
  return text;
}

}  // namespace

std::string to_call_home(std::string_view json, const CallHomeFacts& facts) {
  const Udi& udi = facts.instance.udi;
  const std::string& host = facts.instance.host_identifier;
  const std::array<Filling, 7> fillings{{
      {"number", std::to_string(facts.number)},
      {"serial", escaped(udi.serial)},
      {"time", hex_time(facts.now)},
      {"date", date_of(facts.now)},
      {"product", escaped(udi.pid)},
      {"name", escaped(host.empty() ? facts.instance.instance_name : host)},
      {"data", cdata_of(json)},
  }};
  return filled(names::kMessage, fillings);
}

Result<std::string> from_call_home(std::string_view body, std::span<const Secret> secrets) {
  if (trimmed(body).empty()) return exchange_error(FailureCode::protocol_empty, "the answer is empty");
  const Result<pugi::xml_document> document = parse_bounded_xml(body);
  if (document.has_error()) return unusable(document.error().what);
  const xml_node envelope = child_named(*document, names::kEnvelope);
  if (!envelope) return unusable("it is no SOAP envelope");
  if (const xml_node fault = child_named(child_named(envelope, names::kBody), names::kFault)) {
    const std::string text = shown_text(fault_text(fault), secrets);
    return unusable("it is a SOAP fault" + (text.empty() ? " without a reason" : ": \"" + text + "\""));
  }
  if (std::optional<AttachmentData> data = search(envelope, data_of_attachment)) {
    if (!data->encoding.empty() && data->encoding != names::kPlain)
      return unusable("its attachment has the encoding '" + shown_text(data->encoding, secrets).substr(0, 64) +
                      "', which is not known");
    if (trimmed(data->text).empty()) return unusable("its attachment is empty");
    return std::move(data->text);
  }
  if (std::optional<std::string> text = search(envelope, json_answer)) return *std::move(text);
  return unusable("it has no attachment 'smart_licensing_data'");
}

}  // namespace lic
