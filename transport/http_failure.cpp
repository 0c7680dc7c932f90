#include "transport/http_failure.hpp"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace lic {
namespace {

constexpr Millis kEarlyCertificate = kDay;  // R-TIME-5
std::string detail(const TransferFacts& facts) {
  return facts.curl_text.empty() ? curl_easy_strerror(static_cast<CURLcode>(facts.curl_code)) : facts.curl_text;
}

ExchangeFailed dns_failure(const TransferFacts& facts) {
  return failed_with(FailureCode::dns_no_such_name,
                     "the name of " + facts.peer + " cannot be resolved: " + facts.curl_text);
}

ExchangeFailed tcp_failure(const TransferFacts& facts) {
  if (!facts.refused_address.empty())
    return failed_with(FailureCode::tcp_not_loopback, facts.peer + " has the address " + facts.refused_address +
                                                          ", and lab mode connects to loopback addresses only");
  // Only here: after a later failure it may still be the errno of another address that was tried first.
  const std::string reason = facts.os_error != 0 ? std::system_category().message(facts.os_error) : detail(facts);
  const bool refused = facts.os_error == ECONNREFUSED;
  return failed_with(refused ? FailureCode::tcp_refused : FailureCode::tcp_unreachable,
                     "no connection to " + facts.peer + ": " + reason);
}

ExchangeFailed timed_out(const TransferFacts& facts) {
  const std::string limit = std::to_string(facts.time_limit.count() / 1000) + "." +
                            std::to_string(facts.time_limit.count() % 1000 / 100) + " seconds";
  if (facts.request_sent)
    return failed_with(FailureCode::no_answer_timeout, facts.peer + " gave no answer within " + limit);
  if (!facts.socket_opened)
    return failed_with(FailureCode::dns_no_answer, "the name of " + facts.peer + " was not resolved within " + limit);
  if (!facts.connected)
    return failed_with(FailureCode::tcp_timeout, "no connection to " + facts.peer + " within " + limit);
  return failed_with(FailureCode::tls_timeout, facts.peer + " did not finish the TLS handshake within " + limit);
}

std::string certificate_text(const TlsObservation& tls) {
  return tls.subject.empty() ? std::string{} : " (certificate " + tls.subject + ", issued by " + tls.issuer + ")";
}

ExchangeFailed not_yet_valid(const TransferFacts& facts) {
  const bool by_little = facts.tls.begins_in && *facts.tls.begins_in <= kEarlyCertificate;
  return failed_with(by_little ? FailureCode::clock_tls : FailureCode::tls_not_yet_valid,
                     "the TLS certificate of " + facts.peer + " is not valid before " + facts.tls.not_before +
                         ", which is later than this machine's clock" + certificate_text(facts.tls));
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

ExchangeFailed untrusted_server(const TransferFacts& facts) {
  const std::string text = "the TLS certificate of " + facts.peer + " is not trusted: " + facts.tls.verify_text +
                           certificate_text(facts.tls);
  switch (facts.tls.verify_error) {
    case X509_V_OK:
      return failed_with(FailureCode::tls_host_name,
                         "the TLS certificate of " + facts.peer + " is for another host: " + join(facts.tls.names));
    case X509_V_ERR_CERT_NOT_YET_VALID: return not_yet_valid(facts);
    case X509_V_ERR_CERT_HAS_EXPIRED: return failed_with(FailureCode::tls_expired, text);
    default: return failed_with(FailureCode::tls_unknown_issuer, text, facts.trust_directory);
  }
}

ExchangeFailed tls_failure(const TransferFacts& facts) {
  return failed_with(FailureCode::tls_handshake, "no TLS connection to " + facts.peer + ": " + detail(facts));
}

ExchangeFailed cut_off(const TransferFacts& facts) {
  return failed_with(FailureCode::no_answer_closed,
                     facts.peer + " closed the connection before its answer was complete: " + detail(facts));
}

ExchangeFailed status_failure(const TransferFacts& facts) {
  const std::string status = std::to_string(facts.http_status);
  const bool redirect = facts.http_status >= 300 && facts.http_status < 400;
  ExchangeFailed failure =
      redirect ? failed_with(FailureCode::http_redirect,
                             facts.peer + " answered with a redirect (HTTP " + status + "), which is not followed")
               : failed_with(FailureCode::http_status, facts.peer + " answered with HTTP status " + status);
  failure.after = facts.retry_after;
  return failure;
}

}  // namespace

ExchangeFailed failure_of(const TransferFacts& facts) {
  if (facts.too_large)
    return failed_with(FailureCode::http_too_large, "the answer of " + facts.peer + " is larger than 1 MiB");
  switch (facts.curl_code) {
    case CURLE_OK: return status_failure(facts);
    case CURLE_COULDNT_RESOLVE_HOST: return dns_failure(facts);
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return failed_with(FailureCode::proxy_broke, "the proxy failed: " + detail(facts));
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED: return tcp_failure(facts);
    case CURLE_OPERATION_TIMEDOUT: return timed_out(facts);
    case CURLE_PEER_FAILED_VERIFICATION: return untrusted_server(facts);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return tls_failure(facts);
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE: return cut_off(facts);
    default:
      return failed_with(FailureCode::http_malformed, "the exchange with " + facts.peer + " failed: " + detail(facts));
  }
}

}  // namespace lic
