#include "tests/lab/bindings.hpp"

#include "tests/lab/call_home.hpp"

#include <array>
#include <utility>

namespace ssm_lab {
namespace {

struct PathRow {
  std::string_view path;
  Binding binding;
};
constexpr std::array<PathRow, 4> kPaths = {{
    {"/SmartTransport", Binding::smart_transport},
    {"/licservice/license", Binding::smart_transport},
    {"/Transportgateway/services/DeviceRequestHandler", Binding::call_home},
    {"/its/service/oddce/services/DDCEService", Binding::call_home},
}};

constexpr const char* kXml = "text/xml; charset=utf-8";

// The media type without its parameters, in lower case.
std::string media_type(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (!content_type.empty() && content_type.back() == ' ') content_type.remove_suffix(1);
  std::string type(content_type);
  for (char& letter : type) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return type;
}

}  // namespace

std::optional<Binding> find_binding(std::string_view path) {
  for (const PathRow& row : kPaths) {
    if (row.path == path) return row.binding;
  }
  return std::nullopt;
}

boost::system::result<std::string, HttpAnswer> unwrap(Binding binding, const HttpRequest& request) {
  const std::string type = media_type(request.content_type);
  if (binding == Binding::smart_transport) {
    if (type != "application/json") return plain_answer(415, "Content-Type must be application/json\n");
    return request.body;
  }
  if (type != "text/xml" && type != "application/soap+xml") {
    return plain_answer(415, "Content-Type must be text/xml or application/soap+xml\n");
  }
  auto message = read_attachment(request.body);
  if (!message) return refuse_body(binding, message.error().text);
  return std::move(*message);
}

HttpAnswer refuse_body(Binding binding, const std::string& reason) {
  if (binding == Binding::smart_transport) return plain_answer(400, reason + "\n");
  HttpAnswer answer;
  answer.status = 400;
  answer.content_type = kXml;
  answer.body = write_soap_fault(FaultSide::sender, reason);
  return answer;
}

HttpAnswer wrap(Binding binding, const std::string& message, std::int64_t now_ms) {
  HttpAnswer answer;
  answer.body = message;
  if (binding == Binding::call_home) {
    answer.content_type = kXml;
    answer.body = write_envelope(message, now_ms);
  }
  return answer;
}

}  // namespace ssm_lab
