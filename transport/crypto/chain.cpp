#include "transport/crypto/chain.hpp"

#include <openssl/x509_vfy.h>

#include <ctime>

namespace lic {
namespace {

constexpr Millis kEarlyTolerance = kDay;
constexpr int kAuthLevel = 2;  // 112 bits: RSA-2048 and SHA-256; by itself OpenSSL takes SHA-1 in a chain

struct Observation {
  std::time_t at = 0;
  std::string outside_validity;
  std::string untrusted;
};

std::string describe(X509_STORE_CTX* context, int error) {
  std::string text = X509_verify_cert_error_string(error);
  const X509* const certificate = X509_STORE_CTX_get_current_cert(context);
  if (certificate != nullptr) text += " (certificate " + text_of(X509_get_subject_name(certificate)) + ")";
  return text;
}

// Goes on after a wrong time, so that a chain that is wrong in another way too is called untrusted.
int on_certificate(int good, X509_STORE_CTX* context) {
  if (good == 1) return 1;
  auto& seen = *static_cast<Observation*>(X509_STORE_CTX_get_app_data(context));
  const int error = X509_STORE_CTX_get_error(context);
  if (error == X509_V_ERR_CERT_NOT_YET_VALID) {
    std::time_t tolerated = seen.at + std::chrono::duration_cast<std::chrono::seconds>(kEarlyTolerance).count();
    const X509* const certificate = X509_STORE_CTX_get_current_cert(context);
    if (X509_cmp_time(X509_get0_notBefore(certificate), &tolerated) < 0) return 1;
  }
  if (error == X509_V_ERR_CERT_NOT_YET_VALID || error == X509_V_ERR_CERT_HAS_EXPIRED) {
    if (seen.outside_validity.empty()) seen.outside_validity = describe(context, error);
    return 1;
  }
  if (seen.untrusted.empty()) seen.untrusted = describe(context, error);
  return 0;
}

struct StackFree {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};

X509StorePtr store_of(const std::vector<std::string>& roots) {
  X509StorePtr store{X509_STORE_new()};
  if (!store) return nullptr;
  for (const std::string& pem : roots) {
    const auto root = ParsedCertificate::read(pem);
    if (root.has_value()) (void)X509_STORE_add_cert(store.get(), root->handle());
  }
  return store;
}

// The end of the chain that was built.
std::optional<ParsedCertificate> root_of(X509_STORE_CTX* context) {
  STACK_OF(X509)* const built = X509_STORE_CTX_get0_chain(context);
  X509* const last = sk_X509_value(built, sk_X509_num(built) - 1);
  if (last == nullptr || X509_up_ref(last) != 1) return std::nullopt;
  Result<ParsedCertificate> root = ParsedCertificate::take(X509Ptr{last});
  if (root.has_error()) return std::nullopt;
  return std::move(*root);
}

}  // namespace

ChainOutcome verify_chain(const Chain& chain, WallTime at) {
  const X509StorePtr store = store_of(chain.roots);
  const X509StoreContextPtr context{X509_STORE_CTX_new()};
  // The stack borrows the certificates: they stay with the caller.
  const std::unique_ptr<STACK_OF(X509), StackFree> untrusted{sk_X509_new_null()};
  if (!store || !context || !untrusted) return {ChainVerdict::untrusted, openssl_reason()};
  for (const ParsedCertificate& intermediate : chain.intermediates)
    if (sk_X509_push(untrusted.get(), intermediate.handle()) == 0) return {ChainVerdict::untrusted, openssl_reason()};
  if (X509_STORE_CTX_init(context.get(), store.get(), chain.leaf.handle(), untrusted.get()) != 1)
    return {ChainVerdict::untrusted, openssl_reason()};

  Observation seen;
  seen.at = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(context.get()), kAuthLevel);
  X509_STORE_CTX_set_time(context.get(), 0, seen.at);
  X509_STORE_CTX_set_app_data(context.get(), &seen);
  X509_STORE_CTX_set_verify_cb(context.get(), on_certificate);
  const bool issued = X509_verify_cert(context.get()) == 1;
  if (!issued) {
    const std::string reason = openssl_reason();
    return {ChainVerdict::untrusted, seen.untrusted.empty() ? reason : seen.untrusted};
  }
  if (!seen.outside_validity.empty())
    return {ChainVerdict::outside_validity, seen.outside_validity, root_of(context.get())};
  return {ChainVerdict::trusted, {}, root_of(context.get())};
}

}  // namespace lic
