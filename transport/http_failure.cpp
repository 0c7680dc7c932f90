#include "transport/http_failure.hpp"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <system_error>
#include <utility>

namespace lic {
namespace {

constexpr Millis kEarlyCertificate = kDay;  // R-TIME-5
constexpr const char* kAgain = "; the agent tries again by itself";

ExchangeFailed failed(FailureCause cause, std::string text, std::string remedy) {
  return {cause, std::move(text), std::move(remedy), std::nullopt};
}

std::string detail(const TransferFacts& facts) {
  return facts.curl_text.empty() ? curl_easy_strerror(static_cast<CURLcode>(facts.curl_code)) : facts.curl_text;
}

ExchangeFailed dns_failure(const TransferFacts& facts) {
  return failed(FailureCause::dns, "the name of " + facts.peer + " cannot be resolved: " + facts.curl_text,
                std::string{"check the name in transport.url and this machine's name servers"} + kAgain);
}

ExchangeFailed tcp_failure(const TransferFacts& facts) {
  if (!facts.refused_address.empty())
    return failed(
        FailureCause::tcp,
        facts.peer + " has the address " + facts.refused_address + ", and lab mode connects to loopback addresses only",
        "set transport.url to an SSM on this machine");
  // Only here: after a later failure it may still be the errno of another address that was tried first.
  const std::string reason = facts.os_error != 0 ? std::system_category().message(facts.os_error) : detail(facts);
  return failed(FailureCause::tcp, "no connection to " + facts.peer + ": " + reason,
                std::string{"check that the SSM runs and that no firewall is in between"} + kAgain);
}

ExchangeFailed timed_out(const TransferFacts& facts) {
  const std::string limit = std::to_string(facts.time_limit.count() / 1000) + "." +
                            std::to_string(facts.time_limit.count() % 1000 / 100) + " seconds";
  if (facts.request_sent)
    return failed(FailureCause::no_answer, facts.peer + " gave no answer within " + limit,
                  std::string{"see whether the SSM is overloaded, or raise transport.total_timeout_seconds"} + kAgain);
  if (!facts.socket_opened)
    return failed(FailureCause::dns, "the name of " + facts.peer + " was not resolved within " + limit,
                  std::string{"check this machine's name servers"} + kAgain);
  if (!facts.connected)
    return failed(FailureCause::tcp, "no connection to " + facts.peer + " within " + limit,
                  std::string{"check that the SSM runs and that no firewall drops the packets"} + kAgain);
  return failed(FailureCause::tls, facts.peer + " did not finish the TLS handshake within " + limit,
                std::string{"check that the port of transport.url speaks TLS"} + kAgain);
}

std::string certificate_text(const TlsObservation& tls) {
  return tls.subject.empty() ? std::string{} : " (certificate " + tls.subject + ", issued by " + tls.issuer + ")";
}

ExchangeFailed not_yet_valid(const TransferFacts& facts) {
  const bool by_little = facts.tls.begins_in && *facts.tls.begins_in <= kEarlyCertificate;
  return failed(by_little ? FailureCause::clock : FailureCause::tls,
                "the TLS certificate of " + facts.peer + " is not valid before " + facts.tls.not_before +
                    ", which is later than this machine's clock" + certificate_text(facts.tls),
                "check this machine's clock, best by time synchronization");
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

ExchangeFailed untrusted_server(const TransferFacts& facts) {
  const std::string text = "the TLS certificate of " + facts.peer + " is not trusted: " + facts.tls.verify_text;
  switch (facts.tls.verify_error) {
    case X509_V_OK:
      return failed(FailureCause::tls,
                    "the TLS certificate of " + facts.peer + " is for another host: " + join(facts.tls.names),
                    "use one of these names in transport.url, or have the server's certificate issued for its name");
    case X509_V_ERR_CERT_NOT_YET_VALID: return not_yet_valid(facts);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return failed(FailureCause::tls, text + certificate_text(facts.tls),
                    "have the server's certificate renewed; if it is not expired, check this machine's clock");
    default:
      return failed(FailureCause::tls, text + certificate_text(facts.tls),
                    "put the certificate (PEM) of the authority that issued it into " +
                        (facts.trust_directory.empty() ? std::string{"trust.d"} : facts.trust_directory) +
                        "; it is read without a restart");
  }
}

ExchangeFailed tls_failure(const TransferFacts& facts) {
  return failed(FailureCause::tls, "no TLS connection to " + facts.peer + ": " + detail(facts),
                "check that the port of transport.url speaks TLS 1.2 or later, and that no proxy is in between");
}

ExchangeFailed cut_off(const TransferFacts& facts) {
  return failed(FailureCause::no_answer,
                facts.peer + " closed the connection before its answer was complete: " + detail(facts),
                std::string{"look into the log of the SSM or of what stands before it"} + kAgain);
}

ExchangeFailed http_failure(const TransferFacts& facts, const std::string& text) {
  ExchangeFailed failure =
      failed(FailureCause::http, text, std::string{"check transport.url, and the SSM's state"} + kAgain);
  failure.after = facts.retry_after;
  return failure;
}

ExchangeFailed status_failure(const TransferFacts& facts) {
  const std::string status = std::to_string(facts.http_status);
  if (facts.http_status >= 300 && facts.http_status < 400)
    return http_failure(facts, facts.peer + " answered with a redirect (HTTP " + status + "), which is not followed");
  return http_failure(facts, facts.peer + " answered with HTTP status " + status);
}

}  // namespace

ExchangeFailed failure_of(const TransferFacts& facts) {
  if (facts.too_large) return http_failure(facts, "the answer of " + facts.peer + " is larger than 1 MiB");
  switch (facts.curl_code) {
    case CURLE_OK: return status_failure(facts);
    case CURLE_COULDNT_RESOLVE_HOST: return dns_failure(facts);
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return failed(FailureCause::proxy, "the proxy failed: " + detail(facts), "check the proxy's settings");
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
    default: return http_failure(facts, "the exchange with " + facts.peer + " failed: " + detail(facts));
  }
}

}  // namespace lic
