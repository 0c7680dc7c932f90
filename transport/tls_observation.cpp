#include "transport/tls_observation.hpp"

#include <arpa/inet.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <memory>

#include "transport/codec/ssm_text.hpp"
#include "transport/crypto/openssl_handles.hpp"
#include "transport/crypto/parsed_certificate.hpp"
#include "transport/system_store.hpp"

namespace lic {
namespace {

constexpr std::size_t kNamesMax = 10;
constexpr int kLinksMax = 8;

using NamesPtr = std::unique_ptr<GENERAL_NAMES, OpensslDeleter<GENERAL_NAMES_free>>;

std::string ascii(const ASN1_STRING* string) {
  std::string text;
  const unsigned char* const bytes = ASN1_STRING_get0_data(string);
  const int length = std::min(ASN1_STRING_length(string), 255);
  for (int index = 0; index < length; ++index)
    text += bytes[index] > 0x20 && bytes[index] < 0x7F ? static_cast<char>(bytes[index]) : '?';
  return text;
}

std::string address(const ASN1_STRING* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int length = ASN1_STRING_length(bytes);
  if (length != 4 && length != 16) return "?";
  const int family = length == 4 ? AF_INET : AF_INET6;
  return inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size()) != nullptr ? text.data() : "?";
}

// A certificate without alternative names is for its common name.
std::vector<std::string> common_names_of(const X509* certificate) {
  const X509_NAME* const subject = X509_get_subject_name(certificate);
  const int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (place < 0) return {};
  return {ascii(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place)))};
}

std::vector<std::string> names_of(const X509* certificate) {
  std::vector<std::string> result;
  const NamesPtr names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
  const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
  for (int index = 0; index < count && result.size() < kNamesMax; ++index) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), index);
    if (name->type == GEN_DNS) result.push_back(ascii(name->d.dNSName));
    if (name->type == GEN_IPADD) result.push_back(address(name->d.iPAddress));
  }
  return result.empty() ? common_names_of(certificate) : result;
}

std::string shown(const X509_NAME* name) {
  constexpr std::size_t kShownNameMax = 200;
  std::string text = shown_text(text_of(name), {});
  if (text.size() <= kShownNameMax) return text.empty() ? "(no name)" : text;
  std::size_t end = kShownNameMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  return text.substr(0, end) + "...";
}

SeenLink link_of(const X509* certificate) {
  return {shown(X509_get_subject_name(certificate)), shown(X509_get_issuer_name(certificate)),
          wall_time_of(X509_get0_notBefore(certificate)), wall_time_of(X509_get0_notAfter(certificate))};
}

std::optional<Millis> time_until(const ASN1_TIME* moment) {
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, nullptr, moment) != 1) return std::nullopt;
  return days * kDay + seconds * kSecond;
}

void write_down(X509_STORE_CTX* context, TlsObservation& seen) {
  seen = TlsObservation{};
  seen.verify_error = X509_STORE_CTX_get_error(context);
  seen.verify_depth = std::max(X509_STORE_CTX_get_error_depth(context), 0);
  if (seen.verify_error != X509_V_OK) seen.verify_text = X509_verify_cert_error_string(seen.verify_error);
  const STACK_OF(X509)* const chain = X509_STORE_CTX_get0_chain(context);
  for (int index = 0; index < std::min(sk_X509_num(chain), kLinksMax); ++index)
    seen.chain.push_back(link_of(sk_X509_value(chain, index)));
  const X509* const own = X509_STORE_CTX_get0_cert(context);
  if (own == nullptr) return;
  if (seen.chain.empty()) seen.chain.push_back(link_of(own));
  seen.names = names_of(own);
  const X509* const failing = X509_STORE_CTX_get_current_cert(context);
  if (failing != nullptr) seen.begins_in = time_until(X509_get0_notBefore(failing));
}

int judge_chain(X509_STORE_CTX* context, void* with) {
  const auto& judge = *static_cast<const TlsJudge*>(with);
  if (!judge.system_store.empty()) add_issuers_from(judge.system_store, context);
  int verdict = X509_verify_cert(context);
  if (verdict == 1 && !judge.address.empty() &&
      X509_check_ip_asc(X509_STORE_CTX_get0_cert(context), judge.address.c_str(), 0) != 1) {
    X509_STORE_CTX_set_error(context, X509_V_ERR_IP_ADDRESS_MISMATCH);
    verdict = 0;
  }
  write_down(context, *judge.seen);
  return verdict;
}

void on_progress(const SSL* connection, int where, int /*result*/) {
  if ((static_cast<unsigned>(where) & static_cast<unsigned>(SSL_CB_HANDSHAKE_DONE)) == 0) return;
  const auto* const judge = static_cast<const TlsJudge*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
  // Later ones are of session tickets.
  if (judge == nullptr || judge->seen->finished_after) return;
  judge->seen->finished_after = judge->watch->elapsed();
  judge->seen->protocol = SSL_get_version(connection);
}

}  // namespace

const SeenLink* TlsObservation::failed() const {
  const auto place = static_cast<std::size_t>(verify_depth);
  return verify_error != X509_V_OK && place < chain.size() ? &chain[place] : nullptr;
}

void judge_with(SSL_CTX* context, TlsJudge& judge) {
  SSL_CTX_set_cert_verify_callback(context, judge_chain, &judge);
  SSL_CTX_set_app_data(context, &judge);
  SSL_CTX_set_info_callback(context, on_progress);
}

}  // namespace lic
