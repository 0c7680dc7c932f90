#include "transport/http_failure.hpp"

#include <curl/curl.h>

#include <array>

#include "transport/codec/ssm_text.hpp"
#include "transport/connect_failure.hpp"
#include "transport/https_url.hpp"
#include "transport/proxy_failure.hpp"
#include "transport/tls_failure.hpp"

namespace lic {
namespace {

struct StatusRow {
  long status;
  FailureCode code;
};
constexpr std::array kStatuses = {
    StatusRow{401, FailureCode::http_denied},
    StatusRow{403, FailureCode::http_denied},
    StatusRow{404, FailureCode::http_not_found},
    StatusRow{405, FailureCode::http_not_found},
    StatusRow{407, FailureCode::http_denied},
    StatusRow{410, FailureCode::http_not_found},
    StatusRow{429, FailureCode::http_too_many_requests},
    StatusRow{502, FailureCode::http_unavailable},
    StatusRow{503, FailureCode::http_unavailable},
    StatusRow{504, FailureCode::http_unavailable},
};

FailureCode code_of_status(long status) {
  for (const StatusRow& row : kStatuses)
    if (row.status == status) return row.code;
  if (status >= 300 && status < 400) return FailureCode::http_redirect;
  return status >= 500 && status < 600 ? FailureCode::http_server_error : FailureCode::http_status;
}

ExchangeFailed status_failure(const TransferFacts& facts) {
  const FailureCode code = code_of_status(facts.http_status);
  const std::string status = std::to_string(facts.http_status);
  const std::string place = facts.redirect.empty() ? std::string{} : " to " + facts.redirect;
  ExchangeFailed failure = code == FailureCode::http_redirect
                               ? failed_with(code, facts.peer + " answered with a redirect" + place + " (HTTP " +
                                                       status + "), which is not followed")
                               : failed_with(code, facts.peer + " answered with HTTP status " + status);
  failure.after = facts.retry_after;
  return failure;
}

ExchangeFailed timed_out(const TransferFacts& facts) {
  const std::string limit = text_of_limit(facts.time_limit);
  if (facts.request_sent)
    return failed_with(FailureCode::no_answer_timeout, facts.peer + " gave no complete answer within " + limit);
  return failed_with(FailureCode::tls_timeout, facts.peer + " did not finish the TLS handshake within " + limit);
}

ExchangeFailed too_large(const TransferFacts& facts) {
  return failed_with(FailureCode::http_too_large,
                     facts.head_too_large ? "the head of the answer of " + facts.peer + " is larger than 64 KiB"
                                          : "the answer of " + facts.peer + " is larger than 1 MiB");
}

// libcurl has no code of its own for it.
bool is_broken_chunk(const std::string& reason) { return reason.find("chunked-encoding") != std::string::npos; }

ExchangeFailed not_http(const TransferFacts& facts) {
  return failed_with(FailureCode::http_malformed,
                     "the exchange with " + facts.peer + " failed: " + in_words(detail_of(facts)));
}

ExchangeFailed cut_off(const TransferFacts& facts) {
  if (is_broken_chunk(facts.curl_text)) return not_http(facts);
  if (is_tls_alert(facts.curl_text))
    return broken_handshake(TlsPeer{facts.peer, facts.trust_directory, facts.tls}, detail_of(facts));
  return failed_with(
      FailureCode::no_answer_closed,
      facts.peer + " closed the connection before its answer was complete: " + in_words(detail_of(facts)));
}

ExchangeFailed unsafe_failure_of(const TransferFacts& facts) {
  if (facts.race) return connect_failure_of(facts);
  if (!facts.proxy.empty() && !facts.reached_ssm) return proxy_failure_of(facts);
  if (facts.too_large || facts.head_too_large || facts.curl_code == CURLE_FILESIZE_EXCEEDED) return too_large(facts);
  const TlsPeer peer{facts.peer, facts.trust_directory, facts.tls};
  switch (facts.curl_code) {
    case CURLE_OK: return status_failure(facts);
    // The race was won, and what it won was gone before libcurl looked.
    case CURLE_COULDNT_CONNECT:
      return failed_with(FailureCode::tls_broke, facts.peer + " closed the connection before the TLS handshake");
    case CURLE_OPERATION_TIMEDOUT: return timed_out(facts);
    case CURLE_PEER_FAILED_VERIFICATION: return refused_certificate(peer, facts.url);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return broken_handshake(peer, detail_of(facts));
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE: return cut_off(facts);
    default: return not_http(facts);
  }
}

}  // namespace

std::string printable(std::string text) {
  for (char& letter : text)
    if (letter < ' ' || letter > '~') letter = '?';
  return text;
}

// A hostile server may have had a hand in it.
std::string detail_of(const TransferFacts& facts) {
  const char* const usual = curl_easy_strerror(static_cast<CURLcode>(facts.curl_code));
  return printable(facts.curl_text.empty() ? usual : facts.curl_text);
}

std::string text_of_limit(Millis limit) {
  std::string thousandths = std::to_string(1000 + limit.count() % 1000).substr(1);
  while (thousandths.size() > 1 && thousandths.back() == '0') thousandths.pop_back();
  return std::to_string(limit.count() / 1000) + "." + thousandths + " seconds";
}

void describe_target(const HttpTarget& target, TransferFacts& facts) {
  const Result<HttpsUrl> url = read_https_url(target.url);
  facts.url = target.url;
  facts.peer = url.has_value() ? host_and_port(url->host, url->port) : target.url;
  facts.trust_directory = target.trust_directory;
  facts.ip_version = target.ip_version;
  if (!target.proxy) return;
  facts.proxy = host_and_port(target.proxy->host, target.proxy->port);
  facts.proxy_user = target.proxy->user;
  facts.proxy_ca_file = target.proxy->ca_file;
}

ExchangeFailed failure_of(const TransferFacts& facts) {
  ExchangeFailed failure = unsafe_failure_of(facts);
  failure.text = shown_text(failure.text, {});
  return failure;
}

}  // namespace lic
