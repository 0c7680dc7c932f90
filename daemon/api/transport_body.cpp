#include "daemon/api/transport_body.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "daemon/api/json.hpp"
#include "daemon/config/secret_file.hpp"
#include "daemon/config/transport_check.hpp"
#include "daemon/config/transport_words.hpp"
#include "transport/http_target.hpp"

namespace lic::api {
namespace {

constexpr std::size_t kPathBytesMax = 1024;

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code >= 0x20 && code != 0x7f;
  });
}

std::string short_text(ObjectReader& reader, const char* name, std::size_t bytes_max) {
  std::string text = reader.text(name).value_or("");
  if (text.size() > bytes_max || !is_printable(text)) {
    reader.refuse("\"" + std::string(name) + "\" is longer than " + std::to_string(bytes_max) +
                  " bytes or holds control characters");
  }
  return text;
}

// The daemon's working directory is nobody's business, so relative paths mean nothing here.
std::string path(ObjectReader& reader, const char* name) {
  std::string text = short_text(reader, name, kPathBytesMax);
  if (!text.empty() && text.front() != '/' && !names_credential(text)) {
    reader.refuse("\"" + std::string(name) + "\" is not an absolute path");
  }
  return text;
}

void read_timeout(ObjectReader& reader, const char* name, std::int64_t most, Millis& timeout) {
  const auto seconds = reader.number(name, kTimeoutSecondsMin, static_cast<double>(most));
  if (seconds) timeout = Millis{std::llround(*seconds * 1000)};
}

std::vector<std::string> no_proxy_list(ObjectReader& reader) {
  const Json* list = reader.array("no_proxy");
  std::vector<std::string> items;
  if (list == nullptr) return items;
  for (const Json& item : *list) {
    const auto* text = item.get_ptr<const std::string*>();
    if (text == nullptr || text->empty() || text->size() > kTransportTextBytesMax || !is_printable(*text)) {
      reader.refuse("\"no_proxy\" takes a list of names, addresses and networks");
      return {};
    }
    items.push_back(*text);
  }
  if (items.size() > kNoProxyItemsMax) {
    reader.refuse("\"no_proxy\" has more than " + std::to_string(kNoProxyItemsMax) + " items");
  }
  return items;
}

Result<ProxySettings> read_proxy(const Json& value) {
  ObjectReader reader(value, "\"proxy\"");
  ProxySettings proxy;
  proxy.host = short_text(reader, "host", kTransportTextBytesMax);
  proxy.port = static_cast<std::uint16_t>(reader.integer("port", 1, 65535).value_or(proxy.port));
  if (const auto word = reader.word("scheme", kProxySchemeWords)) proxy.scheme = static_cast<ProxyScheme>(*word);
  proxy.user = short_text(reader, "user", kTransportTextBytesMax);
  proxy.password_file = path(reader, "password_file");
  proxy.ca_file = path(reader, "ca_file");
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return proxy;
}

Result<TransportSettings> read_settings(const Json& value) {
  ObjectReader reader(value, "the body");
  TransportSettings settings;
  if (const auto word = reader.word("mode", kTransportModeWords)) settings.mode = static_cast<TransportMode>(*word);
  if (const auto word = reader.word("route", kTransportRouteWords)) settings.route = static_cast<TransportRoute>(*word);
  settings.url = short_text(reader, "url", kUrlBytesMax);
  read_timeout(reader, "connect_timeout_seconds", kConnectTimeoutSecondsMax, settings.connect_timeout);
  read_timeout(reader, "total_timeout_seconds", kTotalTimeoutSecondsMax, settings.total_timeout);
  if (const auto word = reader.word("ip_version", kIpVersionWords)) settings.ip_version = static_cast<IpVersion>(*word);
  settings.no_proxy = no_proxy_list(reader);
  const Json* proxy = reader.object("proxy");
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  if (proxy == nullptr) return settings;
  auto read = read_proxy(*proxy);
  if (read.has_error()) return read.error();
  settings.proxy = std::move(*read);
  return settings;
}

// The finding's sentence is "what; remedy", as a file's problem shows it.
Error error_of(const TransportFinding& finding) {
  const auto cut = finding.text.find("; ");
  if (cut == std::string::npos) return {ErrorCode::invalid_argument, finding.text, "correct " + finding.key};
  return {ErrorCode::invalid_argument, finding.text.substr(0, cut), finding.text.substr(cut + 2)};
}

}  // namespace

Result<TransportSettings> transport_body(const std::string& text, const std::string& credentials_dir) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  auto settings = read_settings(*value);
  if (settings.has_error()) return settings.error();
  if (settings->proxy) {
    auto file = secret_file_path(settings->proxy->password_file, credentials_dir);
    if (file.has_error()) return file.error();
    settings->proxy->password_file = std::move(*file);
  }
  if (const auto findings = wrong_with_transport(*settings); !findings.empty()) return error_of(findings.front());
  if (const auto checked = check(*settings); checked.has_error()) return checked.error();
  return settings;
}

}  // namespace lic::api
