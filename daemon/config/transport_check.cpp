#include "daemon/config/transport_check.hpp"

#include <arpa/inet.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "daemon/config/problem_list.hpp"
#include "daemon/config/secret_file.hpp"

namespace lic {
namespace {

constexpr std::string_view kNameLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
constexpr std::string_view kUrlHostLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]";

bool consists_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

// Between the scheme and the path.
std::string_view authority_of(std::string_view url) {
  const auto scheme = url.find("://");
  const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

bool is_https_url(std::string_view url) {
  const std::string_view authority = authority_of(url);
  return url.starts_with("https://") && !authority.empty() && authority.front() != ':' &&
         consists_of(authority, kUrlHostLetters) && url.find(' ') == std::string_view::npos;
}

// With or without its zone: "fe80::1%eth0".
bool is_ipv6(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return ::inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), address.data()) == 1;
}

bool is_host(const std::string& text) {
  if (text.find(':') != std::string::npos) return is_ipv6(text);
  return !text.empty() && text.front() != '.' && text.front() != '-' && consists_of(text, kNameLetters);
}

// A name with everything below it, an address, a network, or everything.
bool is_no_proxy_item(const std::string& text) {
  if (text == "*") return true;
  const auto slash = text.find('/');
  const std::string bits = slash == std::string::npos ? "0" : text.substr(slash + 1);
  if (bits.empty() || bits.size() > 3 || !consists_of(bits, "0123456789")) return false;
  const std::string host = text.substr(0, slash);
  return is_host(host.starts_with("*.") ? host.substr(2) : host.starts_with('.') ? host.substr(1) : host);
}

// A row of one of the tables below.
struct Row {
  const char* key;
  bool holds;
  std::string text;
};

template <class Rows>
void take(const Rows& rows, std::vector<TransportFinding>& findings) {
  for (const Row& row : rows) {
    if (row.holds) findings.push_back({row.key, row.text});
  }
}

void check_url(const TransportSettings& settings, std::vector<TransportFinding>& findings) {
  const bool is_used = settings.route != TransportRoute::direct;
  const bool is_given = !settings.url.empty();
  // Such a URL is never repeated: what stands before the "@" may be a password.
  const bool has_user = authority_of(settings.url).find('@') != std::string_view::npos;
  take(
      std::array{
          Row{"transport.route", settings.route == TransportRoute::gateway && !is_given,
              "route = \"gateway\" needs url: the address of the on-prem SSM or transport gateway"},
          Row{"transport.url", !is_used && is_given,
              "url is only used with route = \"gateway\" or \"proxy\"; set that route, or remove url to go to the "
              "vendor directly"},
          Row{"transport.url", is_used && is_given && has_user,
              "url holds a user or a password, which would be shown and logged; remove what stands before the \"@\""},
          Row{"transport.url", is_used && is_given && !has_user && !is_https_url(settings.url),
              "url must be https://HOST[:PORT]/PATH, not " + shown(settings.url)},
          Row{"transport.connect_timeout_seconds", settings.connect_timeout > settings.total_timeout,
              "connect_timeout_seconds must not be longer than total_timeout_seconds"},
      },
      findings);
}

std::string wrong_with_ca_file(const std::string& path) {
  struct stat facts {};
  if (path.empty()) return {};
  if (::stat(path.c_str(), &facts) == 0) return S_ISREG(facts.st_mode) ? "" : "ca_file " + path + " is not a file";
  if (errno == EACCES) return {};
  return "ca_file " + path + " cannot be used: " + std::strerror(errno) + "; create it, or correct the path";
}

void check_proxy(const ProxySettings& proxy, std::vector<TransportFinding>& findings) {
  const std::string wrong_ca = wrong_with_ca_file(proxy.ca_file);
  // A credential's name is checked when it is resolved.
  const bool is_path = !proxy.password_file.empty() && !names_credential(proxy.password_file);
  const auto wrong_password = is_path ? wrong_with_secret_file(proxy.password_file) : std::nullopt;
  take(
      std::array{
          Row{"transport.proxy.host", proxy.host.empty(), "the proxy lacks host: its name or address"},
          Row{"transport.proxy.host", !proxy.host.empty() && !is_host(proxy.host),
              "host takes the name or address of the proxy alone, not " + shown(proxy.host) +
                  "; its port goes to port, its scheme to scheme"},
          Row{"transport.proxy.user", proxy.user.find(':') != std::string::npos,
              "user cannot hold a \":\"; the password goes into a file that password_file names"},
          Row{"transport.proxy.user", !proxy.user.empty() && proxy.password_file.empty(),
              "user needs password_file: a file with the password, on one line"},
          Row{"transport.proxy.password_file", proxy.user.empty() && !proxy.password_file.empty(),
              "password_file needs user: whose password it is"},
          Row{"transport.proxy.password_file", wrong_password.has_value(),
              "password_file " + wrong_password.value_or("")},
          Row{"transport.proxy.ca_file", !wrong_ca.empty(), wrong_ca},
      },
      findings);
}

}  // namespace

std::vector<TransportFinding> wrong_with_transport(const TransportSettings& settings) {
  std::vector<TransportFinding> findings;
  check_url(settings, findings);
  for (const std::string& item : settings.no_proxy) {
    if (is_no_proxy_item(item)) continue;
    findings.push_back(
        {"transport.no_proxy",
         "no_proxy takes names, addresses, networks such as 192.0.2.0/24, or \"*\", not " + shown(item)});
  }
  if (settings.proxy) check_proxy(*settings.proxy, findings);
  if (settings.route == TransportRoute::proxy && !settings.proxy) {
    findings.push_back({"transport.route", "route = \"proxy\" needs [transport.proxy] with host and port"});
  }
  return findings;
}

std::vector<TransportFinding> odd_about_transport(const TransportSettings& settings) {
  std::vector<TransportFinding> findings;
  const bool has_proxy = settings.proxy.has_value();
  take(
      std::array{
          Row{"transport.mode", settings.mode == TransportMode::call_home, kCallHomeDeprecated},
          Row{"transport.proxy", has_proxy && settings.route != TransportRoute::proxy,
              "[transport.proxy] is not used with this route; set route = \"proxy\", or remove the section"},
          Row{"transport.proxy.ca_file",
              has_proxy && !settings.proxy->ca_file.empty() && settings.proxy->scheme == ProxyScheme::http,
              "ca_file is not used with scheme = \"http\"; set scheme = \"https\", or remove ca_file"},
      },
      findings);
  return findings;
}

}  // namespace lic
