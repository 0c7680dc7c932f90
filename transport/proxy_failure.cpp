#include "transport/proxy_failure.hpp"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <string>
#include <string_view>

#include "transport/tls_failure.hpp"

namespace lic {
namespace {

struct Scheme {
  unsigned long bit;
  std::string_view name;
};
constexpr std::array kSchemes = {Scheme{CURLAUTH_BASIC, "Basic"}, Scheme{CURLAUTH_DIGEST, "Digest"},
                                 Scheme{CURLAUTH_NTLM, "NTLM"}, Scheme{CURLAUTH_NEGOTIATE, "Negotiate"},
                                 Scheme{CURLAUTH_BEARER, "Bearer"}};

std::string offers(const TransferFacts& facts) {
  std::string text;
  for (const Scheme& scheme : kSchemes)
    if ((static_cast<unsigned long>(facts.proxy_offers) & scheme.bit) != 0)
      text += (text.empty() ? "; it takes " : ", ") + std::string{scheme.name};
  return text;
}

ExchangeFailed authentication(const TransferFacts& facts, const std::string& name) {
  const std::string what = facts.proxy_user.empty()
                               ? name + " wants a user and password (HTTP 407)"
                               : name + " refuses the user '" + facts.proxy_user + "' and its password (HTTP 407)";
  ExchangeFailed failure = failed_with(FailureCode::proxy_auth, what + offers(facts));
  constexpr unsigned long kWithPassword = CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM;  // as http_options asks for
  if (facts.proxy_offers != 0 && (static_cast<unsigned long>(facts.proxy_offers) & kWithPassword) == 0)
    failure.remedy = "have the proxy's administrator allow one that takes a password: Basic, Digest or NTLM";
  return failure;
}

ExchangeFailed refused(const TransferFacts& facts, const std::string& name) {
  const std::string status = "HTTP " + std::to_string(facts.proxy_status);
  switch (facts.proxy_status) {
    case 407: return authentication(facts, name);
    case 403:
      return failed_with(FailureCode::proxy_denied,
                         name + " does not allow a connection to " + facts.peer + " (" + status + ")", facts.peer);
    case 502:
    case 503:
    case 504:
      return failed_with(FailureCode::proxy_gateway, name + " found no way to " + facts.peer + " (" + status + ")",
                         facts.peer);
    default:
      return failed_with(FailureCode::proxy_status, name + " answered " + status + " to CONNECT " + facts.peer,
                         facts.proxy);
  }
}

// One code for all of it: what to do is the same but for the name.
ExchangeFailed tls(const TransferFacts& facts, const std::string& name) {
  const std::string& place = facts.proxy_ca_file.empty() ? facts.trust_directory : facts.proxy_ca_file;
  const TlsPeer peer{name, place, facts.proxy_tls};
  const bool judged = facts.curl_code == CURLE_PEER_FAILED_VERIFICATION;
  const ExchangeFailed cause = judged ? refused_certificate(peer, {}) : broken_handshake(peer, facts.curl_text);
  if (cause.code == FailureCode::clock_tls) return cause;
  ExchangeFailed failure = failed_with(FailureCode::proxy_tls, cause.text, place);
  if (cause.code == FailureCode::tls_host_name)
    failure.remedy =
        "set transport.proxy.host to a name that the certificate is for, or have it issued for the present one";
  if (cause.code == FailureCode::tls_not_tls)
    failure.remedy = "check transport.proxy.port, or set transport.proxy.scheme to http";
  if (cause.code == FailureCode::tls_expired || cause.code == FailureCode::tls_weak ||
      cause.code == FailureCode::tls_version)
    failure.remedy = "ask the proxy's administrator: " + remedy_of(cause.code);
  return failure;
}

}  // namespace

ExchangeFailed proxy_failure_of(const TransferFacts& facts) {
  const std::string name = "the proxy " + facts.proxy;
  // The status is still that of its question: a proxy whose user directory is silent asks and never answers.
  if (facts.proxy_status == 407 && !facts.proxy_user.empty() && facts.curl_code == CURLE_OPERATION_TIMEDOUT)
    return failed_with(FailureCode::proxy_timeout,
                       name + " asked for user and password (HTTP 407) and gave no answer to them within " +
                           text_of_limit(facts.time_limit),
                       facts.peer);
  if (facts.proxy_status >= 300 || (facts.proxy_status > 0 && facts.proxy_status < 200)) return refused(facts, name);
  switch (facts.curl_code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return tls(facts, name);
    case CURLE_OPERATION_TIMEDOUT:
      return failed_with(FailureCode::proxy_timeout,
                         name + " made no connection to " + facts.peer + " within " + text_of_limit(facts.time_limit),
                         facts.peer);
    default:
      return failed_with(FailureCode::proxy_broke,
                         name + " did not answer CONNECT " + facts.peer + ": " +
                             (facts.head_too_large ? "the head of its answer is larger than 64 KiB" : detail_of(facts)),
                         facts.proxy);
  }
}

}  // namespace lic
