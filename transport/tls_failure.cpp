#include "transport/tls_failure.hpp"

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "agent/time_text.hpp"
#include "transport/https_url.hpp"

namespace lic {
namespace {

constexpr Millis kEarlyCertificate = kDay;  // R-TIME-5
constexpr std::size_t kChainTextMax = 300;
constexpr int kAlertsBegin = 1000;  // OpenSSL's reasons from here on are alerts of the peer

struct Verdict {
  int verify_error;
  FailureCode code;
};
// What is not in it is a chain that is not usable for some other reason.
constexpr std::array kVerdicts = {
    Verdict{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, FailureCode::tls_unknown_issuer},
    Verdict{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, FailureCode::tls_unknown_issuer},
    Verdict{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, FailureCode::tls_unknown_issuer},
    Verdict{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, FailureCode::tls_unknown_issuer},
    Verdict{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, FailureCode::tls_self_signed},
    Verdict{X509_V_ERR_CERT_HAS_EXPIRED, FailureCode::tls_expired},
    Verdict{X509_V_ERR_CERT_NOT_YET_VALID, FailureCode::tls_not_yet_valid},
    Verdict{X509_V_ERR_EE_KEY_TOO_SMALL, FailureCode::tls_weak},
    Verdict{X509_V_ERR_CA_KEY_TOO_SMALL, FailureCode::tls_weak},
    Verdict{X509_V_ERR_CA_MD_TOO_WEAK, FailureCode::tls_weak},
};

struct Reason {
  int openssl;
  FailureCode code;
};
constexpr std::array kReasons = {
    Reason{SSL_R_WRONG_VERSION_NUMBER, FailureCode::tls_not_tls},
    Reason{SSL_R_PACKET_LENGTH_TOO_LONG, FailureCode::tls_not_tls},
    Reason{SSL_R_RECORD_LENGTH_MISMATCH, FailureCode::tls_not_tls},
    Reason{SSL_R_HTTP_REQUEST, FailureCode::tls_not_tls},
    Reason{SSL_R_UNSUPPORTED_PROTOCOL, FailureCode::tls_version},
    Reason{SSL_R_WRONG_SSL_VERSION, FailureCode::tls_version},
    Reason{SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, FailureCode::tls_version},
    Reason{SSL_R_DH_KEY_TOO_SMALL, FailureCode::tls_weak},
    Reason{SSL_R_EE_KEY_TOO_SMALL, FailureCode::tls_weak},
    Reason{SSL_R_CA_KEY_TOO_SMALL, FailureCode::tls_weak},
    Reason{SSL_R_CA_MD_TOO_WEAK, FailureCode::tls_weak},
    Reason{SSL_R_UNEXPECTED_EOF_WHILE_READING, FailureCode::tls_broke},
};

std::string date(const std::optional<WallTime>& time) { return time ? to_rfc3339(*time) : "an unreadable date"; }

// "chain: CN=a <- CN=b <- CN=root", each issued by the next.
std::string chain_text(const std::vector<SeenLink>& chain) {
  std::string text = "chain: ";
  for (std::size_t index = 0; index < chain.size(); ++index) {
    const std::string link = (index > 0 ? " <- " : "") + chain[index].subject;
    if (text.size() + link.size() > kChainTextMax) return text + " <- ...";
    text += link;
  }
  return text;
}

std::string certificate_text(const TlsObservation& seen) {
  const SeenLink* const link = seen.failed();
  if (link == nullptr) return " (verify code " + std::to_string(seen.verify_error) + ")";
  return " (certificate " + link->subject + ", issued by " + link->issuer + ", valid from " + date(link->not_before) +
         " to " + date(link->not_after) + "; depth " + std::to_string(seen.verify_depth) + ", verify code " +
         std::to_string(seen.verify_error) + "; " + chain_text(seen.chain) + ")";
}

// Which certificate of the chain it is about.
std::string subject_of_sentence(const TlsPeer& peer) {
  const SeenLink* const link = peer.seen.failed();
  if (peer.seen.verify_depth == 0 || link == nullptr) return "the TLS certificate of " + std::string{peer.name};
  return "the certificate of the authority " + link->subject + ", in the chain of " + std::string{peer.name} + ",";
}

ExchangeFailed wrong_dates(const TlsPeer& peer, FailureCode code) {
  const SeenLink* const link = peer.seen.failed();
  if (code == FailureCode::tls_expired)
    return failed_with(code, subject_of_sentence(peer) + " expired on " +
                                 date(link != nullptr ? link->not_after : std::nullopt) + certificate_text(peer.seen));
  const bool by_little = peer.seen.begins_in && *peer.seen.begins_in <= kEarlyCertificate;
  return failed_with(by_little ? FailureCode::clock_tls : code,
                     subject_of_sentence(peer) + " is not valid before " +
                         date(link != nullptr ? link->not_before : std::nullopt) +
                         ", which is later than this machine's clock" + certificate_text(peer.seen));
}

FailureCode code_of_verdict(int verify_error) {
  for (const Verdict& verdict : kVerdicts)
    if (verdict.verify_error == verify_error) return verdict.code;
  return FailureCode::tls_certificate;
}

// "*.example.com" fits the URL's "ssm" as "ssm.example.com"; other wildcards say nothing to go to. A name with other
// characters than a host's could make a URL that leads elsewhere.
std::optional<std::string> usable_name(const std::string& offered, const std::string& host) {
  constexpr const char* kOfHosts = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:*";
  if (offered.empty() || offered.find_first_not_of(kOfHosts) != std::string::npos) return std::nullopt;
  if (offered.rfind("*.", 0) != 0)
    return offered.find('*') == std::string::npos ? std::optional{offered} : std::nullopt;
  const bool is_short = host.find('.') == std::string::npos && host.find(':') == std::string::npos;
  return is_short ? std::optional{host + offered.substr(1)} : std::nullopt;
}

std::string fitting_url(const TlsObservation& seen, const std::string& text) {
  const Result<HttpsUrl> url = read_https_url(text);
  if (url.has_error()) return {};
  for (const std::string& offered : seen.names) {
    const std::optional<std::string> name = usable_name(offered, url->host);
    if (name) return text_of(*url, *name);
  }
  return {};
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "no name at all" : text;
}

// OpenSSL's reason in "... error:0A00010B:SSL routines::wrong version number".
std::optional<int> openssl_reason_in(const std::string& text) {
  constexpr std::string_view kMark = "error:";
  const std::size_t place = text.find(kMark);
  if (place == std::string::npos) return std::nullopt;
  unsigned long code = 0;
  const char* const begin = text.data() + place + kMark.size();
  const auto read = std::from_chars(begin, text.data() + text.size(), code, 16);
  if (read.ec != std::errc{}) return std::nullopt;
  return ERR_GET_REASON(code);
}

FailureCode code_of_reason(std::optional<int> reason) {
  if (!reason) return FailureCode::tls_broke;  // no word of OpenSSL: the connection went away below it
  for (const Reason& row : kReasons)
    if (row.openssl == *reason) return row.code;
  return FailureCode::tls_handshake;
}

}  // namespace

ExchangeFailed refused_certificate(const TlsPeer& peer, const std::string& url) {
  const TlsObservation& seen = peer.seen;
  if (seen.verify_error == X509_V_OK || seen.verify_error == X509_V_ERR_IP_ADDRESS_MISMATCH)
    return failed_with(FailureCode::tls_host_name,
                       "the TLS certificate of " + std::string{peer.name} + " is for another host: " + join(seen.names),
                       fitting_url(seen, url));
  const FailureCode code = code_of_verdict(seen.verify_error);
  if (code == FailureCode::tls_expired || code == FailureCode::tls_not_yet_valid) return wrong_dates(peer, code);
  return failed_with(code, subject_of_sentence(peer) + " is not trusted: " + seen.verify_text + certificate_text(seen),
                     peer.place);
}

std::string in_words(const std::string& reason) {
  // "OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number"
  const std::size_t last = reason.rfind("::");
  if (last != std::string::npos && reason.find("error:") < last) return reason.substr(last + 2);
  if (reason.find("SSL_ERROR_SYSCALL") != std::string::npos) return "the connection ended without a word";
  if (reason.find("HTTP/0.9") != std::string::npos) return "what came back does not begin with an HTTP status line";
  return reason;
}

ExchangeFailed broken_handshake(const TlsPeer& peer, const std::string& reason) {
  const std::string name{peer.name};
  const FailureCode code = code_of_reason(openssl_reason_in(reason));
  const std::string words = in_words(reason);
  if (code == FailureCode::tls_not_tls)
    return failed_with(code, "what listens at " + name + " does not speak TLS: " + words);
  if (code == FailureCode::tls_version) return failed_with(code, name + " speaks no TLS 1.2 or later: " + words);
  if (code == FailureCode::tls_weak) return failed_with(code, "a key or digest of " + name + " is too weak: " + words);
  if (code == FailureCode::tls_broke)
    return failed_with(code, name + " closed the connection in the TLS handshake: " + words);
  return failed_with(code, "no TLS connection to " + name + ": " + words);
}

bool is_tls_alert(const std::string& reason) { return openssl_reason_in(reason).value_or(0) > kAlertsBegin; }

}  // namespace lic
